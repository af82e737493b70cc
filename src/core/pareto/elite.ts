// Crowding, and the best of a population (Deb, Pratap, Agarwal & Meyarivan 2002, IEEE TEC 6), as Optuna 5.0.0 does them
// (nsgaii/_elite_population_selection_strategy.py). Costs are to be minimised.
import { constrainedFronts } from './fronts';

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
