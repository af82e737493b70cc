// Which rows are for training, validation and test. Depends on the seed, the shares and, where there are classes, on
// the class of each row; never on features, so a feature can change without moving a row from one split to another.
import { TablabError } from '../errors/error';
import type { SplitConfig } from '../lab/document';
import { Stream } from '../rng/stream';

export interface RowSplit {
  /** Ascending row numbers; together all rows given, none twice. */
  readonly train: Uint32Array<ArrayBuffer>;
  readonly validation: Uint32Array<ArrayBuffer>;
  readonly test: Uint32Array<ArrayBuffer>;
}

/** Fewer rows say nothing worth validating. */
export const minimumRows = 10;

/**
 * Splits `rows` at random. Sizes are the shares rounded, at least one row each where a share is above 0. With
 * `classOf` (class index by row number) every class is split in the same shares, to within one row, and keeps at
 * least one training row. Throws `too-few-rows` or `split-no-training`.
 */
export function splitRows(
  rows: Uint32Array,
  classOf: Int32Array | null,
  { validation, test }: SplitConfig,
  seed: number,
): RowSplit {
  const count = rows.length;
  if (count < minimumRows) throw new TablabError('too-few-rows', { rows: count, needed: minimumRows });
  const sizes = {
    validation: Math.max(1, Math.round(count * validation)),
    test: test === 0 ? 0 : Math.max(1, Math.round(count * test)),
  };
  if (sizes.validation + sizes.test >= count) throw new TablabError('split-no-training', { validation, test });

  const strata = stratify(Stream.of(seed, 'split').shuffle(Uint32Array.from(rows)), classOf);
  const parts = { train: [] as number[], validation: [] as number[], test: [] as number[] };
  let seen = 0;
  const due = { validation: 0, test: 0 };
  for (const stratum of strata) {
    seen += stratum.length;
    // What each split should hold after this class, less what it held before: rounding never adds up over classes.
    const share = (split: 'validation' | 'test') => {
      const before = due[split];
      due[split] = Math.round((seen * sizes[split]) / count);
      return due[split] - before;
    };
    const nValidation = Math.min(share('validation'), stratum.length - 1);
    const nTest = Math.min(share('test'), stratum.length - 1 - nValidation);
    stratum.forEach((row, i) =>
      parts[i < nValidation ? 'validation' : i < nValidation + nTest ? 'test' : 'train'].push(row),
    );
  }
  // The row due may have fallen to a class of one row, which keeps it for training: a larger class gives one instead.
  for (const split of ['validation', 'test'] as const) {
    if (sizes[split] > 0 && parts[split].length === 0) lend(strata, parts.train, parts[split]);
  }
  if (parts.validation.length === 0) throw new TablabError('too-few-rows', { rows: count, needed: 2 * strata.length });
  const ascending = (part: number[]) => Uint32Array.from(part).sort();
  return { train: ascending(parts.train), validation: ascending(parts.validation), test: ascending(parts.test) };
}

/** Moves one row from `train` to `to`: the last of the class with the most training rows, where one has two. */
function lend(strata: number[][], train: number[], to: number[]): void {
  const training = new Set(train);
  const left = strata.map((stratum) => stratum.filter((row) => training.has(row)));
  const largest = left.reduce((best, rows) => (rows.length > best.length ? rows : best));
  if (largest.length < 2) return;
  to.push(...train.splice(train.indexOf(largest[largest.length - 1]), 1));
}

/** The shuffled rows by class, in order of class index. */
function stratify(shuffled: Uint32Array, classOf: Int32Array | null): number[][] {
  if (!classOf) return [Array.from(shuffled)];
  const byClass: number[][] = [];
  for (const row of shuffled) (byClass[classOf[row]] ??= []).push(row);
  return byClass.filter((stratum) => stratum !== undefined);
}
