// What the replay worker offers: searches replayed on a table of known results. Types only.
import type { Look } from '$core/replay/look';
import type { ReplayOptions } from '$core/replay/replay';
import type { TableChoices } from '$core/replay/table';
import type { Progress } from '$core/run/types';
import type { ParamValues } from '$core/space/space';

/** A file's text. */
export interface TableText {
  readonly name: string;
  readonly text: string;
}

export interface Contender {
  readonly type: string;
  readonly label: string;
  /** Why it cannot search the table; null when it can. */
  readonly problem: string | null;
}

export interface TableDescription {
  /** What was taken for what, line by line. */
  readonly notes: readonly string[];
  readonly configurations: number;
  /** The best configuration of the table and its result, the mean where it was evaluated several times. */
  readonly best: { readonly params: ParamValues; readonly value: number };
  /** Values of the genes, where one of them may add nothing. */
  readonly geneValues: readonly string[];
  readonly samplers: readonly Contender[];
  readonly strategies: readonly Contender[];
}

/** One search that is over. */
export interface ReplayedSearch {
  /** Number of the contender: samplers first, then strategies. */
  readonly contender: number;
  readonly label: string;
  readonly seed: number;
  /** After each number of trials: what is left to the best of the table. */
  readonly regrets: Float64Array;
  /** Milliseconds of an ask, on average. */
  readonly askMs: number;
}

export interface ReplayApi {
  /** Rejects with `replay-file` or `replay-size`. */
  look(table: TableText): Promise<Look>;
  /** Rejects with `replay-*`. */
  describe(table: TableText, choices: TableChoices): Promise<TableDescription>;
  /** All contenders, seed by seed; `found` after each search. Rejects with what one says against the table, or `aborted`. */
  replay(
    table: TableText,
    choices: TableChoices,
    options: ReplayOptions,
    on: (progress: Progress) => void,
    found: (search: ReplayedSearch) => void,
  ): Promise<void>;
  /** Stops what is going on. */
  stop(): Promise<void>;
}
