// One network of a comparison, judged in every way: trained in full, whose curve also tells what shorter training would
// have said; on few rows; and for few epochs from the weights of a neighbour that was trained in full. Each is a training by
// itself; an interrupted trial goes on within the one that it was at.
import { fewRows, inherited } from '$core/nas/estimators';
import type { CompareSetting } from '$core/nas/config';
import { atStart, hasBegun, type Checkpoint, type JudgedSoFar } from '$core/run/checkpoint';
import type { Asked } from '$core/run/study';
import type { TrialOutcome } from '$core/run/trial';
import type { RunPlan } from './runPlan';
import { runOnce, stopwatch, type EndedTrial, type TrialContext, type TrialRunner } from './trial';

export async function runComparison(
  slot: TrialRunner,
  asked: Asked,
  context: TrialContext,
  setting: CompareSetting,
): Promise<EndedTrial> {
  const taken = stopwatch(context);
  let latest = await context.checkpoint(asked.index);
  const keep = (checkpoint: Checkpoint, judged: JudgedSoFar) => {
    latest = { ...checkpoint, judged };
    return context.onMessage({ type: 'checkpoint', trial: asked.index, checkpoint: latest });
  };
  const known = latest?.judged;
  const full = known ? { record: known.record, outcome: outcomeOf(known) } : await runOnce(slot, asked, context);
  if (full.record.state !== 'done') return full;
  let state: JudgedSoFar = known ?? {
    parts: 1,
    record: full.record,
    weights: full.outcome?.weights ?? null,
    metrics: {},
  };
  if (!known && context.checkpointEvery > 0) void keep(atStart, state);
  const { proxies: _proxies, ...plain } = context.plan;
  let cancelled = false;
  /** Part number `part`, unless it is over. */
  const train = async (part: number, one: Asked, plan: RunPlan, start?: TrialContext['start']) => {
    if (cancelled || state.parts > part) return null;
    const judged = state;
    const ended = await runOnce(slot, one, {
      ...context,
      plan,
      checkpoint: () => Promise.resolve(latest?.judged?.parts === part && hasBegun(latest) ? latest : undefined),
      // Of these parts there is no trace but their values.
      onMessage: (message) => {
        if (message.type === 'note') return context.onMessage(message);
        if (message.type === 'checkpoint') return keep(message.checkpoint, judged);
      },
      ...(start ? { start } : {}),
    });
    cancelled = ended.record.state === 'cancelled';
    return ended.record.state === 'done' ? ended : null;
  };
  /** The part is over, and what it came to. */
  const over = (part: number, more: Partial<JudgedSoFar>) => {
    if (cancelled || state.parts > part) return;
    state = { ...state, ...more, parts: part + 1 };
    if (context.checkpointEvery > 0) void keep(atStart, state);
  };
  const valued = (name: string, ended: EndedTrial | null) =>
    ended ? { metrics: { ...state.metrics, [name]: ended.record.value! } } : {};
  over(1, valued(fewRows, await train(1, { ...asked, share: setting.share }, plain)));
  const neighbour = setting.inherit ? (context.plan.neighbour?.(asked) ?? null) : null;
  if (neighbour) {
    const weights = (await train(2, { ...asked, params: neighbour }, plain))?.outcome?.weights;
    over(2, weights ? { parent: weights } : {});
  }
  if (neighbour && state.parent) {
    const { parent: weights } = state;
    const { layers } = plain.configOf(neighbour);
    const short: RunPlan = {
      ...plain,
      configOf: (params) => {
        const config = plain.configOf(params);
        return { ...config, epochs: Math.min(config.epochs, setting.epochs) };
      },
    };
    over(3, valued(inherited, await train(3, asked, short, () => Promise.resolve({ layers, weights, how: 'match' }))));
  }
  const seconds = taken();
  if (cancelled) return { record: { ...full.record, state: 'cancelled', value: null, seconds }, outcome: null };
  const metrics = { ...full.record.metrics, ...state.metrics };
  return { ...full, record: { ...full.record, metrics, seconds } };
}

/** What the full training came to, as far as it is kept. */
const outcomeOf = ({ record, weights }: JudgedSoFar): TrialOutcome => ({
  record,
  weights,
  predictions: [],
  rows: { train: 0, validation: 0 },
});
