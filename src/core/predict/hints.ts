// What a form for one row says of each column: its type, its range or its words, and a typical value to begin with.
import { dateText } from '../table/values/dates';
import type { ColumnType } from '../table/types';
import { short } from './finding';
import type { ColumnProfile } from './profile';

export interface ColumnHint {
  readonly name: string;
  readonly type: ColumnType;
  readonly kind: ColumnProfile['kind'];
  /** Words to choose from, the most frequent first; null where anything may be typed. */
  readonly options: readonly string[] | null;
  /** `18 to 90`, `3 different`; empty for none. */
  readonly range: string;
  readonly typical: string;
  readonly whole: boolean;
}

/** Categories that a list offers; more are typed. */
const mostOptions = 200;

export function hintOf({ name, type, stored, kind, range, categories, typical }: ColumnProfile): ColumnHint {
  const say = (value: number) => (stored === 'date' ? dateText(value) : short(value));
  const listed = categories !== null && type !== 'text' && categories.size <= mostOptions;
  const yesNo = kind === 'number' && stored === 'boolean';
  return {
    name,
    type,
    kind,
    options: yesNo ? ['true', 'false'] : listed ? [...categories.keys()] : null,
    range:
      yesNo || listed
        ? ''
        : range
          ? `${say(range.low)} to ${say(range.high)}`
          : categories && type !== 'text'
            ? `${categories.size.toLocaleString('en')} different`
            : '',
    typical: typical ?? '',
    whole: range?.whole ?? false,
  };
}
