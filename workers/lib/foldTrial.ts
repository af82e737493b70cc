// A cross-validated trial: trained once for each of its folds, in order, on one trainer. Each fold has its own fitted pipeline and its
// own streams; the trial's value and metrics are means over the folds. To pruners the folds are the trial's steps.
import { hitsOf } from '$core/validation/hits';
import { atStart, hasBegun, type Checkpoint } from '$core/run/checkpoint';
import { endsTrial } from '$core/run/judge';
import { judgedGoal } from '$core/run/objectives';
import type { Asked } from '$core/run/study';
import { ofOneTraining, type TrialMessage, type TrialOutcome } from '$core/run/trial';
import type { EpochPoint, FoldRecord, Metrics, TrialRecord, TrialState } from '$core/run/types';
import { foldNumbers, type FoldChoice } from '$core/validation/foldPlan';
import { aimedRecord, runOnce, stopwatch, type EndedTrial, type TrialContext, type TrialRunner } from './trial';

export async function runFolds(
  slot: TrialRunner,
  { pruning, until, stood, first: _first, ...asked }: Asked,
  context: TrialContext,
  folds: readonly (FoldChoice | undefined)[],
  /** Those that a lower level of fidelity has trained already. */
  trained: readonly FoldRecord[] = [],
): Promise<EndedTrial> {
  const { aims, objective } = context.plan;
  /** The metric whose values the folds are known by: of several objectives the first that is no cost. */
  const { metric } = aims ? judgedGoal(aims) : objective;
  const startedAt = context.now();
  const taken = stopwatch(context);
  // It may vary itself.
  const restoreBest = asked.params['earlyStopping.restoreBest'] ?? context.plan.base.earlyStopping.restoreBest;
  const count = folds.length;
  let latest: Checkpoint | undefined = await context.checkpoint(asked.index);
  const done: FoldRecord[] = [
    ...[trained, stood?.folds ?? [], latest?.folds ?? []].reduce((most, some) =>
      some.length > most.length ? some : most,
    ),
  ];
  let attempts = 1;
  let last: TrialRecord | undefined;
  const ended = (state: TrialState, error?: TrialRecord['error']): EndedTrial => {
    const metrics = meanMetrics(done.map((fold) => fold.metrics));
    const measured = meanMetrics(done.flatMap((fold) => (fold.measured ? [fold.measured] : [])));
    const value = state === 'failed' ? null : (metrics[metric] ?? null);
    const { executor = context.executor === 'simd' ? 'simd' : 'tfjs', backend = context.executor } = last ?? {};
    const seconds = taken();
    const known = { ...asked, state, value, metrics, curve: done.map(pointOf), folds: [...done], bestEpoch: null };
    const record: TrialRecord = {
      ...known,
      ...(Object.keys(measured).length > 0 ? { measured } : {}),
      ...(error ? { error } : {}),
      executor,
      backend,
      attempts,
      seconds,
      startedAt,
    };
    return { record: aimedRecord(record, aims), outcome: null };
  };
  const pruned = () => pruning !== undefined && done.length < count && endsTrial(pruning, done.map(pointOf), metric);
  // A checkpoint may be of a fold that was the last one before the trial was pruned.
  if (pruned()) return ended('pruned');
  for (let index = done.length; index < count; index++) {
    const { record, outcome } = await runOnce(slot, asked, {
      ...context,
      ...(folds[index] ? { fold: folds[index] } : {}),
      checkpoint: () =>
        Promise.resolve(latest && hasBegun(latest) && (latest.folds ?? []).length === index ? latest : undefined),
      onMessage: (message) => {
        if (ofOneTraining(message)) return;
        if (message.type !== 'checkpoint') return context.onMessage(message);
        latest = { ...message.checkpoint, folds: [...done] };
        return context.onMessage({ ...message, checkpoint: latest });
      },
    });
    attempts = Math.max(attempts, record.attempts);
    last = record;
    if (record.state !== 'done' || record.value === null || !outcome) return ended(record.state, record.error);
    const fold = foldRecord(numberOf(folds[index]), record, record.metrics[metric], outcome, restoreBest === true);
    done.push(fold);
    void context.onMessage({ type: 'epoch', trial: asked.index, point: pointOf(fold) });
    if (pruned()) return ended('pruned');
    if (until !== undefined && index + 1 >= until && index + 1 < count) return ended('paused');
    if (context.checkpointEvery > 0 && index + 1 < count) {
      latest = between([...done]);
      void context.onMessage({ type: 'checkpoint', trial: asked.index, checkpoint: latest } satisfies TrialMessage);
    }
  }
  return ended('done');
}

/** Number of the innermost fold; the lab's own split has none, and is the first. */
const numberOf = (fold: FoldChoice | undefined): number => (fold ? foldNumbers(fold).at(-1)! : 0);

/** Where a trial stands between two folds, or between two levels of fidelity. */
export const between = (folds: readonly FoldRecord[]): Checkpoint => ({ ...atStart, folds });

function foldRecord(
  fold: number,
  record: TrialRecord,
  value: number,
  outcome: TrialOutcome,
  restoresBest: boolean,
): FoldRecord {
  const { metrics, measured, curve, bestEpoch } = record;
  const reported = curve.find(({ epoch }) => epoch === (restoresBest ? bestEpoch : curve.at(-1)?.epoch));
  const train = outcome.train ?? reported?.train;
  const hits = hitsOf(outcome.predictions.find(({ split }) => split === 'validation'));
  const plain = { fold, value, metrics, curve, bestEpoch, rows: outcome.rows };
  return {
    ...plain,
    ...(measured ? { measured } : {}),
    ...(train ? { train } : {}),
    ...(hits === null ? {} : { hits }),
  };
}

/** A fold as a step of its trial. */
const pointOf = ({ fold, metrics, train }: FoldRecord): EpochPoint => ({
  epoch: fold,
  loss: train?.loss ?? metrics.loss ?? NaN,
  validation: metrics,
  ...(train ? { train } : {}),
});

/** Means of the metrics that every fold has, summed in order of the folds. */
export function meanMetrics(folds: readonly Metrics[]): Metrics {
  const [first, ...rest] = folds;
  if (!first) return {};
  const names = Object.keys(first).filter((name) => rest.every((metrics) => name in metrics));
  const mean = (name: string) => folds.reduce((sum, metrics) => sum + metrics[name], 0) / folds.length;
  return Object.fromEntries(names.map((name) => [name, mean(name)]));
}
