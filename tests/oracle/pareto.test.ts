// Fronts, crowding, elites, hypervolumes, greedy subsets and the split of TPE with several objectives, against Optuna 5.0.0
// (optuna_pareto.py).
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { crowding, elite } from '$core/pareto/elite';
import { constrainedFronts, frontsOf } from '$core/pareto/fronts';
import { hypervolume, hypervolumeSubset, referencePoint } from '$core/pareto/hypervolume';
import { split } from '$core/samplers/tpe/split';
import { logCdf } from '$core/samplers/tpe/truncatedNormal';

interface Case {
  costs: number[][];
  penalty: number[];
  ranks: number[];
  constrained: number[];
  reference: number[];
  hypervolume: number;
  beyond: number;
  front: number[];
  /** Of the front, half of it. */
  subset: number[];
  /** null: infinite. */
  crowding: (number | null)[];
  elite: number[];
}
interface SplitCase {
  directions: ('minimize' | 'maximize')[];
  values: number[][];
  count: number;
  good: number[];
}
const golden = JSON.parse(readFileSync(new URL('./optuna/pareto.json', import.meta.url), 'utf8')) as {
  cases: Case[];
  splits: SplitCase[];
  logPi: [number, number][];
};
const close = (actual: number, expected: number) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-8 * Math.max(1, Math.abs(expected)));

describe.each(golden.cases.map((one, i) => [`${one.costs[0].length} costs, case ${i}`, one] as const))(
  '%s',
  (_, one) => {
    test('fronts, with and without limits', () => {
      expect([...frontsOf(one.costs)]).toEqual(one.ranks);
      expect([...constrainedFronts(one.costs, one.penalty)]).toEqual(one.constrained);
    });
    test('crowding and the elite of a generation', () => {
      const { distance } = crowding(one.costs);
      one.crowding.forEach((expected, i) => {
        if (expected !== null) close(distance[i], expected);
        else expect(distance[i]).toBe(Infinity);
      });
      expect(
        elite(
          one.costs,
          one.costs.map(() => 0),
          15,
        ),
      ).toEqual(one.elite);
    });
    test('hypervolume and the subset with the largest', () => {
      const reference = referencePoint(one.costs);
      reference.forEach((x, m) => close(x, one.reference[m]));
      close(hypervolume(one.costs, reference), one.hypervolume);
      close(
        hypervolume(
          one.costs,
          reference.map(() => 0.7),
        ),
        one.beyond,
      );
      const front = one.front.map((i) => one.costs[i]);
      const subset = hypervolumeSubset(front, one.subset.length, one.reference).map((k) => one.front[k]);
      expect(subset).toEqual(one.subset);
    });
  },
);

test.each(golden.splits.map((one) => [`${one.count} of ${one.values.length}, ${one.directions.join()}`, one] as const))(
  'the split of TPE: %s',
  (_, { directions, values, count, good }) => {
    const trials = values.map((all, index) => ({
      index,
      params: { x: index },
      state: 'done' as const,
      value: all[0],
      values: all,
    }));
    expect(split(trials, directions[0], count, directions).good.map(({ x }) => x)).toEqual(good);
  },
);

test('the log of a chance of keeping a limit', () => {
  for (const [z, expected] of golden.logPi) close(logCdf(z), expected);
});
