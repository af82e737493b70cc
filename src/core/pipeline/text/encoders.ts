// The ways to encode a column of texts, as they stand among the encoders of a column's recipe: options, and what is
// fitted on the training rows.
import { bool, choice, float, int, type Fields, type Values } from '../../fields/field';
import { tokenFields } from './tokens';
import { inverseFrequency, vocabularyOf, type Norm, type TextCode } from './vectorize';
import type { Analyzer, Grams } from './grams';

const pieces = {
  analyzer: choice<Analyzer>('Count', 'word', [
    { value: 'word', label: 'Words' },
    { value: 'charWb', label: 'Characters within words' },
    { value: 'char', label: 'Characters' },
  ]),
  from: int('Fewest in a row', 1, 1, 8, { help: 'Runs of words or characters count as one term.' }),
  to: int('Most in a row', 1, 1, 8),
  lowercase: bool('Ignore case', true),
};
const vocabulary = {
  least: int('At least in', 2, 1, 1_000_000, { unit: 'rows', log: true, help: 'Rarer terms are left out.' }),
  most: float('At most in a share of', 1, 0.01, 1, { help: 'Terms that more of the rows have are left out.' }),
  limit: int('Terms at most', 200, 1, 10_000, { log: true, help: 'Of more terms those that occur most often.' }),
};
const norms = (d: Norm) =>
  choice<Norm>('Row size', d, [
    { value: 'l2', label: 'L2 = 1' },
    { value: 'l1', label: 'L1 = 1' },
    { value: 'none', label: 'As it is' },
  ]);
const binary = bool('Count a term once', false, { help: '1 where the term occurs, however often.' });

const fields = {
  words: { ...pieces, ...vocabulary, binary },
  tfidf: {
    ...pieces,
    ...vocabulary,
    sublinear: bool('Damp counts', false, { help: '1 + log(count) instead of the count.' }),
    smooth: bool('Smooth rarity', true, { help: 'As if one more row had every term.' }),
    norm: norms('l2'),
  },
  hashedText: {
    ...pieces,
    size: int('Columns', 256, 2, 4096, { log: true }),
    signed: bool('Alternate sign', true, { help: 'Half of the terms count as -1, so that meetings cancel.' }),
    binary,
    norm: norms('l2'),
  },
} satisfies Record<string, Fields>;
type TextType = keyof typeof fields;

/** The encoding that keeps the order of the words (tokens.ts). */
export const tokenEncoding = 'tokens';

export const textEncoders = [
  {
    type: 'words',
    label: 'Bag of words',
    help: 'One column per term of the training texts: how often it occurs.',
    fields: fields.words as Fields,
    text: true,
  },
  {
    type: 'tfidf',
    label: 'TF-IDF',
    help: 'One column per term of the training texts: how often it occurs, weighted by how rare it is.',
    fields: fields.tfidf as Fields,
    text: true,
  },
  {
    type: 'hashedText',
    label: 'Hashed terms',
    help: 'A fixed number of columns, whatever terms come; several may share one.',
    fields: fields.hashedText as Fields,
    text: true,
  },
  {
    type: tokenEncoding,
    label: 'Token codes',
    help: 'The words in their order, each as a code: for an embedding with convolutions, or another network for sequences.',
    fields: tokenFields as Fields,
    text: true,
  },
] as const;

/** Whether an encoding takes texts. */
export const isTextEncoder = (type: string): boolean => type === tokenEncoding || countsTerms(type);
/** Whether an encoding makes numbers of how often terms occur. */
export const countsTerms = (type: string): type is TextType => Object.hasOwn(fields, type);

/** `texts` stand `times` each in `rows` training rows; null where no term is left. */
export function fitText(
  type: TextType,
  options: Values<Fields>,
  texts: readonly string[],
  times: readonly number[],
  rows: number,
): TextCode | null {
  const { analyzer, from, to, lowercase } = options as unknown as Grams;
  const grams: Grams = { analyzer, from, to: Math.max(from, to), lowercase };
  if (type === 'hashedText') {
    const { size, signed, binary, norm } = options as unknown as Values<typeof fields.hashedText>;
    return { grams, terms: null, size, signed, binary, norm };
  }
  const found = vocabularyOf(texts, times, rows, grams, options as unknown as Values<typeof vocabulary>);
  if (found.terms.length === 0) return null;
  const { terms } = found;
  if (type === 'words')
    return { grams, terms, binary: (options as unknown as Values<typeof fields.words>).binary, norm: 'none' };
  const { sublinear, smooth, norm } = options as unknown as Values<typeof fields.tfidf>;
  return { grams, terms, binary: false, sublinear, idf: inverseFrequency(found.texts, rows, smooth), norm };
}
