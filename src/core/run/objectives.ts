// What a study aims at: one or several objectives, limits, or a weighted sum; and what each trial has reached of it.
// Beside validation metrics stand costs of the model. Costs follow from the model alone, except latency, which a clock
// measures: it is journaled with the trial, replayed on resume, and never part of a digest.
import type { ModelCost } from '../model/cost';
import type { Metrics, TrialRecord } from './types';

export type Direction = 'minimize' | 'maximize';

export interface CostDef {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
}

/** Everything about a trained model that is no metric of its predictions. Smaller is better. */
export const costDefs = [
  { name: 'parameters', label: 'Parameters', unit: '' },
  { name: 'bytes', label: 'Model size', unit: 'B' },
  { name: 'flops', label: 'Operations a row', unit: 'FLOP' },
  { name: 'memory', label: 'Memory a prediction', unit: 'B' },
  { name: 'latency', label: 'Latency', unit: 'ms' },
] as const satisfies readonly CostDef[];
export type CostName = (typeof costDefs)[number]['name'];
export const costNames = costDefs.map(({ name }) => name) as [CostName, ...CostName[]];

export const isCost = (metric: string): metric is CostName => (costNames as string[]).includes(metric);
/** Whether a clock measures it. */
export const isMeasured = (metric: string): boolean => metric === 'latency';

/** The costs that follow from the model: weights as float32, one row at a time. */
export const costMetrics = (cost: ModelCost): Record<Exclude<CostName, 'latency'>, number> => ({
  parameters: cost.parameters,
  bytes: 4 * cost.stored,
  flops: cost.flopsPerRow,
  memory: 4 * cost.stored + cost.activationBytesPerRow,
});

export interface Goal {
  readonly metric: string;
  readonly direction: Direction;
}
export interface Limit {
  readonly metric: string;
  readonly most?: number;
  readonly least?: number;
}
export interface Aims {
  /** The first is the study's own objective. */
  readonly goals: readonly Goal[];
  /** One per goal: they are summed to one value. Without: several goals make a Pareto front. */
  readonly weights?: readonly number[];
  readonly limits: readonly Limit[];
}

/** Of a tune step: null where it has one plain validation metric, as every study had before there were others. */
export function aimsOf(config: {
  readonly objective: Goal;
  readonly objectives?: readonly Goal[];
  readonly weights?: readonly number[];
  readonly limits?: readonly Limit[];
}): Aims | null {
  const { objective, objectives = [], weights, limits = [] } = config;
  if (objectives.length === 0 && limits.length === 0 && !weights && !isCost(objective.metric)) return null;
  const goals = [objective, ...objectives].map(({ metric, direction }) => ({ metric, direction }));
  return { goals, ...(weights && objectives.length > 0 ? { weights } : {}), limits };
}

/** Directions of a study that looks for a Pareto front; null for one with a single value. */
export const paretoDirections = (aims: Aims | null): readonly Direction[] | null =>
  aims && aims.goals.length > 1 && !aims.weights ? aims.goals.map(({ direction }) => direction) : null;

/** What the value of a study is called whose objectives are summed. */
export const weightedSum = 'weighted sum';

/** The goal that pruners judge by: the first that has a value after each epoch. */
export const judgedGoal = (aims: Aims): Goal => aims.goals.find(({ metric }) => !isCost(metric)) ?? aims.goals[0];

/** All metrics that must be known of a trial. */
export const neededMetrics = (aims: Aims): string[] => [
  ...new Set([...aims.goals, ...aims.limits].map(({ metric }) => metric)),
];

/** Whether what is tried, or what counts as best, depends on a clock: such a study cannot promise its bits. */
export const usesClock = (aims: Aims | null): boolean => aims !== null && neededMetrics(aims).some(isMeasured);

/** What a trial reached: all values, the single one that it is ranked by, and how far it breaks each limit (kept: 0 or less),
 *  relative to the limit. NaN where a metric is missing. */
export function reached(aims: Aims, metrics: Metrics, measured: Metrics = {}) {
  const of = (metric: string) => metrics[metric] ?? measured[metric] ?? NaN;
  const values = aims.goals.map(({ metric }) => of(metric));
  const { weights, goals } = aims;
  // All in the first goal's direction: those that run the other way count negative.
  const sum =
    weights &&
    values.reduce((total, value, i) => {
      const sign = goals[i].direction === goals[0].direction ? 1 : -1;
      return total + sign * (weights[i] ?? 0) * value;
    }, 0);
  const violations = aims.limits.map(({ metric, most, least }) => {
    const value = of(metric);
    if (Number.isNaN(value)) return NaN;
    const over = most === undefined ? -Infinity : (value - most) / (Math.abs(most) || 1);
    const under = least === undefined ? -Infinity : (least - value) / (Math.abs(least) || 1);
    return Math.max(over, under);
  });
  return { values, value: sum ?? values[0], violations };
}

/** How far a trial breaks its limits in all; 0 when it keeps them, or has none. */
export const violationOf = ({ violations }: Pick<TrialRecord, 'violations'>): number =>
  violations?.reduce((sum, v) => sum + Math.max(0, v), 0) ?? 0;

/** Values as costs, to be minimised. */
export const costsOf = (values: readonly number[], directions: readonly Direction[]): number[] =>
  values.map((value, m) => (directions[m] === 'maximize' ? -value : value));
