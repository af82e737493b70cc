// Fits the preprocessing on training rows and nothing else: what validation and test rows hold cannot leak into it.
// Means, medians and deviations as scikit-learn's SimpleImputer followed by StandardScaler computes them.
import { TablabError } from '../errors/error';
import type { FeaturesConfig } from '../lab/document';
import type { InputSpec } from '../model/spec';
import type { Column, ImportNote, Roles, Table } from '../table/types';
import { fillOf, fitEncoding, fitSteps, fitTexts, type RecipeContext } from './fitRecipe';
import {
  codesOf,
  namesOf,
  vocabularyOf,
  widthOf,
  type FittedCodes,
  type FittedColumn,
  type FittedNumber,
} from './fitted';
import { fillNote, type NoteCode } from './notes';
import { moments } from './target';
import { chosenEncoder, recipeOf } from './recipe';
import { isTextEncoder } from './text/encoders';
import { paddingCode } from './text/tokens';
import { asCategories, asNumbers, isYesNo, sortNames } from './values';

export interface FittedFeatures {
  readonly columns: readonly FittedColumn[];
  readonly inputs: readonly InputSpec[];
  readonly featureNames: readonly string[];
  /** Columns that were left out, and why. */
  readonly notes: readonly ImportNote[];
  /** By column: rows x width as training sees them, where later rows get other numbers (cross-fitted encoders). */
  readonly training: ReadonlyMap<string, Float64Array>;
}

/**
 * Fits every feature column on `rows`; `context` is what target encoders need. Throws `no-features` when none is usable,
 * and `step-domain`, `recipe-unknown`, `recipe-unfit`, `tokens-beside-codes` or `field-invalid` for a recipe that cannot be
 * followed.
 */
export function fitFeatures(
  table: Table,
  roles: Roles,
  config: FeaturesConfig,
  rows: Uint32Array,
  context: RecipeContext = { target: null, seed: 0 },
): FittedFeatures {
  const excluded = new Set([roles.target, ...roles.exclude]);
  const candidates = table.columns.filter(({ name }) => !excluded.has(name));
  const image = candidates.find(({ data }) => data.kind === 'image');
  const notes: ImportNote[] = [];
  const columns: FittedColumn[] = [];
  const training = new Map<string, Float64Array>();
  let offset = 0;
  for (const column of candidates) {
    const fitted =
      image && column !== image ? 'image-only' : fitColumn(column, config, rows, offset, context, training);
    if (typeof fitted === 'string') {
      notes.push(fillNote(fitted, column.name));
      continue;
    }
    offset += vocabularyOf(fitted);
    columns.push(fitted);
  }
  // The steps of a sequence are one text after another; a category among them would be a step of it.
  const texts = columns.find(({ kind }) => kind === 'tokens');
  const coded = columns.find(({ kind }) => kind === 'codes');
  if (texts && coded) throw new TablabError('tokens-beside-codes', { text: texts.column, column: coded.column });
  const inputs = inputsOf(columns, offset);
  if (inputs.length === 0) throw new TablabError('no-features', { target: roles.target });
  return { columns, inputs, featureNames: columns.flatMap(namesOf), notes, training };
}

function inputsOf(columns: readonly FittedColumn[], vocabulary: number): InputSpec[] {
  const image = columns.find((column) => column.kind === 'image');
  if (image) return [{ id: 'features', shape: image.shape, dtype: 'float32' }];
  const width = columns.reduce((sum, column) => sum + widthOf(column), 0);
  const codes = columns.reduce((sum, column) => sum + codesOf(column), 0);
  const inputs: InputSpec[] = [];
  if (width > 0) inputs.push({ id: 'features', shape: [width], dtype: 'float32' });
  const padding = columns.flatMap((column) => (column.kind === 'tokens' ? [column.offset + paddingCode] : []));
  if (codes > 0) {
    const fill = padding.length > 0 ? { padding } : {};
    inputs.push({ id: 'codes', shape: [codes], dtype: 'int32', vocabulary, ...fill });
  }
  return inputs;
}

