// One trial on one trainer: started, started once more when its trainer dies, and always ended by a record that says
// what became of it. A lost graphics device is the trainer's own business.
import { plainError, TablabError, type PlainError } from '$core/errors/error';
import type { Checkpoint } from '$core/run/checkpoint';
import { addPoint } from '$core/run/curveColumn';
import { isCost, judgedGoal, neededMetrics, reached } from '$core/run/objectives';
import type { Asked } from '$core/run/study';
import type { Listener, Start, TrialJob, TrialMessage, TrialOutcome } from '$core/run/trial';
import type { EpochPoint, TrialRecord, TrialState } from '$core/run/types';
import type { DataVariant } from '$core/pipeline/variant';
import { foldNumbers, type FoldChoice } from '$core/validation/foldPlan';
import type { ExecutorChoice } from '$core/lab/document';
import { runComparison } from './compareTrial';
import type { Fidelity } from '$core/run/fidelity';
import { runFolds } from './foldTrial';
import { runLevels } from './levelTrial';
import { barrierNumber, lineageKey, startOf, type Snapshots } from './lineage';
import { configAt, foldsOf, streamOf, variantOf, type RunPlan } from './runPlan';

/** The part of a trainer slot that a trial needs. */
export interface TrialRunner {
  /** Resolves when a worker is there and holds the data. */
  ready(variant?: DataVariant): Promise<void>;
  run(job: Omit<TrialJob, 'dataId'>, on: Listener<TrialMessage>): Promise<TrialOutcome>;
}

export interface TrialContext {
  readonly plan: RunPlan;
  /** Number whose random streams the trial uses, when it repeats another run's trial. */
  readonly streams?: number;
  /** The fold that it trains, instead of the lab's own split. */
  readonly fold?: FoldChoice;
  /** The fidelity at which it trains; missing: the whole. */
  readonly fidelity?: Fidelity;
  /** Where members of a population stood at their last barriers. */
  readonly snapshots?: Snapshots;
  readonly live?: TrialJob['live'];
  /** It is no trial, but the training of shared weights. */
  readonly supernet?: TrialJob['supernet'];
  readonly checkpointEvery: number;
  readonly executor: Exclude<ExecutorChoice, 'auto'>;
  /** Whether the run is paused at this moment: the trial then waits before its first epoch. */
  paused(): boolean;
  /** Whether the person, or the end of the run, stopped this trial. */
  stopped(): boolean;
  checkpoint(trial: number): Promise<Checkpoint | undefined>;
  /** The weights that a trial begins with, where they are another one's. Throws `nas-start-missing`. */
  start?(): Promise<Start | undefined>;
  readonly onMessage: Listener<TrialMessage>;
  now(): number;
  /** Milliseconds of a clock for durations; missing: `now`. */
  awake?(): number;
}

export interface EndedTrial {
  readonly record: TrialRecord;
  readonly outcome: TrialOutcome | null;
}

const deaths: readonly string[] = ['worker-died', 'worker-failed'];
/** Trials are started this often on trainers that die under them. */
const maxDeaths = 2;

/**
 * A trial of the plan: trained on the lab's split, on every fold, at every level of fidelity or in all ways of a
 * comparison, as the plan says.
 */
export function runTrial(slot: TrialRunner, asked: Asked, context: TrialContext): Promise<EndedTrial> {
  const { levels, compare } = context.plan;
  const folds = foldsOf(context.plan, asked.params);
  if (levels) return runLevels(slot, asked, context, levels, folds);
  if (folds) return runFolds(slot, asked, context, folds);
  return compare ? runComparison(slot, asked, context, compare) : runOnce(slot, asked, context);
}

/** Seconds since this call. */
export function stopwatch({ now, awake = now }: Pick<TrialContext, 'now' | 'awake'>): () => number {
  const from = awake();
  return () => Math.max(0, (awake() - from) / 1000);
}

