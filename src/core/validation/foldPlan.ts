// How a cross-validation is described: which folds, how many, and one of them.

export const foldMethods = ['kfold', 'stratified', 'grouped', 'time'] as const;
export type FoldMethod = (typeof foldMethods)[number];

/** How rows are dealt to folds. */
export interface FoldPlan {
  readonly method: FoldMethod;
  readonly folds: number;
  /** Rounds with new shuffles; 1 where left out. Folds in time order have one round. */
  readonly repeats?: number | undefined;
  /** The group or time column; left out: the one of the split. */
  readonly column?: string | undefined;
}

/** One fold: `index` counts through all rounds, 0 to folds x repeats - 1. */
export interface FoldChoice extends FoldPlan {
  readonly index: number;
  /** A fold of this fold's training rows, for choosing within it. */
  readonly inner?: FoldChoice;
}

/** Folds of all rounds. */
export const foldCount = ({ folds, repeats = 1 }: FoldPlan): number => folds * repeats;

/** Numbers of a fold and of the fold within it: names of their streams. */
export const foldNumbers = ({ index, inner }: FoldChoice): number[] => [index, ...(inner ? foldNumbers(inner) : [])];
