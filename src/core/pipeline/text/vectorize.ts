// Texts as numbers: how often each term occurs (CountVectorizer), weighted by how rare it is (TfidfVectorizer), or
// counted in columns that a hash chooses (HashingVectorizer), each by scikit-learn's definition.
import { log } from '../../math/elementary';
import { murmur3 } from '../../math/murmur';
import { byCodePoint, gramsOf, type Grams } from './grams';

export type Norm = 'l1' | 'l2' | 'none';

export interface TextCode {
  readonly grams: Grams;
  /** Terms of the training texts, sorted by code point; null: columns by hash. */
  readonly terms: readonly string[] | null;
  /** Columns where they go by hash. */
  readonly size?: number;
  /** By hash: half of the terms count negative. */
  readonly signed?: boolean;
  /** A term counts once, however often it occurs. */
  readonly binary: boolean;
  /** 1 + log(count) instead of the count. */
  readonly sublinear?: boolean;
  /** By term; left out: 1. */
  readonly idf?: readonly number[];
  readonly norm: Norm;
}

/** Numbers of a text. */
export const textWidth = ({ terms, size = 0 }: TextCode): number => terms?.length ?? size;

export interface Vocabulary {
  readonly terms: string[];
  /** Texts that have the term. */
  readonly texts: number[];
}

/**
 * Terms of the texts that at least `least` and at most a share `most` of them have; of more than `limit` those that
 * occur most often, of equals the earlier by code point. `times`: how often each text stands in the rows.
 */
export function vocabularyOf(
  texts: readonly string[],
  times: readonly number[],
  rows: number,
  grams: Grams,
  { least, most, limit }: { least: number; most: number; limit: number },
): Vocabulary {
  const found = new Map<string, { texts: number; count: number }>();
  texts.forEach((text, t) => {
    const own = new Map<string, number>();
    for (const gram of gramsOf(text, grams)) own.set(gram, (own.get(gram) ?? 0) + 1);
    for (const [gram, count] of own) {
      const so = found.get(gram) ?? { texts: 0, count: 0 };
      found.set(gram, { texts: so.texts + times[t], count: so.count + times[t] * count });
    }
  });
  let kept = [...found]
    .filter(([, { texts }]) => texts >= least && texts <= most * rows)
    .sort(([a], [b]) => byCodePoint(a, b));
  if (kept.length > limit) {
    const enough = new Set([...kept].sort(([, a], [, b]) => b.count - a.count).slice(0, limit));
    kept = kept.filter((one) => enough.has(one));
  }
  return { terms: kept.map(([term]) => term), texts: kept.map(([, { texts }]) => texts) };
}

/** log((1 + n) / (1 + df)) + 1 where `smooth`, else log(n / df) + 1, for n texts of which df have the term. */
export const inverseFrequency = (texts: readonly number[], rows: number, smooth: boolean): number[] =>
  texts.map((df) => log((rows + Number(smooth)) / (df + Number(smooth))) + 1);

/** Gives the sparse numbers of a text: places and values. Terms that training did not have count nothing. */
export function textVectorizer(code: TextCode): (text: string) => { at: number[]; values: number[] } {
  const { grams, terms, size = 1, signed, binary, sublinear, idf, norm } = code;
  const place = terms && new Map(terms.map((term, i) => [term, i]));
  return (text) => {
    const counts = new Map<number, number>();
    for (const gram of gramsOf(text, grams)) {
      let at: number | undefined;
      let step = 1;
      if (place) at = place.get(gram);
      else {
        const hash = murmur3(gram);
        at = Math.abs(hash) % size;
        if (signed && hash < 0) step = -1;
      }
      if (at !== undefined) counts.set(at, (counts.get(at) ?? 0) + step);
    }
    const entries = [...counts].filter(([, count]) => count !== 0).sort(([a], [b]) => a - b);
    const values = entries.map(([at, count]) => {
      let value = binary ? 1 : count;
      if (sublinear) value = log(value) + 1;
      return idf ? value * idf[at] : value;
    });
    const size2 =
      norm === 'none'
        ? 1
        : norm === 'l1'
          ? values.reduce((sum, x) => sum + Math.abs(x), 0)
          : Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));
    return { at: entries.map(([at]) => at), values: size2 > 0 ? values.map((x) => x / size2) : values };
  };
}
