// A text as a sequence of codes, one per token in its order, for an embedding: Keras' TextVectorization with
// output_mode="int". Unlike there, letters of every script are lower-cased and every script's punctuation is taken off.
import { bool, choice, int, type Values } from '../../fields/field';
import { byCodePoint } from './grams';

/** Code of the places behind the end of a text. */
export const paddingCode = 0;
/** Code of tokens that the vocabulary lacks. */
export const unknownCode = 1;
const firstCode = 2;

/** Longest that a length taken from the texts gets, and the share of the training texts that it holds whole. */
export const longestByTexts = 256;
const heldWhole = 0.95;

export const tokenFields = {
  pieces: choice('Token', 'word', [
    { value: 'word', label: 'Word' },
    { value: 'char', label: 'Character' },
  ]),
  lowercase: bool('Ignore case', true),
  limit: int('Codes at most', 2000, 3, 20_000, {
    log: true,
    help: 'One for padding, one for unknown tokens; the others for those that occur most often.',
  }),
  least: int('At least in', 2, 1, 1_000_000, { unit: 'rows', log: true, help: 'Rarer tokens count as unknown.' }),
  cut: choice('Length', 'auto', [
    { value: 'auto', label: 'By the texts' },
    { value: 'set', label: 'As set' },
  ]),
  length: int('Tokens of a text', 64, 2, 1024, {
    log: true,
    when: { cut: ['set'] },
    help: 'Longer texts are cut at the end, shorter ones padded there.',
  }),
};
export type TokenOptions = Values<typeof tokenFields>;

export interface TokenCode {
  readonly pieces: TokenOptions['pieces'];
  readonly lowercase: boolean;
  /** The token of code 2, 3, ...: the most frequent first. */
  readonly terms: readonly string[];
  /** Codes of every text. */
  readonly length: number;
}

/** Codes that a text may have, padding and unknown among them. */
export const tokenVocabulary = ({ terms }: Pick<TokenCode, 'terms'>): number => firstCode + terms.length;

/** Punctuation of every script, and the signs of ASCII that Unicode counts as symbols. */
const punctuation = /[\p{P}$+<=>^`|~]/gu;

/** The tokens of a text in their order: what stands between blanks, or every character, without punctuation. */
export function tokensOf(text: string, { pieces, lowercase }: Pick<TokenCode, 'pieces' | 'lowercase'>): string[] {
  const plain = (lowercase ? text.toLowerCase() : text).replace(punctuation, '');
  if (pieces === 'char') return Array.from(plain);
  return plain.split(/\s+/u).filter((word) => word !== '');
}

/**
 * The vocabulary and length of texts that stand `times` each in the rows; null where no token is kept. Of more tokens
 * than `limit` allows those that occur most often; of equals the later by code point, as in Keras.
 */
export function fitTokens(
  { pieces, lowercase, limit, least, cut, length }: TokenOptions,
  texts: readonly string[],
  times: readonly number[],
): TokenCode | null {
  const found = new Map<string, { rows: number; count: number }>();
  const lengths: { length: number; rows: number }[] = [];
  texts.forEach((text, t) => {
    const tokens = tokensOf(text, { pieces, lowercase });
    lengths.push({ length: tokens.length, rows: times[t] });
    const own = new Set<string>();
    for (const token of tokens) {
      const so = found.get(token) ?? { rows: 0, count: 0 };
      found.set(token, so);
      so.count += times[t];
      if (!own.has(token)) so.rows += times[t];
      own.add(token);
    }
  });
  const terms = [...found]
    .filter(([, { rows }]) => rows >= least)
    .sort(([a, { count: more }], [b, { count: less }]) => less - more || byCodePoint(b, a))
    .slice(0, limit - firstCode)
    .map(([token]) => token);
  if (terms.length === 0) return null;
  return { pieces, lowercase, terms, length: cut === 'set' ? length : lengthOf(lengths) };
}

/** The least length that 95 of 100 rows keep within, from 2 to 256. */
function lengthOf(lengths: readonly { readonly length: number; readonly rows: number }[]): number {
  const wanted = heldWhole * lengths.reduce((sum, { rows }) => sum + rows, 0);
  let held = 0;
  let enough = 0;
  for (const { length, rows } of [...lengths].sort((a, b) => a.length - b.length)) {
    if (held >= wanted) break;
    held += rows;
    enough = length;
  }
  return Math.min(longestByTexts, Math.max(2, enough));
}

/** Gives the codes of a text: `length` of them at most, those that are left out are padding. */
export function tokenizer(code: TokenCode): (text: string) => Int32Array {
  const places = new Map(code.terms.map((term, i) => [term, firstCode + i]));
  return (text) => {
    const tokens = tokensOf(text, code).slice(0, code.length);
    return Int32Array.from(tokens, (token) => places.get(token) ?? unknownCode);
  };
}
