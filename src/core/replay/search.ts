// One search of one sampler or strategy on a problem whose results are known, trial by trial: a study as the product runs
// it, but that a trial takes no time. Where there are learning curves a pruner ends trials early, and what counts is the
// epochs spent.
import { judgesBySeveral, type PrunerChoice } from '../pruners/registry';
import { endsTrial } from '../run/judge';
import { Study, type Asked } from '../run/study';
import type { EpochPoint, TrialRecord } from '../run/types';
import type { SamplerDef } from '../samplers/sampler';
import type { ParamValues, Space } from '../space/space';

type Direction = 'minimize' | 'maximize';

/** What a trial comes to. */
export interface Outcome {
  /** What the search is told of each result; null: it failed. */
  readonly seen: readonly number[] | null;
  /** The same without noise; null: it failed. */
  readonly truth: readonly number[] | null;
  /** The first result after each epoch, with noise; NaN where training broke down. */
  readonly curve?: Float64Array;
}

export interface Problem {
  readonly space: Space;
  /** Of each result. */
  readonly directions: readonly Direction[];
  /** Of every whole curve; missing: there are no curves. */
  readonly epochs?: number;
  /** Numbers of the results that are known before a training; the first is known by its curve. */
  readonly early?: readonly number[];
  /** Points that have an outcome; missing: all. */
  readonly known?: (point: ParamValues) => boolean;
  outcome(point: ParamValues, seed: number, trial: number): Outcome;
  /** Where points only point at what was evaluated: the nearest that this search has not had; null: none is left. */
  nearest?(point: ParamValues, had: ReadonlySet<string>): { readonly key: string; readonly params: ParamValues } | null;
}

export interface Entrant {
  /** What the study asks; missing: by its type and with its defaults from the registry. */
  readonly sampler: string;
  readonly make?: () => SamplerDef;
  readonly pruner?: PrunerChoice;
}

export interface SearchOptions {
  readonly trials: number;
  readonly seed: number;
  /** Trials at a time. */
  readonly width?: number;
  /** Milliseconds of a clock, for the time that asks take. */
  readonly now?: () => number;
}

export interface Ended {
  readonly index: number;
  readonly params: ParamValues;
  readonly state: TrialRecord['state'];
  readonly seen: readonly number[] | null;
  readonly truth: readonly number[] | null;
  /** Whole trainings spent when it ended, those of all trials before it among them. */
  readonly spent: number;
  /** Milliseconds that asking for it took. */
  readonly askMs: number;
}

/** Throws what the sampler says against the space. */
export function* searchOf(
  problem: Problem,
  { sampler, make, pruner }: Entrant,
  { trials, seed, width = 1, now = () => 0 }: SearchOptions,
): Generator<Ended> {
  const { space, directions, known, epochs = 1, early = [] } = problem;
  const several = directions.length > 1;
  const study = new Study(
    {
      space,
      sampler: { type: sampler, options: {} },
      direction: directions[0],
      ...(several ? { directions } : {}),
      ...(known ? { known } : {}),
      trials,
      width,
      seed,
      ...(pruner ? { pruner: { ...pruner, metric, epochs, ...severalOf(pruner, directions, early) } } : {}),
    },
    ...(make ? [make()] : []),
  );
  const had = new Set<string>();
  const stood = new Map<number, ParamValues>();
  const ask = () => {
    const start = now();
    const asked = study.next();
    return { asked, askMs: now() - start };
  };
  let spent = 0;
  for (let { asked, askMs } = ask(); asked; { asked, askMs } = ask()) {
    const { index } = asked;
    let params = stood.get(index) ?? asked.params;
    if (problem.nearest && !stood.has(index)) {
      const near = problem.nearest(params, had);
      if (!near) return;
      had.add(near.key);
      ({ params } = near);
    }
    stood.set(index, params);
    const outcome = problem.outcome(params, seed, index);
    const { record, share } = pruner
      ? trained({ ...asked, params }, outcome, epochs, early)
      : { record: whole({ ...asked, params }, outcome), share: 1 };
    spent += share;
    study.tell(record);
    const { state } = record;
    if (state === 'paused') continue;
    const done = state === 'done';
    yield {
      index,
      params,
      state,
      seen: done ? outcome.seen : null,
      truth: done ? outcome.truth : null,
      spent,
      askMs,
    };
  }
}

/** What pruners read of a curve. */
const metric = 'value';
const earlyMetric = (m: number) => `result ${m}`;

function severalOf(pruner: PrunerChoice, directions: readonly Direction[], early: readonly number[]) {
  if (early.length === 0 || !judgesBySeveral(pruner)) return {};
  const more = early.map((m) => ({ metric: earlyMetric(m), direction: directions[m] }));
  return { several: { goals: [{ metric, direction: directions[0] }, ...more] } };
}

const recordOf = (asked: Asked, more: Partial<TrialRecord>): TrialRecord =>
  ({ index: asked.index, params: asked.params, metrics: {}, curve: [], ...more }) as unknown as TrialRecord;

function whole(asked: Asked, { seen }: Outcome): TrialRecord {
  if (!seen?.every(Number.isFinite)) return recordOf(asked, { state: 'failed', value: null });
  return recordOf(asked, { state: 'done', value: seen[0], ...(seen.length > 1 ? { values: seen } : {}) });
}

/** The trial as its pruner lets it go on, and the share of a whole training that this took. */
function trained(
  asked: Asked,
  { seen, curve = new Float64Array() }: Outcome,
  epochs: number,
  early: readonly number[],
) {
  const known = Object.fromEntries(early.map((m) => [earlyMetric(m), seen?.[m] ?? NaN]));
  const points = Array.from(curve, (value, epoch): EpochPoint => ({
    epoch,
    loss: value,
    validation: { [metric]: value, ...known },
  }));
  const from = asked.stood ? asked.stood.curve.length : 0;
  let at = from;
  let state: TrialRecord['state'] = 'done';
  while (at < epochs) {
    at++;
    if (at === epochs) break;
    if (!Number.isFinite(curve[at - 1])) state = 'failed';
    else if (asked.pruning && endsTrial(asked.pruning, points.slice(0, at), metric)) state = 'pruned';
    else if (at === asked.until) state = 'paused';
    else continue;
    break;
  }
  if (at === epochs && !seen?.every(Number.isFinite)) state = 'failed';
  const value = state === 'failed' || !Number.isFinite(curve[at - 1]) ? null : curve[at - 1];
  const values = state === 'done' && seen && seen.length > 1 ? { values: seen } : {};
  const metrics = points[at - 1]?.validation ?? {};
  const record = recordOf(asked, { state, value, metrics, curve: points.slice(0, at), ...values });
  return { record, share: (at - from) / epochs };
}
