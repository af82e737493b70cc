// What a study starts with, fetched from the earlier studies that its step names by their digests: whichever run on this
// device gave it, in any lab, here or imported.
import { TablabError } from '$core/errors/error';
import type { Lab } from '$core/lab/document';
import type { RunEvent, RunInfo } from '$core/run/types';
import { warmData, type WarmData, type WarmSource } from '$core/run/warmStart';
import { boundConstraints } from '$core/space/constraints';
import { getAt } from '$core/space/paths';
import { readJournal } from '$store/journal';
import { listRuns } from '$store/runs';
import type { Store } from '$store/schema';
import type { RunPlan } from './runPlan';
import { openedOf, toldTrials } from './runRecord';

/** null for a step that starts with nothing. Throws `warm-start-missing` or `warm-start-empty`. */
export async function findWarmStart(store: Store, lab: Lab, stepId: string): Promise<WarmData | null> {
  const step = lab.steps.find(({ id }) => id === stepId);
  if (step?.type !== 'tune' || !step.config.warmStart) return null;
  const { warmStart, space, base, constraints = [] } = step.config;
  const runs = await listRuns(store);
  const sources = await Promise.all(
    warmStart.studies.map(async ({ digest, name }) => {
      const run = runs.find((one) => one.digest === digest && one.stepType === 'tune');
      if (!run) throw new TablabError('warm-start-missing', { name });
      return sourceOf(run, await readJournal(store, run.id), name);
    }),
  );
  return warmData(warmStart, sources, space, boundConstraints(constraints, space, base));
}

function sourceOf(run: RunInfo, events: readonly RunEvent[], name: string): WarmSource {
  const { lab, step: stepId, imported } = openedOf(events, run.id);
  const common = { name, digest: run.digest ?? '', trials: toldTrials(events) };
  if (imported) {
    const held = new Map(
      imported.space.flatMap(({ path, domain }) => (domain.kind === 'fixed' ? [[path, domain.value]] : [])),
    );
    return { ...common, direction: imported.goals[0].direction, fixed: (path) => held.get(path) };
  }
  const step = lab.steps.find(({ id }) => id === stepId);
  if (step?.type !== 'tune') throw new TablabError('warm-start-missing', { name });
  const { base, space, objective } = step.config;
  const varied = new Set(space.map(({ path }) => path));
  // What varied and was not there was not active.
  const fixed = (path: string) => (varied.has(path) ? undefined : getAt(base, path));
  return { ...common, direction: objective.direction, fixed };
}

/** The plan with what it starts with: given points first, then the earlier studies' best. */
export function warmed(plan: RunPlan, warm: WarmData | null): RunPlan {
  if (!warm) return plan;
  const enqueue = [...(plan.study.enqueue ?? []), ...warm.first];
  return {
    ...plan,
    study: {
      ...plan.study,
      ...(enqueue.length > 0 ? { enqueue } : {}),
      ...(warm.trials.length > 0 ? { foreign: warm.trials } : {}),
    },
  };
}

/** As a run's journal has it. */
export const journaledWarmStart = (events: readonly RunEvent[]): WarmData | null =>
  events.find((event) => event.type === 'warm')?.start ?? null;

/** In one sentence, for the run's notes. */
export function warmNote({ studies, first, trials }: WarmData): string {
  const names = studies
    .map(({ name, used, trials: all }) => `"${name}" (${used} of ${all} trials can be used)`)
    .join(', ');
  const points =
    first.length === 1 ? 'its best point is tried first' : `the best ${first.length} points are tried first`;
  const model = trials.length > 0 ? `the sampler is told of ${trials.length} trials` : 'the sampler is told of none';
  return `Starts from ${names}: ${first.length > 0 ? `${points}, ` : ''}${model}.`;
}
