// Non-dominated sorting (Deb, Pratap, Agarwal & Meyarivan 2002, IEEE TEC 6), with limits as Optuna 5.0.0 has them
// (study/_multi_objective.py): points in order of their costs, each put onto the first front where nothing beats it, which
// bisection finds (Zhang, Tian, Cheng & Jin 2015, IEEE TEC 19). Costs are to be minimised and are numbers, not NaN.
import { dominates } from './domination';

type Cost = readonly number[];

/** By all costs in turn. */
export function compareCosts(a: Cost, b: Cost): number {
  for (let m = 0; m < a.length; m++) if (a[m] !== b[m]) return a[m] < b[m] ? -1 : 1;
  return 0;
}

/**
 * The front that each point lies on, from 0. With `enough`, ranks are exact for the best `enough` distinct points; all others
 * share the next rank. Equal points share a front.
 */
export function frontsOf(costs: readonly Cost[], enough = Infinity): Int32Array {
  const ranks = new Int32Array(costs.length);
  const sorted = costs.map((_, i) => i).sort((i, j) => compareCosts(costs[i], costs[j]));
  const fronts: Front[] = [];
  /** Distinct points on each. */
  const sizes: number[] = [];
  /** So many first fronts hold enough. */
  let last = Infinity;
  let held = 0;
  let before = -1;
  for (const i of sorted) {
    const cost = costs[i];
    if (before >= 0 && compareCosts(costs[before], cost) === 0) {
      ranks[i] = ranks[before];
      continue;
    }
    before = i;
    // What a front beats, all fronts before it beat too.
    let low = 0;
    let high = Math.min(last, fronts.length);
    while (low < high) {
      const middle = (low + high) >> 1;
      if (fronts[middle].beats(cost)) low = middle + 1;
      else high = middle;
    }
    ranks[i] = low;
    if (low === last) continue;
    if (low === fronts.length) {
      fronts.push(emptyFront(cost.length));
      sizes.push(0);
    }
    fronts[low].add(cost);
    sizes[low]++;
    held++;
    if (held < enough) continue;
    if (last === Infinity) last = fronts.length;
    while (held - sizes[last - 1] >= enough) held -= sizes[--last];
  }
  for (let i = 0; i < ranks.length; i++) if (ranks[i] > last) ranks[i] = last;
  return ranks;
}

/** Fronts where some points break limits: those stand behind all others, by their violation. */
export function constrainedFronts(costs: readonly (readonly number[])[], violations: readonly number[]): Int32Array {
  const ranks = new Int32Array(costs.length);
  const feasible = costs.flatMap((_, i) => (violations[i] > 0 ? [] : [i]));
  const own = frontsOf(feasible.map((i) => costs[i]));
  feasible.forEach((i, k) => (ranks[i] = own[k]));
  const start = own.reduce((most, rank) => Math.max(most, rank + 1), 0);
  const levels = [...new Set(violations.filter((v) => v > 0))].sort((a, b) => a - b);
  const level = new Map(levels.map((v, k) => [v, start + k]));
  costs.forEach((_, i) => violations[i] > 0 && (ranks[i] = level.get(violations[i])!));
  return ranks;
}

/** Points of one front, put there in order of their costs, and distinct: what comes later beats nothing that came before. */
interface Front {
  /** Whether one of them dominates a point that comes after all of them. */
  beats(cost: Cost): boolean;
  add(cost: Cost): void;
}

const emptyFront = (costs: number): Front => (costs === 2 ? new Newest() : costs === 3 ? new Stairs() : new All());

/** Of two costs: the newest has the smallest second one. */
class Newest implements Front {
  private least = NaN;
  beats = ([, y]: Cost): boolean => this.least <= y;
  add([, y]: Cost): void {
    this.least = y;
  }
}

/** Of three: of the second and third cost the corners that no other is below, the second ascending, the third falling. */
class Stairs implements Front {
  private readonly ys: number[] = [];
  private readonly zs: number[] = [];
  beats([, y, z]: Cost): boolean {
    const step = this.after(y, true) - 1;
    return step >= 0 && this.zs[step] <= z;
  }
  add([, y, z]: Cost): void {
    const { ys, zs } = this;
    const from = this.after(y, false);
    let to = from;
    while (to < zs.length && zs[to] >= z) to++;
    ys.splice(from, to - from, y);
    zs.splice(from, to - from, z);
  }
  /** The first step above y; or, without equal ones, the first not below it. */
  private after(y: number, equal: boolean): number {
    let low = 0;
    let high = this.ys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ys[middle] < y || (equal && this.ys[middle] === y)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

class All implements Front {
  private readonly costs: Cost[] = [];
  beats(cost: Cost): boolean {
    // The newest are the likeliest.
    for (let k = this.costs.length - 1; k >= 0; k--) if (dominates(this.costs[k], cost)) return true;
    return false;
  }
  add(cost: Cost): void {
    this.costs.push(cost);
  }
}
