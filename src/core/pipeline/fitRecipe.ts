// Fits the columns that have a recipe of their own, on training rows only: fill, transform, scale; or encode and scale.
import { TablabError } from '../errors/error';
import type { ColumnRecipe, FeaturesConfig } from '../lab/document';
import { Stream } from '../rng/stream';
import type { Column } from '../table/types';
import { encoders } from './encoders/registry';
import type { FittedColumn, FittedEncoded, FittedNumber, FittedStep, FittedText, FittedTokens } from './fitted';
import type { NoteCode } from './notes';
import type { NumberTarget } from './numberStep';
import { chosenEncoder, chosenImputer, chosenScaler, chosenTransform } from './recipe';
import { fitStep } from './recipeSteps';
import type { TargetData } from './target';
import { countsTerms, fitText, tokenEncoding } from './text/encoders';
import { fitTokens, type TokenOptions } from './text/tokens';
import { asCategories, asNumbers, sortNames } from './values';

/** What encoders may learn from besides the column. */
export interface RecipeContext {
  readonly target: TargetData | null;
  readonly seed: number;
}

export function fitSteps(
  column: Column,
  type: FittedNumber['type'],
  recipe: ColumnRecipe,
  config: FeaturesConfig,
  rows: Uint32Array,
  { target }: RecipeContext,
): FittedColumn | NoteCode {
  const { name } = column;
  if (recipe.encode) unfit(name, chosenEncoder(name, recipe.encode).def.label, 'categories');
  if (recipe.impute?.type === 'none') unfit(name, 'Keep as missing', 'categories');
  const source = asNumbers(column)!;
  const present = Float64Array.from(rows, (row) => source[row]).filter((value) => !Number.isNaN(value));
  if (present.length === 0) return 'column-all-missing';
  const imputer = chosenImputer(name, recipe.impute ?? { type: config.impute });
  const fill = imputer.def.fit(present, imputer.options);
  let values: Float64Array = Float64Array.from(rows, (row) => (Number.isNaN(source[row]) ? fill : source[row]));
  const transforms: FittedStep[] = [];
  for (const choice of recipe.transforms ?? []) {
    const fitted = fitStep(chosenTransform(name, choice), values, name, numberTarget(target, rows));
    transforms.push(fitted.step);
    values = fitted.values;
  }
  // Yes and no are on a scale already.
  const scaler = chosenScaler(name, recipe.scale ?? { type: type === 'boolean' ? 'none' : config.scale });
  const scale = fitStep(scaler, values, name).step;
  return { kind: 'steps', column: name, type, fill, mark: Boolean(imputer.options.mark), transforms, scale };
}

function numberTarget(target: TargetData | null, rows: Uint32Array): NumberTarget | null {
  if (!target) return null;
  return target.kind === 'classes'
    ? { kind: 'classes', index: Int32Array.from(rows, (row) => target.index[row]), count: target.classes.length }
    : { kind: 'values', values: Float64Array.from(rows, (row) => target.values[row]) };
}

/** The category that missing values take: the most frequent of the training rows, ties by name; or none. */
export function fillOf(column: Column, recipe: ColumnRecipe, rows: Uint32Array): string | undefined {
  const { name } = column;
  if (recipe.transforms?.length) unfit(name, chosenTransform(name, recipe.transforms[0]).def.label, 'numbers');
  const { impute } = recipe;
  if (!impute || impute.type === 'none') return undefined;
  const { def } = chosenImputer(name, impute);
  if (def.type !== 'mode') unfit(name, def.label, 'numbers');
  const { codes, dictionary } = asCategories(column)!;
  const counts = new Map<string, number>();
  for (const row of rows) {
    if (codes[row] >= 0) counts.set(dictionary[codes[row]], (counts.get(dictionary[codes[row]]) ?? 0) + 1);
  }
  return sortNames([...counts.keys()]).sort((a, b) => counts.get(b)! - counts.get(a)!)[0];
}

