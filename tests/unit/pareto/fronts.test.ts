// Fronts and volumes against their definitions, worked out plainly: the same ranks, and of volumes the same bits.
import { expect, test, vi } from 'vitest';
import { dominates } from '$core/pareto/domination';
import { frontsOf } from '$core/pareto/fronts';
import { hypervolume, hypervolumeSubset, referencePoint } from '$core/pareto/hypervolume';
import { GrowingVolume } from '$core/pareto/volume';
import { Stream } from '$core/rng/stream';

type Costs = readonly (readonly number[])[];

/** Front after front is peeled off; once enough distinct points have a rank, all others share the next. */
function peeled(costs: Costs, enough = Infinity): number[] {
  const ranks = costs.map(() => -1);
  const placed = new Set<string>();
  for (let rank = 0; ranks.includes(-1); rank++) {
    const left = costs.flatMap((_, i) => (ranks[i] < 0 ? [i] : []));
    const front = placed.size >= enough ? left : left.filter((i) => !left.some((j) => dominates(costs[j], costs[i])));
    for (const i of front) {
      ranks[i] = rank;
      placed.add(costs[i].join());
    }
  }
  return ranks;
}

/** WFG as it is defined, on lists. */
function plainVolume(costs: Costs, reference: readonly number[]): number {
  const seen = new Set<string>();
  const ranks = peeled(costs);
  const front = costs.filter((cost, i) => ranks[i] === 0 && !seen.has(cost.join()) && seen.add(cost.join()));
  front.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let volume = 0;
  front.forEach((cost, i) => {
    const box = cost.reduce((product, x, m) => product * (reference[m] - x), 1);
    const after = front.slice(i + 1).map((other) => other.map((x, m) => Math.max(x, cost[m])));
    volume += after.length === 0 ? box : box - plainVolume(after, reference);
  });
  return volume;
}

/** Every second set is of few whole numbers, so that many are alike. */
const drawn = (seed: number, count: number, costs: number): Costs => {
  const rng = Stream.of(seed, 'costs', costs);
  return Array.from({ length: count }, () =>
    Array.from({ length: costs }, () => (seed % 2 === 0 ? rng.below(5) : rng.normal())),
  );
};
const dimensions = [1, 2, 3, 4, 5];

test.each(dimensions)('%d costs: every point on its front, and with enough of them no further', (costs) => {
  for (let seed = 0; seed < 12; seed++) {
    const points = drawn(seed, 80, costs);
    expect([...frontsOf(points)]).toEqual(peeled(points));
    for (const enough of [1, 2, 7, 30, 79, 200]) expect([...frontsOf(points, enough)]).toEqual(peeled(points, enough));
  }
});

test.each([3, 4, 5])('%d costs: volumes have the bits of the plain recursion', (costs) => {
  for (let seed = 0; seed < 12; seed++) {
    const points = drawn(seed, costs === 3 ? 40 : 14, costs);
    const reference = referencePoint(points);
    expect(hypervolume(points, reference)).toBe(plainVolume(points, reference));
  }
});

test('2 costs: the volume is the sum of the steps, equal and beaten points adding nothing', () => {
  const front = [
    [1, 4],
    [2, 2],
    [4, 1],
  ];
  expect(hypervolume(front, [5, 5])).toBe(4 + 3 * 2 + 1);
  expect(hypervolume([[2, 2], [3, 3], [2, 4], [6, 0], ...front], [5, 5])).toBe(11);
});

test('nothing to sort', () => {
  expect(frontsOf([])).toHaveLength(0);
  expect([...frontsOf([[3, 1]], 1)]).toEqual([0]);
});

/** The greedy subset as it is defined, with every volume of the whole set. Contributions from before bound later ones. */
function plainSubset(costs: Costs, count: number, reference: readonly number[]): number[] {
  const left = costs
    .map((cost, i) => ({ i, bound: cost.reduce((product, x, m) => product * (reference[m] - x), 1) }))
    .sort((a, b) => costs[a.i][0] - costs[b.i][0] || costs[a.i][1] - costs[b.i][1] || costs[a.i][2] - costs[b.i][2]);
  const chosen: number[] = [];
  let volume = 0;
  while (chosen.length < count) {
    let most = -Infinity;
    for (const one of chosen.length > 0 ? [...left].sort((a, b) => b.bound - a.bound) : []) {
      if (one.bound < most) continue;
      one.bound = hypervolume([...chosen.map((i) => costs[i]), costs[one.i]], reference) - volume;
      most = Math.max(most, one.bound);
    }
    const best = left.reduce((a, b) => (b.bound > a.bound ? b : a));
    volume += best.bound;
    chosen.push(best.i);
    left.splice(left.indexOf(best), 1);
  }
  return chosen;
}

/** A front of three costs; of few whole numbers every second time, with many ties. */
function front(seed: number, count: number): Costs {
  const rng = Stream.of(seed, 'front');
  const points = Array.from({ length: count }, () => {
    const [x, y] = seed % 2 === 0 ? [rng.below(12), rng.below(12)] : [rng.uniform(), rng.uniform()];
    return [x, y, seed % 2 === 0 ? 24 - x - y : (1 - x) * (1 - y) + 0.1 * rng.uniform()];
  });
  const ranks = frontsOf(points);
  const seen = new Set<string>();
  return points.filter((point, i) => ranks[i] === 0 && !seen.has(point.join()) && seen.add(point.join()));
}

test('three costs: a set that grows has the bits of the volume of the whole, with each further point', () => {
  for (let seed = 0; seed < 12; seed++) {
    const points = front(seed, 50);
    const reference = referencePoint(points);
    const grown = new GrowingVolume(reference);
    for (const [k, point] of points.entries()) {
      const picked = points.slice(0, k);
      for (const next of points.slice(k)) expect(grown.with(next)).toBe(hypervolume([...picked, next], reference));
      grown.add(point);
    }
  }
});

test('three costs: the subset is the same as with every volume worked out, which none is', () => {
  for (let seed = 0; seed < 12; seed++) {
    const points = front(seed, 60);
    const reference = referencePoint(points);
    for (const count of [1, 2, 9, points.length - 1]) {
      const grows = vi.spyOn(GrowingVolume.prototype, 'add');
      expect(hypervolumeSubset(points, count, reference)).toEqual(plainSubset(points, count, reference));
      expect(grows).toHaveBeenCalledTimes(count);
      grows.mockRestore();
    }
  }
});
