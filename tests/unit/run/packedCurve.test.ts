// Long curves as columns: what comes back is what was given, to the bit and in its order; what does not fit goes as it is.
import { expect, test } from 'vitest';
import { packed, packedEvent, unpacked, unpackedEvent, worthPacking } from '$core/run/packedCurve';
import type { EpochPoint, RunEvent, TrialRecord } from '$core/run/types';
import { findCheckpoint, putCheckpoint } from '$store/checkpoints';
import { Journal, readJournal } from '$store/journal';
import { freshStore, trialRecord } from '../store/support';

const long = worthPacking + 20;
const points = (n: number, train: boolean): EpochPoint[] =>
  Array.from({ length: n }, (_, epoch) => ({
    epoch,
    loss: epoch % 7 === 0 ? NaN : 1 / (epoch + 1),
    validation: { loss: epoch % 5 === 0 ? Infinity : -0, accuracy: 0.1 * (epoch % 10) },
    ...(train ? { train: { accuracy: 0.3 } } : {}),
  }));
const trial = (curve: readonly EpochPoint[]): TrialRecord => ({ ...trialRecord(0), curve });

test.each([true, false])('a long curve comes back as it was (training metrics: %s)', (train) => {
  const given = trial(points(long, train));
  const sent = packed(given);
  expect(sent.curve).toHaveLength(0);
  // A few arrays instead of a thousand objects.
  expect(
    JSON.stringify(structuredClone(sent), (_key, value: unknown) => (ArrayBuffer.isView(value) ? 0 : value)).length,
  ).toBeLessThan(1000);
  const back = unpacked(structuredClone(sent));
  expect(back).toStrictEqual(given);
  expect(JSON.stringify(back)).toBe(JSON.stringify(given));
});

test('a short curve, and one whose points differ, go as they are', () => {
  const odd: [string, (point: EpochPoint) => unknown][] = [
    ['another metric', (point) => ({ ...point, validation: { loss: 1, f1: 2 } })],
    ['one metric more', (point) => ({ ...point, validation: { ...point.validation, f1: 2 } })],
    ['another order', ({ validation, ...point }) => ({ ...point, validation: { accuracy: 1, loss: validation.loss } })],
    ['no number', (point) => ({ ...point, validation: { loss: 'x', accuracy: 1 } })],
    ['no training metrics', ({ epoch, loss, validation }) => ({ epoch, loss, validation })],
    ['one field more', (point) => ({ ...point, seconds: 1 })],
  ];
  expect(packed(trial(points(worthPacking - 1, true))).curve).toHaveLength(worthPacking - 1);
  for (const [what, change] of odd) {
    const given = trial(points(long, true).map((point, i) => (i === 300 ? (change(point) as EpochPoint) : point)));
    expect(packed(given), what).toBe(given);
    expect(unpacked(given), what).toBe(given);
  }
});

test('journals and checkpoints hold few objects for long curves, and read as they were written', async () => {
  const { store, close } = await freshStore();
  const events: RunEvent[] = [
    { type: 'note', at: 1, text: 'a' },
    { type: 'paused', trial: trial(points(long, false)) },
    { type: 'told', trial: trial(points(long, true)) },
    { type: 'told', trial: { ...trial(points(3, true)), index: 1 } },
  ];
  expect(events.map(packedEvent).map(unpackedEvent)).toStrictEqual(events);
  await (await Journal.open(store, 'r')).append(events);
  const stored = (await store.getAll('events')).map(({ event }) => event);
  expect(
    stored.map((event) => ('trial' in event && typeof event.trial === 'object' ? event.trial.curve.length : -1)),
  ).toEqual([-1, 0, 0, 3]);
  expect(await readJournal(store, 'r')).toEqual(events);

  const checkpoint = { epoch: long, curve: points(long, true), weights: new Map(), optimizer: new Map(), best: null };
  await putCheckpoint(store, 'r', 0, checkpoint, 1);
  expect((await store.getAll('checkpoints'))[0].checkpoint.curve).toHaveLength(0);
  expect(await findCheckpoint(store, 'r', 0)).toEqual(checkpoint);
  close();
});
