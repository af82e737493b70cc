// One column seen as numbers or as categories, whatever it is stored as: a person may override what was inferred.
import type { Column, DictData } from '../table/types';

const truths: ReadonlyMap<string, number> = new Map([
  ...['true', 'yes', 'y', 't', '1', 'on'].map((word) => [word, 1] as const),
  ...['false', 'no', 'n', 'f', '0', 'off'].map((word) => [word, 0] as const),
]);

const numberOf = (text: string): number => {
  const value = text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : NaN;
};

/** The column's values as numbers; NaN where missing or not a number. Booleans are 0 and 1. Images have none. */
export function asNumbers({ type, data }: Column): Float64Array | null {
  if (data.kind === 'image') return null;
  if (data.kind === 'number') return data.values;
  const read = type === 'boolean' ? (text: string) => truths.get(text.trim().toLowerCase()) ?? NaN : numberOf;
  const byCode = data.dictionary.map(read);
  return Float64Array.from(data.codes, (code) => (code < 0 ? NaN : byCode[code]));
}

/** The column's values as categories; null for images. Dates read as ISO text, booleans as true and false. */
export function asCategories({ type, data }: Column): Pick<DictData, 'codes' | 'dictionary'> | null {
  if (data.kind === 'image') return null;
  if (data.kind === 'dict') return data;
  const name = (value: number) =>
    type === 'date' ? new Date(value).toISOString() : type === 'boolean' ? String(value !== 0) : String(value);
  const index = new Map<number, number>();
  const codes = Int32Array.from(data.values, (value) => {
    if (Number.isNaN(value)) return -1;
    const known = index.get(value);
    if (known !== undefined) return known;
    index.set(value, index.size);
    return index.size - 1;
  });
  return { codes, dictionary: [...index.keys()].map(name) };
}

/** Whether a dictionary reads entirely as yes and no. */
export const isYesNo = (dictionary: readonly string[]): boolean =>
  dictionary.every((text) => truths.has(text.trim().toLowerCase()));

/** By value where all names are numbers (2 before 10), else by UTF-16 code unit: the same everywhere, in no locale. */
export function sortNames(names: readonly string[]): string[] {
  const numeric = names.every((name) => !Number.isNaN(numberOf(name)));
  return [...names].sort((a, b) => (numeric && Number(a) !== Number(b) ? Number(a) - Number(b) : a < b ? -1 : 1));
}
