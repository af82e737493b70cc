// The volume that a set of points dominates up to a reference point: two costs by a sweep, more by WFG (While, Bradstreet &
// Barone 2012, IEEE TEC 16). And the greedy subset with the largest volume (Guerreiro, Fonseca & Paquete 2016, Evolutionary
// Computation 24), which splits the good from the rest in TPE with several objectives. Costs are to be minimised.
import { frontsOf } from './fronts';
import { GrowingVolume, volumeOf } from './volume';

type Costs = readonly (readonly number[])[];

/** 0 without points inside; Infinity where the reference point is not finite. */
export function hypervolume(costs: Costs, reference: readonly number[]): number {
  if (costs.length === 0) return 0;
  if (!reference.every(Number.isFinite)) return Infinity;
  const inside = costs.filter((cost) => cost.every((x, m) => x <= reference[m]));
  return reference.length === 2 ? sweep(inside, reference) : volumeOf(inside, reference);
}

/** Of two costs, by the first. */
function sweep(costs: Costs, [x, y]: readonly number[]): number {
  const sorted = [...costs].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let volume = 0;
  let top = y;
  let least = Infinity;
  for (const [a, b] of sorted) {
    // Beaten by one before it, or equal to it.
    if (b >= least) continue;
    least = b;
    volume += (x - a) * (top - b);
    top = b;
  }
  return volume;
}

const box = (cost: readonly number[], reference: readonly number[]) =>
  cost.reduce((product, x, m) => product * (reference[m] - x), 1);

/** Optuna's reference point: a tenth beyond the worst of each cost. */
export function referencePoint(costs: Costs): number[] {
  const worst = costs[0].map((_, m) => costs.reduce((most, cost) => Math.max(most, cost[m]), -Infinity));
  return worst.map((x) => Math.max(1.1 * x, 0.9 * x) || 1e-12);
}

/** Numbers of the `count` points whose joint volume is largest, chosen greedily one at a time. */
export function hypervolumeSubset(costs: Costs, count: number, reference: readonly number[]): number[] {
  if (count >= costs.length) return costs.map((_, i) => i);
  const first = new Map<string, number>();
  costs.forEach((cost, i) => {
    if (!first.has(cost.join())) first.set(cost.join(), i);
  });
  const distinct = [...first.values()].sort((i, j) => {
    for (let m = 0; m < reference.length; m++) if (costs[i][m] !== costs[j][m]) return costs[i][m] - costs[j][m];
    return 0;
  });
  if (distinct.length < count) {
    const others = costs.flatMap((_, i) => (distinct.includes(i) ? [] : [i]));
    return [...distinct, ...others.slice(0, count - distinct.length)].sort((a, b) => a - b);
  }
  if (!reference.every(Number.isFinite)) return distinct.slice(0, count);
  if (distinct.length === count) return distinct;
  const left = distinct.map((i, place) => ({ i, place, bound: box(costs[i], reference) }));
  const order = [...left];
  const chosen: number[] = [];
  const grown = growing(
    distinct.map((i) => costs[i]),
    reference,
  );
  let volume = 0;
  while (chosen.length < count) {
    if (chosen.length > 0) refresh(order, (i) => grown.with(costs[i]) - volume);
    let best = 0;
    for (let k = 1; k < left.length; k++) if (left[k].bound > left[best].bound) best = k;
    volume += left[best].bound;
    chosen.push(left[best].i);
    grown.add(costs[left[best].i]);
    order.splice(order.indexOf(left[best]), 1);
    left.splice(best, 1);
  }
  return chosen;
}

interface Left {
  readonly i: number;
  readonly place: number;
  bound: number;
}

/**
 * What each point left would add. A bound from before is still one, so points that cannot win are not worked out. `order`: by what
 * they added before, which is nearly that of now.
 */
function refresh(order: Left[], adds: (i: number) => number): void {
  const known = order.every(({ bound }) => !Number.isNaN(bound));
  order.sort(known ? (a, b) => b.bound - a.bound || a.place - b.place : (a, b) => a.place - b.place);
  // Volumes too large for a number are no order.
  if (!known) order.sort((a, b) => b.bound - a.bound);
  let most = -Infinity;
  for (const one of order) {
    if (one.bound < most) {
      if (known) break;
      continue;
    }
    one.bound = adds(one.i);
    most = Math.max(most, one.bound);
  }
}

/** The volume of a set that grows: three costs on a front piece by piece, others as a whole. */
function growing(distinct: Costs, reference: readonly number[]): Pick<GrowingVolume, 'with' | 'add'> {
  const inside = distinct.every((cost) => cost.every((x, m) => Number.isFinite(x) && x <= reference[m]));
  if (reference.length === 3 && inside && isFront(distinct)) return new GrowingVolume(reference);
  const picked: (readonly number[])[] = [];
  return {
    with: (cost) => hypervolume([...picked, cost], reference),
    add: (cost) => void picked.push(cost),
  };
}

/** Whether none of these distinct points beats another. */
const isFront = (distinct: Costs): boolean => frontsOf(distinct, 1).every((rank) => rank === 0);
