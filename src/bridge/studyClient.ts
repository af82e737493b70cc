// The page's view of the study worker. It outlives the worker: after a death the next call spawns another, and what
// was journaled is there.
import { TablabError } from '$core/errors/error';
import type { Repeat, RunInfo, RunUpdate, TrialRecord } from '$core/run/types';
import { Link, type WorkerLike } from '$workers/lib/link';
import type { PlanRequest, PlanSummary, RunCommand, RunRequest, StudyApi } from '$workers/study.api';
import type { BackendReport } from '$workers/trainer.api';
import { givenUp } from './givenUp';

type OnUpdates = (updates: RunUpdate[]) => void;

export interface StudyClient {
  /** What this device can train on. */
  probe(): Promise<BackendReport[]>;
  /** What a training step of a configuration does on our engine. */
  plan(request: PlanRequest): Promise<PlanSummary>;
  /**
   * Starts a run. The first update carries its id; resolves when it is over or paused for good. `signal` gives it up at once
   * while it is got ready, before that update: rejects with `aborted`, and there is no run.
   */
  start(request: RunRequest, on: OnUpdates, signal?: AbortSignal): Promise<RunInfo>;
  /** `stop`: as for `start`; the run stays as it was. */
  resume(runId: string, on: OnUpdates, options?: { takeOver?: boolean }, stop?: AbortSignal): Promise<RunInfo>;
  command(runId: string, command: RunCommand): Promise<void>;
  /** `stop`: as for `start`. */
  trainLonger(
    runId: string,
    trial: number,
    epochs: number,
    on: OnUpdates,
    seed?: Repeat['seed'],
    stop?: AbortSignal,
  ): Promise<RunInfo>;
  /** Trains one trial again, keeps its weights; SHA-256 of the artifact. `stop` ends that: rejects with `aborted`. */
  keep(runId: string, trial: number, stop?: AbortSignal): Promise<string>;
  trials(runId: string): Promise<TrialRecord[]>;
  /** Called when the worker died by itself; running studies are then interrupted and can be resumed. */
  onDeath(listener: (error: TablabError) => void): () => void;
  /** Ends the worker at once. Finished trials are journaled; a running study becomes interrupted. */
  terminate(): void;
}

const spawnStudy = (name: string): WorkerLike =>
  new Worker(new URL('../../workers/study.worker.ts', import.meta.url), { type: 'module', name });

export function createStudyClient(spawn = spawnStudy): StudyClient {
  const link = new Link<StudyApi>({ label: 'study', spawn });
  const alone = () => link.pendingCalls === 1;
  const end = () => link.terminate(new TablabError('aborted'));
  const ask = (name: string) => link.call('giveUp', [name]);
  const cancel = (runId: string) => link.call('command', [runId, { type: 'cancel' }]);
  /** What goes on is not begun anew: it is never cancelled, and a worker with other runs is waited for. */
  const stopped = <T>(
    runId: string,
    stop: AbortSignal | undefined,
    on: OnUpdates,
    call: (heard: OnUpdates) => Promise<T>,
  ) => givenUp(stop, on, { call, alone, end, ask: () => ask(runId) });
  return {
    probe: () => link.call('probe', []),
    plan: (request) => link.call('plan', [request]),
    start: (request, on, signal) =>
      givenUp(signal, on, {
        call: (heard) => link.call('start', [request, heard]),
        alone,
        end,
        ask: () => ask(request.labId),
        cancel,
      }),
    resume: (runId, on, options, stop) =>
      stopped(runId, stop, on, (heard) => link.call('resume', [runId, heard, options])),
    command: (runId, command) => link.call('command', [runId, command]),
    trainLonger: (runId, trial, epochs, on, seed, stop) =>
      givenUp(stop, on, {
        call: (heard) => link.call('trainLonger', [runId, trial, epochs, heard, seed]),
        alone,
        end,
        ask: () => ask(runId),
        cancel,
      }),
    keep: (runId, trial, stop) =>
      stopped(
        runId,
        stop,
        () => undefined,
        () => link.call('keep', [runId, trial]),
      ),
    trials: (runId) => link.call('trials', [runId]),
    onDeath: (listener) => link.onDeath(listener),
    terminate: end,
  };
}
