// Runs that say they are going on while nobody conducts them: their tab was closed or crashed.
import type { RunInfo, RunState } from '$core/run/types';
import { heldLabs } from './lock';
import { listRuns, patchRun } from './runs';
import type { Store } from './schema';

const live: readonly RunState[] = ['queued', 'running', 'paused'];

/** Marks such runs `interrupted` and returns them. Call it at start and when a lab is opened. */
export async function markInterrupted(store: Store, now: number): Promise<RunInfo[]> {
  const [runs, held] = await Promise.all([listRuns(store), heldLabs('run')]);
  const orphans = runs.filter((run) => live.includes(run.state) && !held.has(run.labId));
  return Promise.all(orphans.map((run) => patchRun(store, run.id, { state: 'interrupted', updatedAt: now })));
}
