// In a browser too a helper joins, and a product that it shares has the bits of one made alone.
import { expect, test } from 'vitest';
import { dense } from '$core/math/dense';
import { Stream } from '$core/rng/stream';
import { quickMaths } from '$engine/simd/products';

test('a worker helps with a large product', async () => {
  const workers: Worker[] = [];
  const shared = await quickMaths((start) => {
    const worker = new Worker(new URL('../../workers/helper.worker.ts', import.meta.url), { type: 'module' });
    worker.postMessage(start);
    workers.push(worker);
  }, 1);
  try {
    await expect.poll(shared.helpers, { timeout: 10_000 }).toBe(1);
    const alone = await quickMaths();
    const rng = Stream.of(1, 'crew');
    const x = dense(
      700,
      131,
      Float64Array.from({ length: 700 * 131 }, () => rng.normal()),
    );
    const centre = Float64Array.from({ length: 131 }, () => rng.normal());
    expect(shared.products.columnGram(x, centre)).toEqual(alone.products.columnGram(x, centre));
  } finally {
    for (const worker of workers) worker.terminate();
  }
});
