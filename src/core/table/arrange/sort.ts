// Rows in the order of a column: stable, missing last in either direction. Words that are all numbers sort as numbers,
// others without regard to capitals, then by code unit: the same in every language of the browser.
import { orderFloats } from '../../math/radix';
import type { Column } from '../types';

/** The given rows in order; images leave it as it is. */
export function sortRows(
  column: Column,
  rows: Uint32Array<ArrayBuffer>,
  descending: boolean,
): Uint32Array<ArrayBuffer> {
  const { data } = column;
  if (data.kind === 'image') return rows;
  const keys = new Float64Array(rows.length);
  if (data.kind === 'number') for (let i = 0; i < rows.length; i++) keys[i] = data.values[rows[i]];
  else {
    const places = placesOf(data.dictionary);
    for (let i = 0; i < rows.length; i++) {
      const code = data.codes[rows[i]];
      keys[i] = code < 0 ? NaN : places[code];
    }
  }
  return orderFloats(keys, descending).map((place) => rows[place]);
}

/** The place of each word among the sorted words; equal but for capitals share none. */
function placesOf(dictionary: readonly string[]): Float64Array {
  const numbers = dictionary.map((word) => (word.trim() === '' ? NaN : Number(word)));
  if (numbers.every(Number.isFinite)) return Float64Array.from(numbers);
  const lower = dictionary.map((word) => word.toLowerCase());
  const less = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const order = dictionary
    .map((_, code) => code)
    .sort((a, b) => less(lower[a], lower[b]) || less(dictionary[a], dictionary[b]));
  const places = new Float64Array(dictionary.length);
  order.forEach((code, place) => (places[code] = place));
  return places;
}
