// The target of new rows, where they have it: read as the model learned it, so that what it predicts can be judged.
import type { FittedPipeline } from '../pipeline/fitted';
import { encodeTarget } from '../pipeline/target';
import { ordinary } from '../pipeline/allocate';
import { asCategories, asNumbers } from '../pipeline/values';
import type { Column } from '../table/types';
import { conform } from './conform';
import type { ColumnProfile } from './profile';

export interface ActualTarget {
  /** By row: class index or the value as training computes with it; NaN where there is none. */
  readonly encoded: Float32Array;
  readonly present: number;
  /** Rows with something that the model cannot predict. */
  readonly unread: number;
  readonly example: string;
}

type Meaning = Pick<FittedPipeline, 'task' | 'classes' | 'targetScale'>;

/** `column`: of the new table; `want`: the target's column in the training data. */
export function actualTarget(
  column: Column,
  want: ColumnProfile,
  { task, classes, targetScale }: Meaning,
): ActualTarget | null {
  if (column.data.kind === 'image' || want.kind === 'image') return null;
  const { column: made, unread, example } = conform(column, want);
  const rows = Uint32Array.from({ length: lengthOf(made) }, (_, row) => row);
  if (task === 'regression') {
    const values = asNumbers(made)!;
    const encoded = encodeTarget({ kind: 'values', values }, targetScale, rows, ordinary);
    return { encoded, present: countPresent(encoded), unread, example: example ?? '' };
  }
  const { codes, dictionary } = asCategories(made)!;
  const place = new Map(classes.map((name, i) => [name, i]));
  const byCode = dictionary.map((name) => place.get(name) ?? NaN);
  let strange = 0;
  let first = example ?? '';
  const encoded = Float32Array.from(codes, (code) => {
    if (code < 0) return NaN;
    if (Number.isNaN(byCode[code]) && strange++ === 0 && first === '') first = dictionary[code];
    return byCode[code];
  });
  return { encoded, present: countPresent(encoded), unread: unread + strange, example: first };
}

const lengthOf = ({ data }: Column) =>
  data.kind === 'number' ? data.values.length : data.kind === 'dict' ? data.codes.length : 0;
const countPresent = (values: Float32Array) => values.reduce((sum, value) => sum + Number(!Number.isNaN(value)), 0);
