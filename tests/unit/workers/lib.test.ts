// The small parts of the study worker: batching of news, the journal's queue, gates, how many trainers.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TablabError } from '$core/errors/error';
import type { RunEvent, RunInfo, RunUpdate } from '$core/run/types';
import { Gate } from '$workers/lib/gate';
import { poolSize } from '$workers/lib/opening';
import { Recorder } from '$workers/lib/recorder';
import { Updates } from '$workers/lib/updates';

describe('updates', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('are sent at most ten times a second, and nothing is left behind', () => {
    const sent: { at: number; batch: RunUpdate[] }[] = [];
    const updates = new Updates((batch) => sent.push({ at: Date.now(), batch }), Date.now);
    for (let i = 0; i < 1000; i++) {
      updates.push({ type: 'note', text: String(i) });
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(200);
    expect(sent.length).toBeLessThanOrEqual(11);
    sent.slice(1).forEach(({ at }, i) => expect(at - sent[i].at).toBeGreaterThanOrEqual(100));
    const texts = sent.flatMap(({ batch }) => batch.map((update) => (update.type === 'note' ? update.text : '')));
    expect(texts).toEqual(Array.from({ length: 1000 }, (_, i) => String(i)));
  });

  test('of what replaces itself only the newest is sent', () => {
    const sent: RunUpdate[][] = [];
    const updates = new Updates((batch) => sent.push(batch), Date.now);
    const progress = (done: number): RunUpdate => ({
      type: 'progress',
      progress: { stage: '', done, total: 9, rate: 0, eta: null },
    });
    updates.push(progress(0));
    for (let done = 1; done < 5; done++) updates.push(progress(done));
    updates.push({ type: 'note', text: 'kept' });
    updates.flush();
    expect(sent).toEqual([[progress(0)], [progress(4), { type: 'note', text: 'kept' }]]);
    updates.flush();
    vi.advanceTimersByTime(1000);
    expect(sent).toHaveLength(2);
  });
});

test('news of a fast training are looked at a few times each, not once per news that comes', () => {
  let looks = 0;
  const sent: RunUpdate[][] = [];
  let now = 0;
  vi.useFakeTimers();
  const updates = new Updates(
    (batch) => sent.push(batch),
    () => now,
  );
  updates.push({ type: 'note', text: 'first' });
  const news = 500;
  for (let i = 0; i < news; i++) {
    const update = { text: String(i), progress: { stage: '', done: i, total: news, rate: 0, eta: null } };
    const type = i % 2 === 0 ? 'note' : 'progress';
    const watched = {
      ...update,
      get type() {
        looks++;
        return type;
      },
    };
    updates.push(watched as unknown as RunUpdate);
  }
  now = 200;
  updates.flush();
  vi.useRealTimers();
  expect(sent[1]).toHaveLength(news / 2 + 1);
  expect(looks).toBeLessThanOrEqual(3 * news);
});

describe('recorder', () => {
  const note = (text: string): RunEvent => ({ type: 'note', at: 0, text });
  const info = () => ({ id: 'r' }) as RunInfo;
  const full = () => new TablabError('quota-exceeded', { what: 'x', used: '1', quota: '1' });

  test('writes in order, never two at once, and together what came together', async () => {
    const appended: string[][] = [];
    let writing = 0;
    const append = async (events: readonly RunEvent[]) => {
      expect(++writing).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      appended.push(events.map((event) => (event.type === 'note' ? event.text : '')));
      writing--;
    };
    const recorder = new Recorder({ journal: { append }, info, untilRoom: () => Promise.reject(full()) });
    await Promise.all(['a', 'b', 'c', 'd'].map((text) => recorder.record(note(text))));
    await recorder.record(note('e'));
    expect(appended.flat()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(appended.length).toBeLessThan(5);
  });

  test('on a full disk it waits for room and loses nothing', async () => {
    let room = false;
    const appended: RunEvent[] = [];
    const append = async (events: readonly RunEvent[]) => {
      if (!room) throw full();
      appended.push(...events);
    };
    const untilRoom = vi.fn(async () => void (room = true));
    await new Recorder({ journal: { append }, info, untilRoom }).record(note('kept'));
    expect(untilRoom).toHaveBeenCalledOnce();
    expect(appended).toEqual([note('kept')]);
  });

  test('another failure reaches who recorded, and the next record is tried again', async () => {
    let broken = true;
    const append = () => (broken ? Promise.reject(new TablabError('store-closed')) : Promise.resolve());
    const recorder = new Recorder({ journal: { append }, info, untilRoom: () => Promise.resolve() });
    await expect(recorder.record(note('a'))).rejects.toMatchObject({ code: 'store-closed' });
    broken = false;
    await recorder.record(note('b'));
  });
});

test('a gate lets nobody through while shut, and everybody when opened', async () => {
  const gate = new Gate();
  gate.close();
  const passed: number[] = [];
  const waiting = [1, 2].map((n) => gate.pass().then(() => passed.push(n)));
  await Promise.resolve();
  expect(passed).toEqual([]);
  gate.open();
  await Promise.all(waiting);
  expect(passed).toEqual([1, 2]);
});

test.each([
  ['simd', 1, 100, undefined, 1],
  ['simd', 2, 100, undefined, 2],
  ['simd', 8, 100, undefined, 7],
  ['simd', 8, 3, undefined, 3],
  ['simd', 8, 100, 2, 2],
  ['webgpu', 8, 100, undefined, 1],
  ['webgl', 8, 100, 4, 1],
  ['cpu', 4, 0, undefined, 1],
] as const)('%s on %d cores for %d trials (%s wanted): %d trainers', (executor, cores, trials, wanted, size) => {
  expect(poolSize(executor, cores, trials, wanted)).toBe(size);
});
