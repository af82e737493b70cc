// Nested cross-validation as one study: a search of its own within every outer fold, and then what it chose, trained on
// all of the fold's training rows and judged on the fold (Varma & Simon 2006, Cawley & Talbot 2010). With O outer folds
// and T trials each, trial t of fold o is number t * O + o of the run, and the judged one of fold o is number T * O + o. The search
// of a fold sees the trials of that fold alone, as many as it would see by itself at its own width.
import type { Values } from '../fields/field';
import { keeps, type Condition } from '../space/constraint';
import { enqueuedPoint } from '../space/enqueue';
import { pointKey, samplePoint } from '../space/points';
import type { ParamValues, Space } from '../space/space';
import type { Ask, PastTrial, SamplerDef } from '../samplers/sampler';
import type { Direction } from '../run/leaderboard';
import { pointOf } from './work';

export interface NestedSearch {
  readonly space: Space;
  readonly constraints: readonly Condition[];
  readonly enqueue: readonly ParamValues[];
  readonly sampler: SamplerDef;
  readonly options: Values<SamplerDef['fields']>;
  readonly direction: Direction;
  readonly trials: number;
  readonly width: number;
  /** Outer folds. */
  readonly outer: number;
}

/** Trials of the search within one outer fold: fewer than asked for where the space has no more points. */
export function innerTrials({ space, constraints, enqueue, sampler, options, trials }: NestedSearch): number {
  const allowed = constraints.length > 0 ? (point: ParamValues) => keeps(constraints, point) : undefined;
  const beside = sampler.type === 'grid' ? enqueue.length : 0;
  return Math.min(trials, sampler.points(space, options, allowed) + beside);
}

export function nestedSampler(search: NestedSearch): SamplerDef {
  const { sampler, outer, width } = search;
  const trials = innerTrials(search);
  const total = trials * outer;
  const allowed =
    search.constraints.length + search.enqueue.length > 0
      ? (point: ParamValues) => keeps(search.constraints, point)
      : undefined;
  return {
    type: 'nested',
    label: `Nested ${sampler.label}`,
    summary: sampler.summary,
    fields: {},
    usesResults: true,
    ...(sampler.limits ? { limits: true } : {}),
    points: () => total + outer,
    check: () => null,
    sees: (index) => (index >= total ? total : outer * Math.max(0, Math.floor(index / outer) - width + 1)),
    ask: (ask) => {
      const fold = ask.index % outer;
      const known = ask.trials.filter(({ params }) => params.outer === fold && !('chosen' in params));
      if (ask.index >= total) return { outer: fold, ...judgedPoint(known, search.direction, outer) };
      const t = Math.floor(ask.index / outer);
      return { outer: fold, try: t, ...askInner(search, { ...ask, index: t }, known, fold, trials, allowed) };
    },
  };
}

function askInner(
  { space, sampler, options, enqueue, outer }: NestedSearch,
  /** Numbered within its fold. */
  ask: Ask,
  known: readonly PastTrial[],
  fold: number,
  trials: number,
  allowed: Ask['allowed'],
): ParamValues {
  const { index } = ask;
  if (index < enqueue.length) {
    const given = enqueuedPoint(space, enqueue[index], ask.rng.split('enqueue'), allowed ?? (() => true));
    if (given) return given;
  }
  const past = known.map((trial) => ({ ...trial, index: innerIndex(trial, outer), params: pointOf(trial.params) }));
  const pending = ask.pending.filter((params) => params.outer === fold).map(pointOf);
  const point = sampler.ask({
    space,
    index,
    trials: sampler.usesResults ? past : [],
    pending: sampler.usesResults ? pending : [...past.map(({ params }) => params), ...pending],
    seen: new Set([...past.map(({ params }) => params), ...pending].map(pointKey)),
    ...(allowed ? { allowed, given: enqueue.length } : {}),
    direction: ask.direction,
    budget: trials,
    rng: ask.rng,
    shared: ask.shared.split('outer', fold),
    options,
  });
  // One that finds nothing new tries something again: every fold has as many trials.
  return point ?? samplePoint(space, ask.rng.split('again'));
}

const innerIndex = ({ index }: PastTrial, outer: number): number => Math.floor(index / outer);

/** The best finished trial of a fold, of equals the earliest; -1 where none gave a value. */
export function judgedPoint(known: readonly PastTrial[], direction: Direction, outer: number): ParamValues {
  const sign = direction === 'minimize' ? 1 : -1;
  let best: PastTrial | null = null;
  for (const trial of known) {
    if (trial.state !== 'done' || trial.value === null || !Number.isFinite(trial.value)) continue;
    const broken = (trial.violation ?? 0) - (best?.violation ?? 0);
    if (!best || broken < 0 || (broken === 0 && sign * (trial.value - best.value!) < 0)) best = trial;
  }
  return best ? { chosen: innerIndex(best, outer), ...pointOf(best.params) } : { chosen: -1 };
}