function fitColumn(
  column: Column,
  config: FeaturesConfig,
  rows: Uint32Array,
  offset: number,
  context: RecipeContext,
  training: Map<string, Float64Array>,
): FittedColumn | NoteCode {
  const { name, type, data } = column;
  if (data.kind === 'image') return { kind: 'image', column: name, shape: data.shape };
  const recipe = recipeOf(config, name);
  const numbers = (as: FittedNumber['type']) =>
    recipe ? fitSteps(column, as, recipe, config, rows, context) : fitNumber(column, as, config, rows);
  const categories = () => {
    if (!recipe) return fitCategories(column, config, rows, offset);
    if (recipe.encode && isTextEncoder(recipe.encode.type)) return fitTexts(column, recipe, rows, offset);
    const encode = recipe.encode ? chosenEncoder(name, recipe.encode).def.type : config.categorical;
    const fill = fillOf(column, recipe, rows);
    if (encode === 'onehot' || encode === 'codes')
      return fitCategories(column, { ...config, categorical: encode }, rows, offset, fill);
    const { fitted, training: own } = fitEncoding(column, recipe, config, rows, fill, context);
    if (own) training.set(name, own);
    return fitted;
  };
  switch (type) {
    case 'text':
    case 'id':
      return recipe?.encode ? fitTexts(column, recipe, rows, offset) : 'column-not-used';
    case 'image':
      return 'column-not-used';
    case 'categorical':
      return categories();
    case 'boolean':
      if (data.kind === 'dict' && !isYesNo(data.dictionary)) return categories();
      return numbers('boolean');
    case 'numeric':
    case 'date':
      return numbers(type);
  }
}

function fitNumber(
  column: Column,
  type: FittedNumber['type'],
  config: FeaturesConfig,
  rows: Uint32Array,
): FittedNumber | NoteCode {
  const values = asNumbers(column)!;
  const present = Float64Array.from(rows, (row) => values[row]).filter((value) => !Number.isNaN(value));
  if (present.length === 0) return 'column-all-missing';
  const fill = imputed(present, config.impute);
  const number = (i: number) => {
    const value = values[rows[i]];
    return Number.isNaN(value) ? fill : value;
  };
  // Yes and no are on a scale already.
  const scaled = config.scale === 'standard' && type !== 'boolean';
  const { mean, std } = scaled ? moments(rows.length, number) : { mean: 0, std: 1 };
  return { kind: 'number', column: column.name, type, fill, mean, std };
}

function imputed(present: Float64Array, how: FeaturesConfig['impute']): number {
  if (how === 'zero') return 0;
  if (how === 'mean') return moments(present.length, (i) => present[i]).mean;
  const sorted = present.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function fitCategories(
  column: Column,
  config: FeaturesConfig,
  rows: Uint32Array,
  offset: number,
  fill?: string,
): FittedColumn | NoteCode {
  const { codes, dictionary } = asCategories(column)!;
  const counts = new Map<string, number>();
  let missing = 0;
  for (const row of rows) {
    if (codes[row] < 0) missing++;
    else counts.set(dictionary[codes[row]], (counts.get(dictionary[codes[row]]) ?? 0) + 1);
  }
  if (counts.size === 0) return 'column-all-missing';
  if (fill !== undefined) {
    counts.set(fill, counts.get(fill)! + missing);
    missing = 0;
  }
  const names = sortNames([...counts.keys()]);
  // Most frequent first, ties by name; the sort is stable.
  const frequent = [...names].sort((a, b) => counts.get(b)! - counts.get(a)!).slice(0, config.maxCategories);
  const kept = new Set(frequent);
  const common = {
    column: column.name,
    categories: names.filter((name) => kept.has(name)),
    other: kept.size < names.length,
    ...(fill === undefined ? {} : { fill }),
  };
  return config.categorical === 'onehot'
    ? { kind: 'onehot', ...common, missing: missing > 0 }
    : ({ kind: 'codes', ...common, offset } satisfies FittedCodes);
}
