// The model axis: networks side by side have exactly the bits they have alone.
import { expect, it } from 'vitest';
import { resolveModel } from '$core/model/resolve';
import type { BuildOptions } from '$engine/executor';
import { createSimdExecutor } from '$engine/simd/index';
import { bitsOf, blobs, buildOptions, firstWeights, flat, job } from './support/problems';

const spec = resolveModel(
  [
    { id: 'h1', type: 'dense', options: { units: 11, activation: 'swish' } },
    { id: 'd1', type: 'dropout', options: { rate: 0.25 } },
    { id: 'h2', type: 'dense', options: { units: 5, activation: 'tanh' } },
  ],
  [flat(6)],
  3,
);

/** Every network has its own seeds, rate, decay, penalties, clipping and class weights; network 3 has an absurd rate. */
const member = (k: number): BuildOptions =>
  buildOptions({
    optimizer: { rule: 'adamw', options: { beta1: 0.9 - k / 50, beta2: 0.999, epsilon: 1e-7, weightDecay: k / 100 } },
    dropoutSeed: 100 + k,
    l1: k === 2 ? 0.01 : 0,
    l2: k === 5 ? 0.02 : 0,
    clipNorm: k === 6 ? 0.05 : 0,
    ...(k === 7 && { classWeights: [0.5, 2, 1.25] }),
  });
const rate = (k: number) => (k === 3 ? 1e30 : 0.01 + k / 500);
const members = Array.from({ length: 8 }, (_, k) => k);

it('has the bits of each network alone, and none is poisoned by one that diverges', async () => {
  const executor = await createSimdExecutor();
  const data = await executor.load(blobs(45, 6, 3));
  const group = await executor.buildGroup(spec, members.map(member));
  for (const k of members) await group.members[k].setWeights(firstWeights(spec, k));
  const alive = new Set(members);
  const losses: number[][] = members.map(() => []);
  for (let epoch = 0; epoch < 4; epoch++) {
    const jobs = members.map((k) => (alive.has(k) ? job(data, 8, epoch, rate(k), k) : undefined));
    for (const [k, result] of (await group.trainEpoch(jobs)).entries()) {
      if (!result) continue;
      losses[k].push(result.loss);
      if (result.nonFinite) alive.delete(k);
    }
  }
  expect([...alive]).toEqual(members.filter((k) => k !== 3));
  for (const k of alive) {
    const alone = await executor.build(spec, member(k));
    await alone.setWeights(firstWeights(spec, k));
    const own: number[] = [];
    for (let epoch = 0; epoch < 4; epoch++) own.push((await alone.trainEpoch(job(data, 8, epoch, rate(k), k))).loss);
    expect(losses[k]).toEqual(own);
    expect(bitsOf(await group.members[k].getWeights())).toEqual(bitsOf(await alone.getWeights()));
    expect(bitsOf(await group.members[k].getOptimizerState())).toEqual(bitsOf(await alone.getOptimizerState()));
    const [grouped, single] = [await group.members[k].evaluate(data), await alone.evaluate(data)];
    expect(grouped).toEqual(single);
  }
});

it('refuses networks that do not share a plan', async () => {
  const executor = await createSimdExecutor();
  const other = buildOptions({ batchSize: 9 });
  await expect(executor.buildGroup(spec, [member(0), other])).rejects.toThrow(RangeError);
});
