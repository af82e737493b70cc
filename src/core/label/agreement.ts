// Two label columns side by side: what each says of the rows that both have, and where they differ.
import { asCategories, sortNames } from '../pipeline/values';
import type { Column } from '../table/types';

export interface Agreement {
  /** Classes that occur in either, in order. */
  readonly classes: readonly string[];
  /** classes x classes, the first column's class by row. */
  readonly counts: Uint32Array;
  readonly disagreements: Uint32Array;
  /** Rows that only one of them, or neither, has labelled. */
  readonly left: number;
}

/** `order`: classes from first to last, for ordered ones; others follow by name. Null where one is of images. */
export function agreementOf(a: Column, b: Column, order: readonly string[] = []): Agreement | null {
  const [first, second] = [asCategories(a), asCategories(b)];
  if (!first || !second) return null;
  const used = new Set<string>();
  for (const { codes, dictionary } of [first, second]) {
    for (const code of codes) if (code >= 0) used.add(dictionary[code]);
  }
  const known = order.filter((name) => used.has(name));
  const classes = [...known, ...sortNames([...used].filter((name) => !known.includes(name)))];
  const place = new Map(classes.map((name, i) => [name, i]));
  const placesOf = (dictionary: readonly string[]) => dictionary.map((name) => place.get(name) ?? -1);
  const [ofFirst, ofSecond] = [placesOf(first.dictionary), placesOf(second.dictionary)];
  const counts = new Uint32Array(classes.length * classes.length);
  const disagreements: number[] = [];
  let left = 0;
  for (let row = 0; row < first.codes.length; row++) {
    if (first.codes[row] < 0 || second.codes[row] < 0) {
      left++;
      continue;
    }
    const [i, j] = [ofFirst[first.codes[row]], ofSecond[second.codes[row]]];
    counts[i * classes.length + j]++;
    if (i !== j) disagreements.push(row);
  }
  return { classes, counts, disagreements: Uint32Array.from(disagreements), left };
}
