// Which of many trials go on where they are compared by several costs: whole fronts of non-dominated points, and of the
// front that does not fit as a whole the points that lie farthest apart. MO-ASHA (Schmucker, Donini, Zafar, Salinas &
// Archambeau 2021, arXiv 2106.12639) sorts a rung so; the order within a front is Clarkson's greedy net (2005,
// "Nearest-neighbor searching and metric space dimensions"). Costs are to be minimised.
import { frontsOf } from './fronts';

type Costs = readonly (readonly number[])[];

/** Numbers of the best `count` points, best first. A point with a cost that is no finite number is never among them. */
export function leading(costs: Costs, count: number): number[] {
  const known = costs.flatMap((cost, i) => (cost.every(Number.isFinite) ? [i] : []));
  const ranks = frontsOf(
    known.map((i) => costs[i]),
    count,
  );
  const fronts: number[][] = [];
  ranks.forEach((rank, k) => (fronts[rank] ??= []).push(known[k]));
  const chosen: number[] = [];
  for (const front of fronts) {
    if (chosen.length >= count) break;
    chosen.push(...spread(front, costs, count - chosen.length));
  }
  return chosen;
}

/** Whether a point would be among the best `count` of itself and the others; one that ties with one of them is. */
export function isLeading(cost: readonly number[], others: Costs, count: number): boolean {
  const all = [...others, cost];
  return leading(all, count).some((i) => all[i].every((x, m) => x === cost[m]));
}

/** The points that decide what `isLeading` says of any further one: the fronts that hold the best `count`. */
export function contenders(costs: Costs, count: number): number[] {
  const known = costs.flatMap((cost, i) => (cost.every(Number.isFinite) ? [i] : []));
  const ranks = frontsOf(
    known.map((i) => costs[i]),
    count,
  );
  const sizes: number[] = [];
  for (const rank of ranks) sizes[rank] = (sizes[rank] ?? 0) + 1;
  let deepest = 0;
  for (let held = sizes[0] ?? 0; held < count && deepest + 1 < sizes.length; held += sizes[++deepest]);
  return known.filter((_i, k) => ranks[k] <= deepest);
}

/** The best by the first cost, then always the one farthest from all before it, with each cost scaled to its range in the front. */
function spread(front: readonly number[], costs: Costs, count: number): number[] {
  const first = [...front].sort((i, j) => compare(costs[i], costs[j]) || i - j);
  const scales = costs[first[0]].map((_, m) => {
    const values = first.map((i) => costs[i][m]);
    return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b)) || 1;
  });
  const apart = (i: number, j: number) =>
    scales.reduce((sum, scale, m) => sum + ((costs[i][m] - costs[j][m]) / scale) ** 2, 0);
  const chosen = [first[0]];
  const left = first.slice(1).map((i) => ({ i, gap: apart(i, first[0]) }));
  while (chosen.length < count && left.length > 0) {
    let far = 0;
    for (let k = 1; k < left.length; k++) if (left[k].gap > left[far].gap) far = k;
    const [{ i }] = left.splice(far, 1);
    chosen.push(i);
    for (const one of left) one.gap = Math.min(one.gap, apart(one.i, i));
  }
  return chosen;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let m = 0; m < a.length; m++) if (a[m] !== b[m]) return a[m] - b[m];
  return 0;
}