/** A column of categories by a table of numbers, or by hashing. */
export function fitEncoding(
  column: Column,
  recipe: ColumnRecipe,
  config: FeaturesConfig,
  rows: Uint32Array,
  fill: string | undefined,
  { target, seed }: RecipeContext,
): { fitted: FittedColumn | NoteCode; training?: Float64Array } {
  const { name } = column;
  const { def, options } = chosenEncoder(name, recipe.encode!);
  const filled = fill === undefined ? {} : { fill };
  const { codes, dictionary } = asCategories(column)!;
  if (rows.every((row) => codes[row] < 0)) return { fitted: 'column-all-missing' };
  if (def.type === 'hashing') {
    const { size, signed } = options as unknown as { size: number; signed: boolean };
    return { fitted: { kind: 'hashed', column: name, size, signed, ...filled } };
  }
  const seen = new Set<string>();
  for (const row of rows) if (codes[row] >= 0) seen.add(dictionary[codes[row]]);
  const names = sortNames([...seen]);
  const position = new Map(names.map((one, i) => [one, i]));
  const absent = fill === undefined ? -1 : position.get(fill)!;
  const encoding = encoders
    .find(({ type }) => type === def.type)!
    .fit(
      {
        codes: Int32Array.from(rows, (row) => (codes[row] < 0 ? absent : position.get(dictionary[codes[row]])!)),
        names,
        ...targetsOf(target, rows),
        order: recipe.encode!.order ?? [],
        stream: Stream.of(seed, 'encode', name),
      },
      options,
    );
  const { training, ...table } = encoding;
  const place = new Map(table.categories.map((one, i) => [one, i]));
  const inTraining = (w: number) =>
    Float64Array.from(rows, (row, i) => {
      if (training) return training[i * table.unseen.length + w];
      const category = codes[row] < 0 ? fill : dictionary[codes[row]];
      if (category === undefined) return table.missing[w];
      const at = place.get(category);
      return at === undefined ? table.unseen[w] : table.values[at][w];
    });
  const scaler = chosenScaler(name, recipe.scale ?? { type: config.scale });
  const scaled = table.unseen.map((_, w) => fitStep(scaler, inTraining(w), name));
  const fitted: FittedEncoded = {
    kind: 'encoded',
    column: name,
    encoder: def.type,
    table,
    scales: scaled.map(({ step }) => step),
    ...filled,
  };
  if (!training) return { fitted };
  const width = scaled.length;
  return { fitted, training: training.map((_, i) => scaled[i % width].values[Math.floor(i / width)]) };
}

/**
 * A column of texts by its terms, or by its tokens in order, whose codes start at `offset`. Throws `recipe-unfit` for an
 * encoding that takes no texts.
 */
export function fitTexts(
  column: Column,
  recipe: ColumnRecipe,
  rows: Uint32Array,
  offset: number,
): FittedColumn | NoteCode {
  const { name } = column;
  const { def, options } = chosenEncoder(name, recipe.encode!);
  const terms = countsTerms(def.type) ? def.type : null;
  if (!terms && def.type !== tokenEncoding) unfit(name, def.label, 'categories');
  if (recipe.scale) unfit(name, chosenScaler(name, recipe.scale).def.label, 'numbers');
  const fill = fillOf(column, recipe, rows);
  const { codes, dictionary } = asCategories(column)!;
  const times = new Map<number, number>();
  for (const row of rows) times.set(codes[row], (times.get(codes[row]) ?? 0) + 1);
  const texts = [...times.keys()].map((code) => (code < 0 ? (fill ?? '') : dictionary[code]));
  const filled = fill === undefined ? {} : { fill };
  if (!terms) {
    const code = fitTokens(options as unknown as TokenOptions, texts, [...times.values()]);
    return code
      ? ({ kind: 'tokens', column: name, code, offset, ...filled } satisfies FittedTokens)
      : 'column-no-terms';
  }
  const code = fitText(terms, options, texts, [...times.values()], rows.length);
  if (!code) return 'column-no-terms';
  return { kind: 'text', column: name, encoder: terms, code, ...filled } satisfies FittedText;
}

/** Of two classes the second is what counts; of more, each; else the values themselves. */
function targetsOf(target: TargetData | null, rows: Uint32Array) {
  if (!target) return { targets: [], classes: null, targetNames: [] };
  if (target.kind === 'values')
    return { targets: [Float64Array.from(rows, (row) => target.values[row])], classes: null, targetNames: [] };
  const is = (k: number) => Float64Array.from(rows, (row) => Number(target.index[row] === k));
  const classes = Int32Array.from(rows, (row) => target.index[row]);
  const two = target.classes.length === 2;
  return {
    targets: two ? [is(1)] : target.classes.map((_, k) => is(k)),
    classes,
    targetNames: two ? [] : target.classes,
  };
}

function unfit(column: string, step: string, expected: string): never {
  throw new TablabError('recipe-unfit', { step, column, expected });
}