/** One training. */
export async function runOnce(slot: TrialRunner, asked: Asked, context: TrialContext): Promise<EndedTrial> {
  const startedAt = context.now();
  const taken = stopwatch(context);
  let attempts = 0;
  let died = 0;
  let curve: EpochPoint[] = [];
  const of = asked.lineage && lineageKey(asked.lineage);
  const on = (message: TrialMessage) => {
    if (message.type === 'epoch') addPoint(curve, message.point);
    if (message.type === 'goesOn') curve = [...message.curve];
    if (of === undefined || message.type !== 'checkpoint') return context.onMessage({ ...message, trial: asked.index });
    const checkpoint = { ...message.checkpoint, of };
    const atBarrier = checkpoint.epoch === asked.until;
    if (atBarrier) context.snapshots?.keep(checkpoint);
    const trial = atBarrier ? barrierNumber(context.plan, asked.index, checkpoint.epoch) : asked.index;
    return context.onMessage({ ...message, checkpoint, trial });
  };
  const ended = (state: TrialState, error?: PlainError): EndedTrial => ({
    record: {
      index: asked.index,
      params: asked.params,
      ...(asked.share === undefined ? {} : { share: asked.share }),
      ...(asked.lineage ? { lineage: asked.lineage } : {}),
      state,
      value: null,
      metrics: curve.at(-1)?.validation ?? {},
      curve,
      bestEpoch: null,
      ...(error ? { error } : {}),
      executor: context.executor === 'simd' ? 'simd' : 'tfjs',
      backend: context.executor,
      attempts,
      seconds: taken(),
      startedAt,
    },
    outcome: null,
  });
  for (;;) {
    attempts++;
    try {
      const from = asked.lineage ? await startOf(slot, asked.lineage, asked.index, context) : undefined;
      await slot.ready(variantOf(context.plan, asked, context.fold, context.fidelity));
      const job = await jobOf(asked, context, from);
      if (context.stopped()) return ended('cancelled');
      const outcome = await slot.run(job, on);
      return { record: finish(outcome, asked, attempts, startedAt, context), outcome };
    } catch (error) {
      if (context.stopped()) return ended('cancelled');
      const code = error instanceof TablabError ? error.code : '';
      if (deaths.includes(code)) {
        if (++died < maxDeaths) continue;
        const cause = new TablabError('trainer-died', { trial: asked.index, attempts: died }, { cause: error });
        return ended('failed', cause.toPlain());
      }
      return ended('failed', plainError(error));
    }
  }
}

export async function jobOf(
  asked: Asked,
  context: TrialContext,
  inherited?: Checkpoint,
): Promise<Omit<TrialJob, 'dataId'>> {
  const { plan, executor, live, checkpointEvery, fold, fidelity } = context;
  const from = asked.lineage ? inherited : await context.checkpoint(asked.index);
  // Another network's weights begin a trial that has none of its own yet; members of a population have theirs.
  const start = from || asked.lineage ? undefined : await context.start?.();
  return {
    config: configAt(plan, asked.params, fidelity),
    seed: plan.study.seed,
    trial: streamOf(plan, asked, context.streams),
    ...(fold ? { fold: foldNumbers(fold) } : {}),
    executor,
    objective: plan.aims ? judgedGoal(plan.aims) : plan.objective,
    ...aimed(plan.aims),
    checkpointEvery,
    ...(asked.pruning ? { pruning: asked.pruning } : {}),
    ...(asked.until === undefined ? {} : { until: asked.until }),
    ...(plan.proxies ? { proxies: plan.proxies } : {}),
    ...(plan.judge ? { judge: plan.judge } : {}),
    ...(context.supernet ? { supernet: context.supernet } : {}),
    ...(start ? { start } : {}),
    ...(live ? { live } : {}),
    ...(from ? { from } : {}),
    ...(context.paused() ? { startPaused: true } : {}),
  };
}

/** What a study with several objectives, costs or limits asks of a trial. */
function aimed(aims: RunPlan['aims']): Pick<TrialJob, 'metrics' | 'costs'> {
  if (!aims) return {};
  const needed = neededMetrics(aims);
  return { metrics: needed.filter((metric) => !isCost(metric)), costs: needed.filter(isCost) };
}

/** A trial that any objective or limit has no value for has no value at all. A pruned one keeps what its pruner judged. */
export function aimedRecord(record: TrialRecord, aims: RunPlan['aims']): TrialRecord {
  if (!aims || (record.state !== 'done' && record.state !== 'pruned')) return record;
  const { values, value, violations } = reached(aims, record.metrics, record.measured);
  const whole = [...values, ...violations, value].every(Number.isFinite);
  const limits = aims.limits.length > 0 && violations.every(Number.isFinite) ? { violations } : {};
  if (record.state === 'pruned') return { ...record, ...limits };
  return { ...record, value: whole ? value : null, values, ...limits };
}

function finish(
  { record }: TrialOutcome,
  asked: Asked,
  attempts: number,
  startedAt: number,
  context: TrialContext,
): TrialRecord {
  const { index, params, share, lineage, until } = asked;
  // A member of a population that broke down can take over another's weights.
  const down = lineage && record.error?.code === 'loss-not-finite' && until! < context.plan.study.pruner!.epochs;
  const trained: TrialRecord = {
    ...record,
    index,
    params,
    ...(share === undefined ? {} : { share }),
    ...(lineage ? { lineage } : {}),
    ...(down ? { state: 'paused', rung: until! } : {}),
    attempts,
    startedAt,
  };
  const whole = aimedRecord(trained, context.plan.aims);
  if (whole.value !== null && Number.isFinite(whole.value)) return whole;
  if (whole.state !== 'done') return { ...whole, value: null };
  const missing = whole.values?.findIndex((value) => !Number.isFinite(value)) ?? -1;
  const { metric } = missing >= 0 ? context.plan.aims!.goals[missing] : context.plan.objective;
  const error = new TablabError('trial-no-value', { trial: asked.index, metric }).toPlain();
  return { ...whole, state: 'failed', value: null, error };
}
