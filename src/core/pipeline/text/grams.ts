// A text as the pieces that are counted: words, or runs of characters, one or several in a row. scikit-learn's text
// vectorizers with their default token pattern: a word is two letters, digits or underscores, or more.

export type Analyzer = 'word' | 'char' | 'charWb';

/** How a text is taken apart. */
export interface Grams {
  readonly analyzer: Analyzer;
  /** Fewest and most pieces in a row, 1 or more. */
  readonly from: number;
  readonly to: number;
  readonly lowercase: boolean;
}

const wordPattern = /[\p{L}\p{N}_]{2,}/gu;

/** Every piece as often as it occurs. */
export function gramsOf(text: string, { analyzer, from, to, lowercase }: Grams): string[] {
  const source = lowercase ? text.toLowerCase() : text;
  if (analyzer === 'word') return runs(source.match(wordPattern) ?? [], from, to, ' ');
  const even = source.replace(/\s\s+/gu, ' ');
  if (analyzer === 'char') return runs(Array.from(even), from, to, '');
  return even.split(/\s+/u).flatMap((word) => (word === '' ? [] : withinWord(Array.from(` ${word} `), from, to)));
}

/** Runs of `from` to `to` pieces, the shorter first. */
function runs(pieces: readonly string[], from: number, to: number, between: string): string[] {
  const out: string[] = from === 1 ? [...pieces] : [];
  for (let n = Math.max(2, from); n <= Math.min(to, pieces.length); n++)
    for (let i = 0; i + n <= pieces.length; i++) out.push(pieces.slice(i, i + n).join(between));
  return out;
}

/** Runs of characters of a padded word; one that is shorter than a run counts once, whole. */
function withinWord(padded: readonly string[], from: number, to: number): string[] {
  const out: string[] = [];
  for (let n = from; n <= to; n++) {
    for (let i = 0; i === 0 || i + n <= padded.length; i++) out.push(padded.slice(i, i + n).join(''));
    if (n >= padded.length) break;
  }
  return out;
}

/** By code point, as Python sorts; JavaScript sorts by UTF-16 unit, which differs beyond U+FFFF. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a.charCodeAt(i) === b.charCodeAt(i)) continue;
    return a.codePointAt(i)! - b.codePointAt(i)! || a.charCodeAt(i) - b.charCodeAt(i);
  }
  return a.length - b.length;
}
