// What is stored of a run: how it was opened, its first summary, and its finished trials.
import { TablabError } from '$core/errors/error';
import type { ExecutorChoice } from '$core/lab/document';
import { Study, type Asked } from '$core/run/study';
import type { RunEvent, RunInfo, TrialRecord } from '$core/run/types';
import { readJournal } from '$store/journal';
import { getRun } from '$store/runs';
import type { Store } from '$store/schema';
import { planStep, type RunPlan } from './runPlan';

export type Opened = Extract<RunEvent, { type: 'opened' }>;

export const toldTrials = (events: readonly RunEvent[]): TrialRecord[] =>
  events.flatMap((event) => (event.type === 'told' ? [event.trial] : []));

/** The first event of a journal. Throws `run-not-stored`. */
export function openedOf(events: readonly RunEvent[], run: string): Opened {
  const [first] = events;
  if (first?.type !== 'opened') throw new TablabError('run-not-stored', { id: run });
  return first;
}

export interface FinishedTrial {
  readonly info: RunInfo;
  readonly opened: Opened;
  readonly plan: RunPlan;
  readonly record: TrialRecord;
  /** As it was handed out, with what its pruner knew. */
  readonly asked: Asked;
}

/** A trial of a stored run. Throws `run-not-stored` or `run-missing-trial`. */
export async function finishedTrial(store: Store, run: string, trial: number): Promise<FinishedTrial> {
  const [info, events] = await Promise.all([getRun(store, run), readJournal(store, run)]);
  const opened = openedOf(events, run);
  if (opened.imported) throw new TablabError('study-imported');
  const record = toldTrials(events).find(({ index }) => index === trial);
  if (!record) throw new TablabError('run-missing-trial', { trial });
  const plan = planStep(opened.lab, opened.step);
  return { info, opened, plan, record, asked: Study.replay(plan.study, events).handedOut(trial) };
}

/** The summary of a run that is about to start. */
export function newRun(
  labId: string,
  opened: Opened,
  plan: RunPlan,
  more: { trialsTotal: number; workers: number; executor: ExecutorChoice },
): RunInfo {
  return {
    id: crypto.randomUUID(),
    labId,
    step: opened.step,
    stepType: plan.step.type,
    state: 'queued',
    createdAt: opened.at,
    updatedAt: opened.at,
    trialsDone: 0,
    best: null,
    digest: null,
    backend: '',
    seconds: 0,
    hidden: false,
    artifacts: {},
    ...(opened.again ? { again: opened.again } : {}),
    ...more,
  };
}
