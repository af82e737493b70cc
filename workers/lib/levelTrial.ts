// A trial measured at levels of fidelity: trained from the start at each, in order, until its pruner ends it or it has
// come to the level at which it is to pause. To pruners the levels are the trial's steps; its metrics are those of the
// newest level. A cross-validated trial has all of its folds at every level; where folds are the fidelity, a level has the
// first so many, and those of the level before are not trained again.
import { hasBegun, type Checkpoint } from '$core/run/checkpoint';
import { partOf, type Fidelity } from '$core/run/fidelity';
import { endsTrial } from '$core/run/judge';
import { judgedGoal } from '$core/run/objectives';
import type { Asked } from '$core/run/study';
import { ofOneTraining } from '$core/run/trial';
import type { EpochPoint, FoldRecord, TrialRecord } from '$core/run/types';
import type { FoldChoice } from '$core/validation/foldPlan';
import { between, runFolds } from './foldTrial';
import { runOnce, type EndedTrial, type TrialContext, type TrialRunner } from './trial';

/** `folds`: of a cross-validated trial. */
export async function runLevels(
  slot: TrialRunner,
  { pruning, until: wanted, stood, first = 0, ...asked }: Asked,
  context: TrialContext,
  levels: readonly Fidelity[],
  folds: readonly (FoldChoice | undefined)[] | null,
): Promise<EndedTrial> {
  const { aims, objective } = context.plan;
  const { metric } = aims ? judgedGoal(aims) : objective;
  const until = wanted ?? levels.length;
  let latest = await context.checkpoint(asked.index);
  const ahead = latest && (latest.levels ?? []).length > (stood?.curve ?? []).length ? latest : undefined;
  const done: EpochPoint[] = [...(ahead?.levels ?? stood?.curve ?? [])];
  let foldsDone: readonly FoldRecord[] = stood?.folds ?? [];
  let attempts = 1;
  let seconds = 0;
  for (let level = (done[0]?.epoch ?? first) + done.length; ; level++) {
    const levelsDone = [...done];
    const keep = (checkpoint: Checkpoint) => {
      latest = { ...checkpoint, levels: levelsDone };
      return context.onMessage({ type: 'checkpoint', trial: asked.index, checkpoint: latest });
    };
    const { of, share } = levels[level];
    const within: TrialContext = {
      ...context,
      fidelity: levels[level],
      checkpoint: () => Promise.resolve(begun(latest, levelsDone.length)),
      onMessage: (message) => {
        if (ofOneTraining(message)) return;
        return message.type === 'checkpoint' ? keep(message.checkpoint) : context.onMessage(message);
      },
    };
    // The level before may have taken long; one at which it stood is in the journal.
    const known = Math.max((stood?.curve ?? []).length, (latest?.levels ?? []).length);
    if (context.checkpointEvery > 0 && done.length > known) void keep(between(of === 'folds' ? foldsDone : []));
    const some = folds && of === 'folds' ? folds.slice(0, partOf(folds.length, share)) : folds;
    const ended = some
      ? await runFolds(slot, asked, within, some, of === 'folds' ? foldsDone : [])
      : await runOnce(slot, asked, within);
    attempts = Math.max(attempts, ended.record.attempts);
    seconds += ended.record.seconds;
    foldsDone = ended.record.folds ?? [];
    const { record } = ended;
    const whole = (state: TrialRecord['state']): EndedTrial => {
      const { share: _share, values, ...rest } = record;
      // What ended below the top is known by what pruners judge.
      const reached = state === 'done' ? { ...(values ? { values } : {}) } : { value: record.metrics[metric] ?? null };
      const value = state === 'failed' || state === 'cancelled' ? { value: null } : reached;
      const of = { ...rest, ...value, state, curve: [...done], attempts, seconds, ...shareOf(levels[level]) };
      return { record: of, outcome: state === 'done' ? ended.outcome : null };
    };
    if (record.state !== 'done' || record.value === null)
      return whole(record.state === 'done' ? 'failed' : record.state);
    const point = { epoch: level, loss: lossOf(record), validation: record.metrics };
    done.push(point);
    void context.onMessage({ type: 'epoch', trial: asked.index, point });
    if (level + 1 === levels.length) return whole('done');
    if (pruning && endsTrial(pruning, done, metric)) return whole('pruned');
    if (level + 1 >= until) return whole('paused');
  }
}

/** A checkpoint of the level after so many, unless it stands at that level's start. */
function begun(checkpoint: Checkpoint | undefined, levels: number): Checkpoint | undefined {
  const started = checkpoint && (hasBegun(checkpoint) || (checkpoint.folds ?? []).length > 0);
  return started && (checkpoint.levels ?? []).length === levels ? checkpoint : undefined;
}

/** Training loss at the end of the level, or its mean over the folds. */
function lossOf({ curve, folds }: TrialRecord): number {
  if (!folds) return curve.at(-1)?.loss ?? NaN;
  return curve.reduce((sum, { loss }) => sum + loss, 0) / curve.length;
}

const shareOf = ({ of, share }: Fidelity) => (of === 'rows' && share < 1 ? { share } : {});
