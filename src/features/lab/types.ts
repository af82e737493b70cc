// What an open lab offers to the pages of its steps. Pages build on this interface; session.svelte.ts implements it
// with runes, so every property read here in a template or a $derived follows changes by itself.
import type { KeySet } from '$core/table/rowSet';
import type { SearchPoint } from '$core/nas/darts/findings';
import type { SupernetNews, SupernetOutcome } from '$core/nas/supernet/supernet';
import type { BaselineReport } from '$core/baselines/registry';
import type { PlainError } from '$core/errors/error';
import type { DataRef, ExecutorChoice, Lab, NasConfig, Step, TuneConfig, ValidateConfig } from '$core/lab/document';
import type { StudyFile } from '$bridge/readingClient';
import type { ImportWishes } from '$core/run/importStudy/asRun';
import type {
  EpochPoint,
  ImportedOrigin,
  Predictions,
  Progress,
  Repeat,
  RunInfo,
  Surface,
  TrialRecord,
} from '$core/run/types';
import type { DatasetInfo, Roles } from '$core/table/types';
import type { TrainConfig } from '$core/train/config';
import type { RunCommand } from '$workers/study.api';

/** Whether what is on screen is on disk. */
export type SaveState =
  | { readonly kind: 'saved'; readonly at: number }
  | { readonly kind: 'saving' }
  | { readonly kind: 'failed'; readonly error: PlainError };

/** The config of each type of step. */
export interface StepConfigs {
  readonly train: TrainConfig;
  readonly tune: TuneConfig;
  readonly nas: NasConfig;
  readonly validate: ValidateConfig;
}

/** What a person says of a study that is imported: which way is better, and which settings its parameters are. */
export type ImportChoice = Pick<ImportWishes, 'directions' | 'paths' | 'asNetworks'>;

export interface RunOptions {
  /** Overrides the lab's seed for this run: the same study by other luck. */
  readonly seed?: number;
  /** Another document for this run alone. */
  readonly change?: (lab: Lab) => Lab;
  /** Overrides the lab's executor for this run. */
  readonly executor?: ExecutorChoice;
  readonly workers?: number;
  /** Train steps: wait for the command "step" before the first epoch. */
  readonly startPaused?: boolean;
}

/**
 * One run as it goes on, or a finished one read back from its journal. `trials` and `epochs` are grown in place, so
 * that 10,000 trials cost nothing per update: read `version` in the same $derived or $effect to follow them.
 */
export interface LiveRun {
  /** Rises by one with each batch of updates, at most ten times a second. */
  readonly version: number;
  /** null while the step has never run. */
  readonly run: RunInfo | null;
  /** Set for a study that was run elsewhere: what it searched. */
  readonly imported: ImportedOrigin | null;
  /** The lab as it was when this run started: compare it with `session.lab` to mark what changed since. */
  readonly lab: Lab | null;
  /** Starting, queued, running or paused. */
  readonly active: boolean;
  /** Stop was pressed; what it was about may have ended before it heard of that. */
  readonly stopAsked: boolean;
  /** How often the shown study went on after a stop: the ends of trials that it broke off no longer hold, what was made of them neither. */
  readonly goneOn: number;
  /** Trials by arrival. A finished trial replaces its running entry at the same place. */
  readonly trials: readonly TrialRecord[];
  /** The trial with this index, if it has been seen. */
  trial(index: number): TrialRecord | undefined;
  /** Epochs of trials that are still running, by trial index; of finished ones the record's `curve` is used. */
  epochs(trial: number): readonly EpochPoint[];
  /** Trial indexes that have epochs but no terminal record yet. */
  readonly running: readonly number[];
  readonly progress: Progress | null;
  readonly surface: { readonly epoch: number; readonly surface: Surface } | null;
  readonly predictions: readonly Predictions[];
  /** Epochs of the search of a relaxed space, before the first trial. */
  readonly search: readonly SearchPoint[];
  /** Of a search by weight sharing: how the shared weights are doing, and what came of them. */
  readonly supernet: { readonly news?: SupernetNews; readonly outcome?: SupernetOutcome } | null;
  readonly notes: readonly string[];
  /** Why the run failed or could not start. */
  readonly error: PlainError | null;
}

/** What the person points at and has chosen, by row or trial number; one per scope, shared by all its charts. */
export interface Selection {
  selected: KeySet;
  hovered: number | null;
}

