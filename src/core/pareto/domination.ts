// Non-dominated sorting and crowding (Deb, Pratap, Agarwal & Meyarivan 2002, IEEE TEC 6), as Optuna 5.0.0 does them
// (study/_multi_objective.py, nsgaii/_elite_population_selection_strategy.py). Costs are to be minimised.

/** Whether a is at least as good everywhere and better somewhere. */
export function dominates(a: readonly number[], b: readonly number[]): boolean {
  let better = false;
  for (let m = 0; m < a.length; m++) {
    if (a[m] > b[m]) return false;
    if (a[m] < b[m]) better = true;
  }
  return better;
}

/** Constrained domination: feasible before infeasible, of infeasible the smaller violation, of feasible by cost. */
export function constrainedDominates(
  a: { readonly cost: readonly number[]; readonly violation: number },
  b: { readonly cost: readonly number[]; readonly violation: number },
): boolean {
  if (a.violation > 0 || b.violation > 0) return a.violation < b.violation;
  return dominates(a.cost, b.cost);
}

const byCost = (costs: readonly (readonly number[])[]) => (i: number, j: number) => {
  for (let m = 0; m < costs[i].length; m++) if (costs[i][m] !== costs[j][m]) return costs[i][m] < costs[j][m] ? -1 : 1;
  return 0;
};

/**
 * The front that each point lies on, from 0. With `enough`, ranks are exact for the best `enough` distinct points; all others
 * share the next rank. Equal points share a front.
 */
export function frontsOf(costs: readonly (readonly number[])[], enough = Infinity): Int32Array {
  const ranks = new Int32Array(costs.length);
  const compare = byCost(costs);
  const sorted = costs.map((_, i) => i).sort(compare);
  // Sorted like this, no later point dominates an earlier one; equal points stand together.
  const groups: number[][] = [];
  for (const i of sorted) {
    const last = groups.at(-1);
    if (last && compare(last[0], i) === 0) last.push(i);
    else groups.push([i]);
  }
  let left = groups;
  let placed = 0;
  for (let rank = 0; left.length > 0; rank++) {
    if (placed >= enough) {
      for (const group of left) for (const i of group) ranks[i] = rank;
      break;
    }
    const front: number[][] = [];
    const rest: number[][] = [];
    for (const group of left) {
      if (isDominated(group[0], front, costs)) rest.push(group);
      else front.push(group);
    }
    for (const group of front) for (const i of group) ranks[i] = rank;
    placed += front.length;
    left = rest;
  }
  return ranks;
}

/** Of two costs only the newest point of the front can dominate: its second cost is the smallest so far. */
function isDominated(i: number, front: readonly number[][], costs: readonly (readonly number[])[]): boolean {
  if (front.length === 0) return false;
  if (costs[i].length <= 2) return dominates(costs[front[front.length - 1][0]], costs[i]);
  return front.some(([j]) => dominates(costs[j], costs[i]));
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

/** Crowding distance of each point among the others, and the order of the points that Optuna leaves behind: last sorted by the
 *  last value. A value that all share adds nothing. */
export function crowding(values: readonly (readonly number[])[]): { distance: Float64Array; order: number[] } {
  const distance = new Float64Array(values.length);
  let order = values.map((_, i) => i);
  for (let m = 0; m < (values[0]?.length ?? 0); m++) {
    order = [...order].sort((i, j) => (values[i][m] < values[j][m] ? -1 : values[i][m] > values[j][m] ? 1 : 0));
    const at = (k: number) => (k < 0 ? -Infinity : k >= order.length ? Infinity : values[order[k]][m]);
    if (at(0) === at(order.length - 1)) continue;
    const finite = order.map((i) => values[i][m]);
    const low = finite.find((x) => x !== -Infinity) ?? Infinity;
    const high = finite.findLast((x) => x !== Infinity) ?? -Infinity;
    const width = high - low > 0 ? high - low : 1;
    order.forEach((i, k) => {
      const gap = at(k - 1) === at(k + 1) ? 0 : at(k + 1) - at(k - 1);
      distance[i] += gap / width;
    });
  }
  return { distance, order };
}

/** The best `count` points: whole fronts, then the least crowded of the next. Numbers, in Optuna's order. */
export function elite(
  costs: readonly (readonly number[])[],
  violations: readonly number[],
  count: number,
  values: readonly (readonly number[])[] = costs,
): number[] {
  const ranks = constrainedFronts(costs, violations);
  const fronts: number[][] = [];
  ranks.forEach((rank, i) => (fronts[rank] ??= []).push(i));
  const chosen: number[] = [];
  for (const front of fronts) {
    if (!front) continue;
    if (chosen.length + front.length < count) {
      chosen.push(...front);
      continue;
    }
    const { distance, order } = crowding(front.map((i) => values[i]));
    const least = order.sort((a, b) => distance[a] - distance[b]).reverse();
    chosen.push(...least.slice(0, count - chosen.length).map((k) => front[k]));
    break;
  }
  return chosen;
}
