// Ranks, crowding, elites, hypervolumes, subsets and the split of TPE on random sets of points with two to four costs, against
// Optuna 5.0.0 and pymoo (fixtures by fronts_random.py): ties, repeated points, a cost that all share, infinite costs, whole fronts.
import { describe, expect, test } from 'vitest';
import { crowding, elite } from '$core/pareto/elite';
import { constrainedFronts, frontsOf } from '$core/pareto/fronts';
import { hypervolume, hypervolumeSubset, referencePoint } from '$core/pareto/hypervolume';
import { split } from '$core/samplers/tpe/split';
import goldenText from './pymoo/fronts.json?raw';

type Number = number | 'inf' | '-inf';
interface Case {
  readonly kind: string;
  readonly costs: Number[][];
  readonly directions: ('minimize' | 'maximize')[];
  readonly ranks: number[];
  readonly penalty: number[];
  readonly constrained: number[];
  readonly crowding: Number[];
  /** So many are chosen. */
  readonly count: number;
  readonly elite: number[];
  /** By TPE. */
  readonly good?: number[];
  /** Where all costs are finite. */
  readonly reference?: number[];
  readonly hypervolume?: number;
  /** Up to 0.4 of each cost. */
  readonly within?: number;
  /** Of the first front, half of it. */
  readonly subset?: number[];
}
const { cases } = JSON.parse(goldenText) as { cases: Case[] };
const numberOf = (x: Number): number => (x === 'inf' ? Infinity : x === '-inf' ? -Infinity : x);
function close(got: number, expected: number, what: string) {
  if (Number.isFinite(expected))
    expect(Math.abs(got - expected), what).toBeLessThan(1e-8 * Math.max(1, Math.abs(expected)));
  else expect(got, what).toBe(expected);
}

describe.each(cases.map((one) => [one.costs[0].length, one.kind, one.costs.length, one] as const))(
  '%d costs, %s, %d points',
  (m, _kind, _n, one) => {
    const costs = one.costs.map((cost) => cost.map(numberOf));
    const values = costs.map((cost) => cost.map((x, k) => (one.directions[k] === 'maximize' ? -x : x)));

    test('ranks, with and without limits', () => {
      expect([...frontsOf(costs)]).toEqual(one.ranks);
      expect([...constrainedFronts(costs, one.penalty)]).toEqual(one.constrained);
    });

    test('crowding, and the elite of a generation', () => {
      const { distance } = crowding(costs);
      one.crowding.forEach((expected, i) => close(distance[i], numberOf(expected), `crowding of ${i}`));
      const kept = costs.map(() => 0);
      expect(elite(costs, kept, one.count, values)).toEqual(one.elite);
    });

    test.runIf(one.good)('the split of TPE', () => {
      const trials = values.map(
        (all, index) => ({ index, params: { x: index }, state: 'done', value: all[0], values: all }) as const,
      );
      const { good } = split(trials, one.directions[0], one.good!.length, one.directions);
      expect(good.map(({ x }) => x)).toEqual(one.good);
    });

    test.runIf(one.reference)('hypervolume, and the half of the front with the largest', () => {
      const reference = referencePoint(costs);
      reference.forEach((x, k) => close(x, one.reference![k], `reference ${k}`));
      close(hypervolume(costs, reference), one.hypervolume!, 'hypervolume');
      close(hypervolume(costs, new Array<number>(m).fill(0.4)), one.within!, 'within 0.4');
      const front = one.ranks.flatMap((rank, i) => (rank === 0 ? [i] : []));
      const subset = hypervolumeSubset(
        front.map((i) => costs[i]),
        one.subset!.length,
        one.reference!,
      );
      expect(subset.map((k) => front[k])).toEqual(one.subset);
    });
  },
);
