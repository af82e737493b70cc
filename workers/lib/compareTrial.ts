// One network of a comparison, judged in every way: trained in full, whose curve also tells what shorter training would
// have said; on few rows; and for few epochs from the weights of a neighbour that was trained in full.
import { fewRows, inherited } from '$core/nas/estimators';
import type { CompareSetting } from '$core/nas/config';
import type { Asked } from '$core/run/study';
import type { RunPlan } from './runPlan';
import { runOnce, stopwatch, type EndedTrial, type TrialContext, type TrialRunner } from './trial';

export async function runComparison(
  slot: TrialRunner,
  asked: Asked,
  context: TrialContext,
  setting: CompareSetting,
): Promise<EndedTrial> {
  const taken = stopwatch(context);
  const full = await runOnce(slot, asked, context);
  if (full.record.state !== 'done') return full;
  const { proxies: _proxies, ...plain } = context.plan;
  const quiet = (plan: RunPlan, start?: TrialContext['start']): TrialContext => ({
    ...context,
    plan,
    // Of these parts there is no trace but their values: an interrupted trial does them again.
    checkpointEvery: 0,
    checkpoint: () => Promise.resolve(undefined),
    onMessage: (message) => (message.type === 'note' ? context.onMessage(message) : undefined),
    ...(start ? { start } : {}),
  });
  const metrics: Record<string, number> = { ...full.record.metrics };
  let cancelled = false;
  const train = async (one: Asked, plan: RunPlan, start?: TrialContext['start']) => {
    if (cancelled) return null;
    const ended = await runOnce(slot, one, quiet(plan, start));
    cancelled = ended.record.state === 'cancelled';
    return ended.record.state === 'done' ? ended : null;
  };
  const few = await train({ ...asked, share: setting.share }, plain);
  if (few) metrics[fewRows] = few.record.value!;
  const neighbour = setting.inherit ? (context.plan.neighbour?.(asked) ?? null) : null;
  const parent = neighbour && (await train({ ...asked, params: neighbour }, plain));
  if (neighbour && parent?.outcome?.weights) {
    const { weights } = parent.outcome;
    const { layers } = plain.configOf(neighbour);
    const short: RunPlan = {
      ...plain,
      configOf: (params) => {
        const config = plain.configOf(params);
        return { ...config, epochs: Math.min(config.epochs, setting.epochs) };
      },
    };
    const child = await train(asked, short, () => Promise.resolve({ layers, weights, how: 'match' }));
    if (child) metrics[inherited] = child.record.value!;
  }
  const seconds = taken();
  if (cancelled) return { record: { ...full.record, state: 'cancelled', value: null, seconds }, outcome: null };
  return { ...full, record: { ...full.record, metrics, seconds } };
}