/** What simple predictors reach on the hold-out validation rows, and on the test rows. */
export interface Baselines {
  /** Of the lab that was last asked for; null before it is known. */
  readonly report: BaselineReport | null;
  /** On the test rows: for a page where models have been chosen already. */
  readonly tested: BaselineReport | null;
  /** Has them computed in the table worker unless they are known: once for the same data, features and split. */
  want(lab: Baselined, dataset: DatasetInfo, part?: 'validation' | 'test'): void;
  /** Those of such a lab, if they were computed while it has been open. */
  known(lab: Baselined, sha256: string): BaselineReport | undefined;
  /** Keeps what was computed elsewhere, for whoever asks next. */
  keep(lab: Baselined, sha256: string, report: BaselineReport): void;
}
/** Whether the features can be made as the lab says. */
export interface Preparation {
  tell(lab: Lab, broken: boolean): void;
  broken(lab: Lab): boolean;
}
/** What of a lab decides its baselines: all that prepares its data. */
export type Baselined = Pick<Lab, 'seed' | 'roles' | 'labels' | 'rows' | 'features' | 'split' | 'types'>;

export interface LabSession {
  readonly id: string;
  /** The document. Never change it in place: use `update`. */
  readonly lab: Lab;
  readonly saved: SaveState;
  /** True while another tab holds the lab; `update` and `run` then do nothing. */
  readonly readonly: boolean;
  takeOver(): Promise<void>;

  /** One undoable edit, saved at once. Consecutive edits with one label within a second become one undo step. */
  update(label: string, change: (lab: Lab) => Lab): void;
  /** The same for one step's config. */
  updateStep<T extends Step['type']>(
    label: string,
    stepId: string,
    type: T,
    change: (config: StepConfigs[T]) => StepConfigs[T],
  ): void;
  undo(): void;
  redo(): void;
  /** Label of the edit that undo or redo would change back, or null. */
  readonly undoLabel: string | null;
  readonly redoLabel: string | null;

  /** The stored data set that the lab names; null while it is being made or when it is missing. */
  readonly dataset: DatasetInfo | null;
  readonly dataProgress: Progress | null;
  /** `dataset-missing` with name and hash when the person must supply a file. */
  readonly dataError: PlainError | null;
  /** Roles as the lab has them: target, task, left-out columns. */
  readonly roles: Roles;
  /** Points the lab at other data with the roles proposed for it. One undoable edit. */
  setData(ref: DataRef, dataset: DatasetInfo, roles: Roles): void;
  /** Makes sure that the data set is stored, and loads its description. Called on opening and after `setData`. */
  ensureData(): Promise<void>;

  readonly baselines: Baselines;
  readonly preparation: Preparation;

  step(stepId: string): Step | undefined;
  /** Appends a step with sensible defaults; returns its id. */
  addStep(type: Step['type']): string;
  removeStep(stepId: string): void;

  /** All runs of the lab, newest first, hidden ones too. */
  readonly runs: readonly RunInfo[];
  /** The shown run of a step: the newest that is not hidden, or the one chosen with `show`. */
  live(stepId: string): LiveRun;
  show(runId: string): Promise<void>;
  /** Starts a run. Rejects never: failures appear in `live(stepId).error`. Resolves when the run has ended. */
  run(stepId: string, options?: RunOptions): Promise<void>;
  /** Goes on with a run that was interrupted, or a study that was stopped: trials that the stop broke off have not ended then. */
  resume(runId: string): Promise<void>;
  command(stepId: string, command: RunCommand): Promise<void>;
  /** Trains a trial's configuration for more epochs, as a train run of its own; with `seed` under another one. */
  trainLonger(runId: string, trial: number, epochs: number, seed?: Repeat['seed']): Promise<void>;
  /** Keeps the weights of a trial beside those of the best one; resolves with their SHA-256, or null when it failed or was stopped. */
  keep(runId: string, trial: number): Promise<string | null>;
  /** The trial that is trained again to be kept, and the end of that: until then nothing else runs. */
  readonly keeping: {
    readonly of: { readonly run: string; readonly trial: number } | null;
    readonly going: boolean;
    stop(): void;
  };
  hide(runId: string, hidden: boolean): Promise<void>;
  /** Keeps a study of a file of another program as a finished run of the step, and shows it. Rejects as `StudyFile.keep`. */
  importStudy(stepId: string, file: Pick<StudyFile, 'keep'>, which: number, choice: ImportChoice): Promise<void>;
  /** The step's shown run no longer matches the lab: its config, data, features, split or seed changed. */
  stale(stepId: string): boolean;
  /** Whether anything of this lab is running. */
  readonly busy: boolean;

  /** Selection of a scope: a step id for trials, `rows` for rows of the data set. */
  selection(scope: string): Selection;
}
