// What a trainer worker offers to the study worker. Types only.
import type { Prepared } from '$core/pipeline/prepared';
import type { SearchJob, SearchMessage, SearchOutcome } from '$core/run/search';
import type {
  AutoChoice,
  BackendReport,
  Listener,
  TrialCommand,
  TrialJob,
  TrialMessage,
  TrialOutcome,
} from '$core/run/trial';
import type { TrainConfig } from '$core/train/config';

export type {
  AutoChoice,
  BackendReport,
  Checkpoint,
  TrialCommand,
  TrialJob,
  TrialMessage,
  TrialOutcome,
} from '$core/run/trial';

export interface TrainerApi {
  probe(): Promise<BackendReport[]>;
  load(dataId: string, prepared: Prepared): Promise<void>;
  unload(dataId: string): Promise<void>;
  /**
   * What `auto` means for this configuration on this machine: measured where a GPU could win, 300 ms at most. For the
   * conductor to ask once and then to name in all jobs of a run, so that its trials share one engine.
   */
  choose(dataId: string, config: TrainConfig): Promise<AutoChoice>;
  run(job: TrialJob, on: Listener<TrialMessage>): Promise<TrialOutcome>;
  /** Searches a relaxed space; commands reach it under `searchNumber`. */
  search(job: SearchJob, on: Listener<SearchMessage>): Promise<SearchOutcome>;
  /** Takes effect at the next batch. `step` runs one epoch, then pauses. */
  control(trial: number, what: TrialCommand): Promise<void>;
}
