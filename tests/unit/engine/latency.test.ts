// Latency by a coarse clock: what it comes to, and how long it takes to know.
import { expect, test } from 'vitest';
import type { ExecutorModel } from '$engine/executor';
import type { LoadedData } from '$engine/train/data';
import { latencyOf } from '$engine/train/latency';

const data = {
  prepared: {
    train: { rows: 2, features: new Float32Array(6), codes: new Int32Array(0), target: new Float32Array(2) },
  },
} as unknown as LoadedData;

/** A model whose prediction takes so many milliseconds, by a clock that tells a tenth apart. */
function simulated(each: (call: number) => number) {
  let [time, calls] = [0, 0];
  const predict = () => {
    time += each(calls++);
    return Promise.resolve(new Float32Array(1));
  };
  return { model: { predict } as unknown as ExecutorModel, now: () => Math.floor(time * 10) / 10, spent: () => time };
}

test.each([0.0013, 0.04, 3])('a prediction of %d ms is measured to a twentieth', async (took) => {
  const { model, now } = simulated(() => took);
  expect(Math.abs((await latencyOf(model, data, now)) - took) / took).toBeLessThan(0.05);
});

test('a small model costs a study less than a tenth of a second, and a hiccup does not count', async () => {
  const { model, now, spent } = simulated((call) => (call === 6000 ? 30 : 0.002));
  expect(Math.abs((await latencyOf(model, data, now)) - 0.002)).toBeLessThan(0.0001);
  expect(spent()).toBeLessThan(100 + 30);
});

test('a clock that stands still ends it too', async () => {
  const { model } = simulated(() => 0.001);
  expect(await latencyOf(model, data, () => 0)).toBe(0);
});
