// What a study with several objectives comes to: the front that it found, how much of the room between worst and best it
// covers, and the trial at its knee. Of trials that keep the limits.
import { frontsOf } from '../pareto/fronts';
import { hypervolume } from '../pareto/hypervolume';
import { figure } from './figure';
import { costsOf, violationOf, type Goal } from './objectives';
import type { TrialRecord } from './types';

type Valued = TrialRecord & { readonly values: readonly number[] };

/** One to three sentences; none where no trial has all values. `nameOf`: what an objective is called. */
export function frontSentences(
  trials: readonly TrialRecord[],
  goals: readonly Goal[],
  nameOf: (metric: string) => string,
): string[] {
  const whole = trials.filter(
    (one): one is Valued =>
      one.state === 'done' && one.values?.length === goals.length && one.values.every(Number.isFinite),
  );
  if (whole.length === 0) return ['No trial has all objectives.'];
  const kept = whole.filter((one) => violationOf(one) === 0);
  if (kept.length === 0) return ['No trial keeps the limits.'];
  const directions = goals.map(({ direction }) => direction);
  const costs = kept.map(({ values }) => costsOf(values, directions));
  const ranks = frontsOf(costs, 1);
  const front = kept.flatMap((one, i) => (ranks[i] === 0 ? [{ one, cost: costs[i] }] : []));
  const ends = goals.map(({ metric }, m) => {
    const best = front.reduce((a, b) => (b.cost[m] < a.cost[m] ? b : a)).one;
    return `${nameOf(metric)} ${figure(best.values[m])} (trial ${best.index})`;
  });
  const stand = `${kept.length === 1 ? 'trial' : 'trials'} ${front.length === 1 ? 'stands' : 'stand'}`;
  const sentences = [
    `${figure(front.length)} of ${figure(kept.length)} ${stand} on the front; the best of each: ${listed(ends)}.`,
  ];

  const low = goals.map((_, m) => costs.reduce((least, cost) => Math.min(least, cost[m]), Infinity));
  const high = goals.map((_, m) => costs.reduce((most, cost) => Math.max(most, cost[m]), -Infinity));
  if (high.every((top, m) => top > low[m])) {
    const scaled = front.map(({ cost }) => cost.map((x, m) => (x - low[m]) / (high[m] - low[m])));
    const volume = hypervolume(
      scaled,
      goals.map(() => 1),
    );
    sentences.push(
      `The front dominates ${Math.round(100 * volume)} % of the box between the worst and the best value of each objective (hypervolume).`,
    );
  }
  return [...sentences, ...knee(front, goals, nameOf)];
}

interface Point {
  readonly one: Valued;
  readonly cost: readonly number[];
}

/**
 * The point of the front that lies furthest before the plane through its ends, each objective scaled to the front (Das 1999,
 * Structural Optimization 18: the knee by normal-boundary intersection). None where the front does not bulge.
 */
function knee(front: readonly Point[], goals: readonly Goal[], nameOf: (metric: string) => string): string[] {
  if (front.length < 3) return [];
  const low = goals.map((_, m) => front.reduce((least, { cost }) => Math.min(least, cost[m]), Infinity));
  const high = goals.map((_, m) => front.reduce((most, { cost }) => Math.max(most, cost[m]), -Infinity));
  if (high.some((top, m) => top === low[m])) return [];
  const before = ({ cost }: Point) => 1 - cost.reduce((sum, x, m) => sum + (x - low[m]) / (high[m] - low[m]), 0);
  const best = front.reduce((a, b) => (before(b) > before(a) ? b : a));
  if (!(before(best) > 0.05)) return [];
  const values = goals.map(({ metric }, m) => `${nameOf(metric)} ${figure(best.one.values[m])}`);
  return [
    `Its knee, where giving up a little of one gains most of another, is trial ${best.one.index}: ${listed(values)}.`,
  ];
}

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;
