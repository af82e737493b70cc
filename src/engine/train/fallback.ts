// A trial that survives the loss of its graphics device: tried once more on the same backend, then on the next ones.
// It goes on from the last checkpoint that was handed out, or from where the job started.
import { plainError, TablabError } from '$core/errors/error';
import type { Prepared } from '$core/pipeline/prepared';
import type { Checkpoint, TrialJob, TrialMessage, TrialOutcome } from '$core/run/trial';
import type { BackendName } from '../executor';
import type { ExecutorPool } from './pool';
import { runTrial, type TrialHooks } from './runTrial';

/** How often one backend may lose its device in one trial. */
const triesEach = 2;

export async function runWithFallback(
  pool: ExecutorPool,
  prepared: Prepared,
  job: TrialJob,
  hooks: TrialHooks,
): Promise<TrialOutcome> {
  const note = (text: string) => void hooks.on({ type: 'note', trial: job.trial, text });
  const failed = new Set<BackendName>();
  const losses = new Map<BackendName, number>();
  let from: Checkpoint | undefined = job.from;
  const on = (message: TrialMessage) => {
    if (message.type === 'checkpoint') from = message.checkpoint;
    return hooks.on(message);
  };
  for (;;) {
    const { executor, notes } = await pool.create(job.executor, failed);
    notes.forEach(note);
    const { backend } = executor;
    try {
      const data = pool.dataOn(executor, job.dataId, prepared);
      return await runTrial(executor, data, { ...job, ...(from && { from }) }, { ...hooks, on });
    } catch (error) {
      if (!(error instanceof TablabError) || error.code !== 'device-lost') throw error;
      const lost = (losses.get(backend) ?? 0) + 1;
      losses.set(backend, lost);
      if (lost >= triesEach) failed.add(backend);
      note(`${plainError(error).message} ${lost < triesEach ? 'Trying again.' : 'Going on with another engine.'}`);
      await pool.drop(executor);
    }
  }
}
