// The search of a relaxed space on one trainer, before the first trial: started once more when its trainer dies, from its
// last checkpoint, and told epoch by epoch.
import { plainError, TablabError, type PlainError } from '$core/errors/error';
import type { SearchPoint } from '$core/nas/darts/findings';
import type { RelaxedSearch } from '$core/nas/search';
import type { Checkpoint } from '$core/run/checkpoint';
import type { SearchMessage } from '$core/run/search';
import type { TrainerSlot } from './trainerSlot';
import type { TrialContext } from './trial';

export interface DiscoveryContext extends Pick<TrialContext, 'plan' | 'executor' | 'checkpointEvery'> {
  paused(): boolean;
  stopped(): boolean;
  checkpoint(): Promise<Checkpoint | undefined>;
  steps(done: number, total: number): void;
  note(text: string): void;
  /** Resolves when it is stored. */
  keep(checkpoint: Checkpoint): void | Promise<void>;
  /** An epoch that is new in the findings. */
  point(point: SearchPoint): void;
}

const maxDeaths = 2;

/** Runs the search to its end, or until it is stopped; what went wrong, if anything did. */
export async function discover(
  slot: Pick<TrainerSlot, 'ready' | 'search'>,
  { findings, options }: RelaxedSearch,
  context: DiscoveryContext,
): Promise<PlainError | null> {
  const { plan, executor, checkpointEvery } = context;
  const { step } = plan;
  if (step.type !== 'nas') return null;
  let last: Checkpoint | undefined;
  const on = (message: SearchMessage) => {
    if (message.type === 'note') context.note(message.text);
    else if (message.type === 'steps') context.steps(message.done, message.total);
    else if (message.type === 'checkpoint') return context.keep((last = message.checkpoint));
    else {
      findings.tell(message.point);
      context.point(message.point);
    }
  };
  for (let deaths = 1; ; deaths++) {
    try {
      await slot.ready();
      if (context.stopped()) return null;
      const from = last ?? (await context.checkpoint());
      const job = {
        seed: plan.study.seed,
        executor,
        base: plan.base,
        space: step.config.space,
        options,
        points: findings.all,
        checkpointEvery,
        ...(from ? { from } : {}),
        ...(context.paused() ? { startPaused: true } : {}),
      };
      const { error, state } = await slot.search(job, on);
      if (error && !context.stopped()) return error;
      if (state === 'done' || context.stopped()) return null;
    } catch (error) {
      if (context.stopped()) return null;
      const died = error instanceof TablabError && ['worker-died', 'worker-failed'].includes(error.code);
      if (died && deaths < maxDeaths) continue;
      return plainError(error);
    }
  }
}
