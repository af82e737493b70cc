// What a model can learn from where a table holds nothing but running text beside its target.
import { countsTerms } from '../pipeline/text/encoders';
import type { ColumnInfo, Roles } from '../table/types';
import type { Lab } from './document';

/** The encoding of texts that a person did not choose one for. */
export const firstTextEncoding = 'tfidf';
const mostTexts = 3;

/** Columns of text, where no other column can be a feature; else none. */
export function textsAlone(columns: readonly ColumnInfo[], { target, exclude }: Roles): readonly string[] {
  const others = columns.filter(({ name }) => name !== target);
  if (others.some(({ name, type }) => type !== 'text' && !exclude.includes(name))) return [];
  return others.flatMap(({ name, type }) => (type === 'text' ? [name] : [])).slice(0, mostTexts);
}

/** Scripts that put no blanks between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

/** Whether most letters of a column's texts, as its description shows them, are of a script without blanks between words. */
export function withoutBlanks({ top = [] }: Pick<ColumnInfo, 'top'>): boolean {
  const text = top.map(({ value }) => value).join(' ');
  const found = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  return 2 * found(unspaced) > found(/\p{L}/gu);
}

/** The lab with texts read by their words; by one or two letters in a row where `columns` tell of words without blanks. */
export function withTexts(lab: Lab, names: readonly string[], columns: readonly ColumnInfo[] = []): Lab {
  if (names.length === 0) return lab;
  const { columns: before = {} } = lab.features;
  const letters = (name: string) => columns.some((column) => column.name === name && withoutBlanks(column));
  const encodeOf = (name: string) => ({
    type: firstTextEncoding,
    ...(letters(name) ? { options: { analyzer: 'char', from: 1, to: 2 } } : {}),
  });
  const recipes = names.map((name) => [name, { ...before[name], encode: encodeOf(name) }] as const);
  return {
    ...lab,
    roles: { ...lab.roles, exclude: lab.roles.exclude.filter((name) => !names.includes(name)) },
    features: { ...lab.features, columns: { ...before, ...Object.fromEntries(recipes) } },
  };
}

/** The lab as a person's table opens it: texts read by their words where nothing else can be a feature. */
export const withTextsAlone = (lab: Lab, columns: readonly ColumnInfo[]): Lab =>
  withTexts(lab, textsAlone(columns, lab.roles), columns);

/** Terms at most of a column of texts, where they are what it gives; else null. */
export function termsOf({ features }: Pick<Lab, 'features'>, column: string): number | null {
  const encode = features.columns && Object.hasOwn(features.columns, column) && features.columns[column].encode;
  if (!encode || !countsTerms(encode.type)) return null;
  const { limit, size } = encode.options ?? {};
  return encode.type === 'hashedText' ? Number(size ?? 256) : Number(limit ?? 200);
}
