// A table as the problem of a search, and what a search of it came to: regret, or the volume that is not dominated yet.
import { hypervolume } from '../pareto/hypervolume';
import { Stream } from '../rng/stream';
import { pointKey } from '../space/points';
import type { ParamValues } from '../space/space';
import { freeParams, toUnit } from '../space/unitCube';
import type { Ended, Problem } from './search';
import type { ReplayTable } from './table';

/** Of a point that has no configuration: asked by a sampler that knows no missing points. */
const failed = { seen: null, truth: null };

export function problemOf(table: ReplayTable): Problem {
  const { space, values, byKey, size, epochs, nearest } = table;
  const early = values.flatMap((value, m) => (m > 0 && value.early ? [m] : []));
  return {
    space,
    directions: values.map(({ direction }) => direction),
    ...(epochs > 0 ? { epochs } : {}),
    ...(early.length > 0 ? { early } : {}),
    ...(nearest || byKey.size === size ? {} : { known: (point) => byKey.has(pointKey(point)) }),
    ...(nearest ? { nearest: nearestOf(table) } : {}),
    outcome: (point, seed, trial) => {
      const found = byKey.get(pointKey(point));
      if (!found) return failed;
      const { repeats, mean, curves } = found;
      const drawn = repeats.length > 1 ? Stream.of(seed, 'repeat', trial).below(repeats.length) : 0;
      const seen = repeats[drawn].every(Number.isFinite) ? repeats[drawn] : null;
      const curve = curves?.[Math.min(drawn, curves.length - 1)];
      return { seen, truth: seen && mean, ...(curve ? { curve } : {}) };
    },
  };
}

/** By the distance in the unit cube of the space, another choice or a missing setting counting 1. */
function nearestOf({ space, configurations }: ReplayTable): NonNullable<Problem['nearest']> {
  const axes = freeParams(space);
  const ordered = axes.map(({ domain }) => domain.kind !== 'choice' && domain.kind !== 'bool');
  const place = (point: ParamValues) =>
    axes.map(({ path, domain }) => (path in point ? toUnit(domain, point[path]) : NaN));
  const rows = configurations.map(({ params }) => ({ key: pointKey(params), params, at: place(params) }));
  return (point, had) => {
    const at = place(point);
    let [best, least] = [null as (typeof rows)[number] | null, Infinity];
    for (const row of rows) {
      if (had.has(row.key)) continue;
      let distance = 0;
      for (let i = 0; i < at.length && distance < least; i++) {
        const off = at[i] - row.at[i];
        if (Number.isNaN(off)) distance += Number.isNaN(at[i]) && Number.isNaN(row.at[i]) ? 0 : 1;
        else distance += ordered[i] ? off * off : off === 0 ? 0 : 1;
      }
      if (distance < least) [best, least] = [row, distance];
    }
    return best;
  };
}

/** Turns results into costs. */
const signsOf = ({ values }: Pick<ReplayTable, 'values'>) =>
  values.map(({ direction }) => (direction === 'minimize' ? 1 : -1));

/** The best configuration by the first result, and what it came to. */
export function bestOf(table: ReplayTable): { params: ParamValues; value: number } {
  const [sign] = signsOf(table);
  const known = table.configurations.flatMap(({ params, mean }) => (mean ? [{ params, value: mean[0] }] : []));
  return known.reduce((best, one) => (sign * one.value < sign * best.value ? one : best));
}

export interface Yardstick {
  /** What is measured, in words. */
  readonly what: string;
  /** Of the table: the best result; with several the volume that its front dominates. */
  readonly best: number;
  /** After each checkpoint, in trials or whole trainings. 0 is as good as the table gets. */
  regrets(trials: Iterable<Ended>, checkpoints: readonly number[]): number[];
}

export function yardstickOf(table: ReplayTable): Yardstick {
  const signs = signsOf(table);
  const costsOf = (results: readonly number[]) => results.map((value, m) => signs[m] * value);
  const all = table.configurations.flatMap(({ mean }) => (mean ? [costsOf(mean)] : []));
  const worst = signs.map((_sign, m) => all.reduce((most, cost) => Math.max(most, cost[m]), -Infinity));
  if (signs.length === 1) {
    const best = all.reduce((least, [cost]) => Math.min(least, cost), Infinity);
    return {
      what: `best ${table.values[0].column} of the trials so far, less the best in the table`,
      best: signs[0] * best,
      regrets: (trials, checkpoints) =>
        after(trials, checkpoints, [Infinity, worst[0]], ([lowest, truth], { seen, truth: own }) => {
          if (!seen || !own || signs[0] * seen[0] >= lowest) return [lowest, truth];
          return [signs[0] * seen[0], signs[0] * own[0]];
        }).map(([, truth]) => truth - best),
    };
  }
  const reference = worst;
  const whole = hypervolume(all, reference);
  return {
    what: 'share of the volume that the front of the table dominates (up to its worst results) still missing',
    best: whole,
    regrets: (trials, checkpoints) =>
      after<number[][]>(trials, checkpoints, [], (found, { truth }) =>
        truth ? [...found, costsOf(truth)] : found,
      ).map((found) => (whole > 0 ? 1 - hypervolume(found, reference) / whole : 0)),
  };
}

/** The state after everything that ended within each checkpoint. */
function after<State>(
  trials: Iterable<Ended>,
  checkpoints: readonly number[],
  start: State,
  learn: (state: State, trial: Ended) => State,
): State[] {
  const states: State[] = [];
  let state = start;
  // Sums of shares of trainings are not exact.
  const within = (spent: number) => spent <= checkpoints[states.length] + 1e-9;
  for (const trial of trials) {
    while (states.length < checkpoints.length && !within(trial.spent)) states.push(state);
    if (states.length === checkpoints.length) break;
    state = learn(state, trial);
  }
  while (states.length < checkpoints.length) states.push(state);
  return states;
}

/** The best results that can be expected of so many independent draws: the mean of the smallest regret of all samples. */
export function chanceRegret(regrets: readonly number[], trials: number): number {
  const sorted = [...regrets].sort((a, b) => a - b);
  const n = sorted.length;
  // The smallest is number k or beyond with chance ((n - k) / n) ^ trials.
  const beyond = (k: number) => ((n - k) / n) ** trials;
  return sorted.reduce((sum, regret, k) => sum + regret * (beyond(k) - beyond(k + 1)), 0);
}
