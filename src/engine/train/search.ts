// Runs the search of a relaxed space on the tfjs backend that suits it, and on the next one when a device is lost.
import { plainError, TablabError } from '$core/errors/error';
import type { Prepared } from '$core/pipeline/prepared';
import type { Checkpoint } from '$core/run/checkpoint';
import type { SearchJob, SearchMessage, SearchOutcome } from '$core/run/search';
import type { SearchPoint } from '$core/nas/darts/findings';
import type { BackendName, Executor } from '../executor';
import { fallbacks } from '../executors';
import type { SearchHooks } from '../tfjs/darts/searcher';
import type { ExecutorPool } from './pool';
import { planSearch } from './searchPlan';

type Tfjs = Exclude<BackendName, 'simd'>;

/**
 * Where the lab names a tfjs backend, that one or the next after it. Else a GPU that is one, or else WebAssembly, which is
 * faster than a GPU that a processor imitates. Throws `backend-unavailable`.
 */
async function open(
  pool: ExecutorPool,
  choice: SearchJob['executor'],
  failed: ReadonlySet<BackendName>,
  note: (text: string) => void,
): Promise<Executor> {
  const named = choice !== 'simd';
  const chain = (named ? fallbacks[choice] : fallbacks.webgpu).filter((backend) => !failed.has(backend));
  let last: unknown;
  for (const backend of chain) {
    try {
      const executor = await pool.get(backend);
      if (!named && executor.software) continue;
      return executor;
    } catch (error) {
      last = error;
      if (named) note(plainError(error).message);
    }
  }
  throw last ?? new TablabError('backend-unavailable', { backend: choice, reason: 'every engine has failed' });
}

/** Runs to one of its ends. What goes wrong is part of the outcome. */
export async function runSearch(
  pool: ExecutorPool,
  prepared: Prepared,
  job: SearchJob,
  hooks: SearchHooks,
): Promise<SearchOutcome> {
  const note = (text: string) => void hooks.on({ type: 'note', text });
  const failed = new Set<BackendName>();
  let from: Checkpoint | undefined = job.from;
  let points: readonly SearchPoint[] = job.points;
  const on = (message: SearchMessage) => {
    if (message.type === 'checkpoint') from = message.checkpoint;
    if (message.type === 'point')
      points = [...points.filter(({ epoch }) => epoch < message.point.epoch), message.point];
    return hooks.on(message);
  };
  try {
    for (;;) {
      const executor = await open(pool, job.executor, failed, note);
      note(`The search ran on tfjs (${executor.description}): repeated elsewhere, its numbers agree only roughly.`);
      try {
        const state = await searchOn(
          pool,
          executor,
          prepared,
          { ...job, points, ...(from && { from }) },
          { ...hooks, on },
        );
        return { state };
      } catch (error) {
        if (!(error instanceof TablabError) || error.code !== 'device-lost') throw error;
        failed.add(executor.backend);
        note(`${plainError(error).message} Going on with another engine.`);
        await pool.drop(executor);
      }
    }
  } catch (error) {
    return { state: 'failed', error: plainError(error) };
  }
}

async function searchOn(
  pool: ExecutorPool,
  executor: Executor,
  prepared: Prepared,
  job: SearchJob,
  hooks: SearchHooks,
) {
  const plan = planSearch(job, prepared);
  const { openSearch } = await import('../tfjs/darts');
  const data = await pool.dataOn(executor, job.dataId, prepared).handle('train');
  const searcher = await openSearch(executor.backend as Tfjs, data, plan, job, hooks);
  try {
    return await searcher.run();
  } finally {
    searcher.dispose();
  }
}
