// What a tab that only watches a lab does when the one that edited it is gone.
import type { RunInfo } from '$core/run/types';
import { markInterrupted } from '$store/interrupted';
import { whenFree } from '$store/lock';
import type { Store } from '$store/schema';
import { listRuns } from '$store/runs';
import { isActive } from './steps';

/** Calls `take` when the pen lies free, unless this tab is out of view: then it is to wait until it is seen again. */
export function watchPen(labId: string, take: () => void): AbortController {
  const waiting = new AbortController();
  void whenFree('edit', labId, waiting.signal).then((free) => {
    if (free && document.visibilityState === 'visible') take();
  });
  return waiting;
}

/** Of the runs that seem to go on: those that ended with the tab that conducted them, untold. */
export async function endedElsewhere({
  store,
  id,
  runs,
}: {
  readonly store: Store;
  readonly id: string;
  readonly runs: readonly RunInfo[];
}): Promise<RunInfo[]> {
  await markInterrupted(store, Date.now());
  const active = new Set(runs.filter(isActive).map((run) => run.id));
  return (await listRuns(store, id)).filter((run) => active.has(run.id) && !isActive(run));
}
