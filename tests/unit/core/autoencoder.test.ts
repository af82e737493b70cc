// The autoencoder against what is known of it: a linear one can be no better than principal components and comes near them
// (Bourlard & Kamp 1988), a bent one beats them on a bent sheet, and the same task gives the same bits.
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultsOf } from '$core/fields/field';
import {
  autoencoderFields,
  autoencoderReport,
  autoencoderTask,
  type AutoencoderOptions,
} from '$core/decompose/autoencoder';
import type { Subject } from '$core/decompose/subject';
import { dense } from '$core/math/dense';
import { cos, sin } from '$core/math/trig';
import { Stream } from '$core/rng/stream';
import { trainAutoencoder } from '$engine/reduce/autoencoder';
import { createSimdExecutor, type SimdExecutor } from '$engine/simd/index';

let executor: SimdExecutor;
beforeAll(async () => {
  executor = await createSimdExecutor();
});
const quiet = { shouldStop: () => false, epoch: () => Promise.resolve() };

/** `make` draws a row. */
function subjectOf(rows: number, make: (stream: Stream) => number[], seed = 1): Subject {
  const stream = Stream.of(5, 'rows');
  const values = Array.from({ length: rows }, () => make(stream));
  const columns = values[0].length;
  return {
    x: dense(rows, columns, Float64Array.from(values.flat())),
    names: Array.from({ length: columns }, (_, c) => `c${c}`),
    target: { kind: 'values', values: new Float64Array(rows) },
    rows: Uint32Array.from({ length: rows }, (_, r) => r + 100),
    image: null,
    seed,
  };
}
const bent = () =>
  subjectOf(300, (stream) => {
    const t = 5 * stream.uniform();
    return [cos(t), sin(t), 0.4 * t].map((value) => value + 0.02 * stream.normal());
  });
async function reportOf(subject: Subject, changes: Partial<AutoencoderOptions>) {
  const task = autoencoderTask(subject, { ...defaultsOf(autoencoderFields), ...changes });
  return autoencoderReport(task, await trainAutoencoder(executor, task, quiet));
}

describe('an autoencoder', () => {
  it('that is linear comes near principal components, and not below them on its own rows', async () => {
    const flat = subjectOf(240, (stream) => {
      const [a, b] = [stream.normal(), stream.normal()];
      return [a, b, a + b, a - b, 0.5 * a, b].map((value) => value + 0.3 * stream.normal());
    });
    const { lost, losses, held } = await reportOf(flat, { layers: 0, components: 2, epochs: 150, learningRate: 0.01 });
    expect(lost.autoencoder).toBeGreaterThan(0.8 * lost.pca);
    expect(lost.autoencoder).toBeLessThan(1.05 * lost.pca);
    expect(losses[149]).toBeLessThan(losses[0]);
    // Columns have variance 1, so the loss is the lost share, but for the held-out rows' own variance.
    expect(Math.abs(held[149] / lost.autoencoder - 1)).toBeLessThan(0.25);
  });

  it('that bends beats principal components on a bent line', async () => {
    const { lost, columns, x, y, row } = await reportOf(bent(), {
      components: 1,
      hidden: 32,
      epochs: 200,
      learningRate: 0.01,
    });
    expect(lost.autoencoder).toBeLessThan(0.4 * lost.pca);
    expect(columns.map(({ name }) => name)).toEqual(['c0', 'c1', 'c2']);
    expect([x.length, y.length, row[0]]).toEqual([300, 300, 100]);
    expect(y.every((value) => value === 0)).toBe(true);
  });

  it('gives the same bits again, and others by another seed', async () => {
    const few = { components: 2, hidden: 8, epochs: 3 } as const;
    const first = await reportOf(bent(), few);
    expect(await reportOf(bent(), few)).toEqual(first);
    expect((await reportOf({ ...bent(), seed: 2 }, few)).losses).not.toEqual(first.losses);
  });

  it('stops when it is told to, and leaves no memory behind', async () => {
    const before = executor.memoryInUse();
    const task = autoencoderTask(bent(), defaultsOf(autoencoderFields));
    let seen = 0;
    const follow = {
      shouldStop: () => false,
      epoch: (done: number) => ((seen = done), done === 4 ? Promise.reject(new Error('enough')) : Promise.resolve()),
    };
    await expect(trainAutoencoder(executor, task, follow)).rejects.toThrow('enough');
    expect(seen).toBe(4);
    expect(executor.memoryInUse()).toBe(before);
  });

  it('says what it cannot do', () => {
    const options = defaultsOf(autoencoderFields);
    expect(() => autoencoderTask(bent(), { ...options, components: 3 })).toThrow(/no narrower than the 3 columns/);
    expect(() =>
      autoencoderTask(
        subjectOf(10, () => [1, 2, 3]),
        options,
      ),
    ).toThrow(/at least 20 training rows/);
  });
});
