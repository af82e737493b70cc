// What the study worker, the conductor of a run, offers to the page. Types only.
import type { ExecutorChoice, Lab } from '$core/lab/document';
import type { Repeat, RunInfo, RunUpdate, TrialRecord } from '$core/run/types';
import type { PlanRequest, PlanSummary } from '$engine/train/planSummary';
import type { BackendReport } from './trainer.api';

export interface RunRequest {
  readonly labId: string;
  readonly lab: Lab;
  readonly step: string;
  /** SHA-256 of the stored data set, as `ensure` of the table worker returned it for the lab's data. */
  readonly dataset: string;
  /** Overrides the lab's executor. */
  readonly executor?: ExecutorChoice;
  /** Trainer workers; left out: one per core less one for the page when there are more than two. */
  readonly workers?: number;
  /** Train steps: wait for "step" before the first epoch. */
  readonly startPaused?: boolean;
  /** Takes the lab from another tab that runs it; without it such a start throws `lab-held`. */
  readonly takeOver?: boolean;
}

export type RunCommand =
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'step' }
  | { readonly type: 'cancel' }
  | { readonly type: 'stopTrial'; readonly trial: number };

export type { PlanRequest, PlanSummary } from '$engine/train/planSummary';

export interface StudyApi {
  /**
   * What was asked for and can still be left: a run of this lab that is got ready, or by the id of a run going on with it,
   * training a trial of it longer, or keeping one. The call rejects with `aborted`.
   */
  giveUp(name: string): Promise<void>;
  probe(): Promise<BackendReport[]>;
  /** What a training step of a configuration does on our engine; throws what keeps it from being compiled. */
  plan(request: PlanRequest): Promise<PlanSummary>;
  /** Opens a run, journals it and conducts it to its end; resolves with the final info. */
  start(request: RunRequest, on: (updates: RunUpdate[]) => void): Promise<RunInfo>;
  /** Replays the journal of an interrupted or paused run and conducts the rest. */
  resume(
    runId: string,
    on: (updates: RunUpdate[]) => void,
    options?: { readonly takeOver?: boolean },
  ): Promise<RunInfo>;
  command(runId: string, command: RunCommand): Promise<void>;
  /**
   * Trains a trial's configuration for more epochs, as a train run of its own, from the trial's own start. `seed`: from
   * another start and with another order of batches; the split stays.
   */
  trainLonger(
    runId: string,
    trial: number,
    epochs: number,
    on: (updates: RunUpdate[]) => void,
    seed?: Repeat['seed'],
  ): Promise<RunInfo>;
  /** Trains one trial of a finished study again and keeps its weights as the run's `best` artifact. */
  keep(runId: string, trial: number): Promise<string>;
  trials(runId: string): Promise<TrialRecord[]>;
}
