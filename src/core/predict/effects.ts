// What a fitted column makes of a value that training did not have, in words. docs/methods/predicting.md says the same at
// length; tests/unit/predict/effects.test.ts holds the words against the numbers that `encode` gives.
import type { FittedColumn, FittedPipeline } from '../pipeline/fitted';
import { quoted, short } from './finding';

export type Reads = 'numbers' | 'categories' | 'texts' | 'images' | 'steps';

/** How the pipeline reads a column of the data; `steps`: only steps on the table do. */
export function readsOf(pipeline: Pick<FittedPipeline, 'columns'>, name: string): Reads {
  const kind = fittedOf(pipeline, name)?.kind;
  if (kind === undefined) return 'steps';
  if (kind === 'number' || kind === 'steps') return 'numbers';
  if (kind === 'image') return 'images';
  return kind === 'onehot' || kind === 'codes' || kind === 'encoded' || kind === 'hashed' ? 'categories' : 'texts';
}

/** Of each pipeline's columns, where each is: a table may have thousands, and every one of them is looked up. */
const places = new WeakMap<FittedPipeline['columns'], ReadonlyMap<string, FittedColumn>>();

/** The first fitted column of that name. */
export function fittedOf({ columns }: Pick<FittedPipeline, 'columns'>, name: string): FittedColumn | undefined {
  let byName = places.get(columns);
  if (!byName) {
    const found = new Map<string, FittedColumn>();
    for (const one of columns) if (!found.has(one.column)) found.set(one.column, one);
    places.set(columns, (byName = found));
  }
  return byName.get(name);
}

const throughSteps = 'the steps on the table take it as missing';

/** Of a missing value. `derived`: steps on the table come before the column. */
export function missingEffect(fitted: FittedColumn | undefined, derived: boolean): string {
  if (!fitted) return throughSteps;
  const first = derived ? 'the steps on the table come first; what they leave missing is ' : '';
  switch (fitted.kind) {
    case 'number':
      return `${first}filled with ${value(fitted, fitted.fill)}`;
    case 'steps':
      return `${first}filled with ${value(fitted, fitted.fill)}${fitted.mark ? ', and marked as missing' : ''}`;
    case 'onehot':
      if (fitted.fill !== undefined) return `${first}taken for "${quoted(fitted.fill)}"`;
      return first + (fitted.missing ? 'its own feature for missing values' : '0 in all its features');
    case 'codes':
      return first + (fitted.fill !== undefined ? `taken for "${quoted(fitted.fill)}"` : 'the code for unknown');
    case 'encoded':
      return (
        first +
        (fitted.fill !== undefined
          ? `taken for "${quoted(fitted.fill)}"`
          : `the number ${fitted.table.missing.map(short).join(', ')} before scaling`)
      );
    case 'hashed':
      return first + (fitted.fill !== undefined ? `taken for "${quoted(fitted.fill)}"` : '0 in all its features');
    case 'tokens':
      return first + (fitted.fill !== undefined ? `taken for "${quoted(fitted.fill)}"` : 'padding alone');
    case 'image':
      return 'nothing: an image is never missing';
    default:
      return first + (fitted.fill !== undefined ? `taken for "${quoted(fitted.fill)}"` : 'a text without terms');
  }
}

/** Of a category that no training row had. */
export function unseenEffect(fitted: FittedColumn | undefined, derived: boolean): string {
  const first = derived && fitted ? 'after the steps on the table, ' : '';
  switch (fitted?.kind) {
    case 'onehot':
      return first + (fitted.other ? 'the feature that rare categories share, "(other)"' : '0 in all its features');
    case 'codes':
      return first + (fitted.other ? 'the code that rare categories share' : 'the code for unknown');
    case 'encoded': {
      const number = fitted.table.unseen.map(short).join(', ');
      const what = { ordinal: 'no place in the order', count: 'a frequency of none', target: 'the mean of the target' };
      const words = what[fitted.encoder as keyof typeof what];
      return `${first}${words ? `${words}, ` : ''}the number ${number} before scaling`;
    }
    case 'hashed':
      return `${first}one of the ${fitted.size} features, by its hash, like every category`;
    case undefined:
      return 'what the steps on the table make of it';
    case 'tokens':
      return `${first}its words in order, unknown ones as one code`;
    default:
      return `${first}its terms that training knew`;
  }
}

/** Of a number beyond the training range. */
export function rangeEffect(fitted: FittedColumn | undefined, derived: boolean): string {
  if (fitted?.kind === 'steps') {
    const types = [...fitted.transforms, fitted.scale].map(({ type }) => type);
    if (types.includes('clip')) return 'the number at the clip limit, where it lies beyond it';
    if (types.includes('outliers')) return 'the mean or median of the others, where it lies beyond the limits';
    if (types.includes('bins') || types.includes('targetBins')) return 'the first or the last bin';
    if (types.includes('quantile')) return 'the lowest or the highest rank';
  }
  if (fitted?.kind === 'number' || fitted?.kind === 'steps')
    return `${derived ? 'after the steps on the table, ' : ''}the number as it is, where nothing was learned`;
  return 'what the steps on the table make of it';
}

function value({ type }: { type: 'numeric' | 'date' | 'boolean' }, x: number): string {
  if (type === 'date' && Math.abs(x) < 8.64e15) return new Date(x).toISOString().slice(0, 10);
  if (type === 'boolean') return x === 1 ? 'true' : x === 0 ? 'false' : short(x);
  return short(x);
}
