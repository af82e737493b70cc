// Which models a validation can judge, and what they are called.
import type { Lab, Step } from '$core/lab/document';
import type { ModelRef } from '$core/validation/config';
import { stepTitle, stepTitles, type LabSession } from '$features/lab';

export interface ModelChoice {
  readonly key: string;
  readonly ref: ModelRef;
  readonly label: string;
  /** Said beside it. */
  readonly note?: string;
}

export const keyOf = ({ step, trial }: ModelRef): string => (trial === undefined ? step : `${step}:${trial}`);

/** `Train`, `small` where the step has a name of its own, `Tune, trial 7`. */
export function modelName(steps: Lab['steps'], { step, trial }: ModelRef): string {
  const known = steps.find(({ id }) => id === step);
  const title = known && stepTitle(known) !== `${stepTitles[known.type]}: ${step}` ? stepTitle(known) : step;
  return trial === undefined ? title : `${title}, trial ${trial}`;
}

/** The best trial of a search as it stands on this device. */
function bestOf(session: LabSession, step: Step): ModelRef | null {
  const { run, version, trial } = watched(session, step.id);
  void version;
  if (run?.stepType !== step.type || !run.best) return null;
  const record = trial(run.best.trial);
  return record ? { step: step.id, trial: record.index, params: record.params } : null;
}
function watched(session: LabSession, id: string) {
  const live = session.live(id);
  return { run: live.run, version: live.version, trial: (index: number) => live.trial(index) };
}

/** Train steps, the best trial of every search that has run, and what is chosen already. */
export function modelChoices(session: LabSession, chosen: readonly ModelRef[]): ModelChoice[] {
  const { steps } = session.lab;
  const offered = steps.flatMap((step): ModelChoice[] => {
    if (step.type === 'validate') return [];
    if (step.type === 'train') {
      const ref = { step: step.id };
      return [{ key: keyOf(ref), ref, label: modelName(steps, ref) }];
    }
    const ref = bestOf(session, step);
    return ref ? [{ key: keyOf(ref), ref, label: modelName(steps, ref), note: 'its best' }] : [];
  });
  const known = new Set(offered.map(({ key }) => key));
  const kept = chosen.flatMap((ref): ModelChoice[] => {
    if (known.has(keyOf(ref))) return [];
    const step = steps.find(({ id }) => id === ref.step);
    if (!step) return [{ key: keyOf(ref), ref, label: modelName(steps, ref), note: 'no longer in the lab' }];
    if (step.type === 'train' || ref.params === undefined) return [];
    return [{ key: keyOf(ref), ref, label: modelName(steps, ref), note: 'chosen before' }];
  });
  return [...offered, ...kept];
}

/** Searches that have no trial to choose yet. */
export const waitingSearches = (session: LabSession): Step[] =>
  session.lab.steps.filter((step) => (step.type === 'tune' || step.type === 'nas') && !bestOf(session, step));
