// The first part of a search by weight sharing: one trainer trains the shared weights and ranks networks with them. Like a
// trial it is paused, stopped, started again when its trainer dies, and goes on from its last checkpoint.
import { TablabError } from '$core/errors/error';
import { oneShot, supernetTrial, type SupernetOutcome } from '$core/nas/supernet/supernet';
import type { TrialRecord } from '$core/run/types';
import type { RunPlan } from './runPlan';
import { runOnce, type TrialContext, type TrialRunner } from './trial';

/** null: it was stopped. Throws what went wrong. */
export async function trainShared(slot: TrialRunner, context: TrialContext): Promise<SupernetOutcome | null> {
  const { plan } = context;
  const { proxies: _proxies, judge: _judge, descent: _descent, ...rest } = plan;
  const { record, outcome } = await runOnce(
    slot,
    { index: supernetTrial, params: {} },
    { ...context, plan: { ...rest, configOf: () => plan.base }, supernet: plan.supernet!.task },
  );
  if (record.error) throw new TablabError(record.error.code, record.error.details);
  return outcome?.supernet ?? null;
}

/** The record with the network's score by shared weights, where it has one. */
export function withSharedScore({ supernet }: RunPlan, record: TrialRecord): TrialRecord {
  const score = record.state === 'done' || record.state === 'pruned' ? supernet?.scoreOf(record.params) : undefined;
  return score === undefined ? record : { ...record, metrics: { ...record.metrics, [oneShot]: score } };
}
