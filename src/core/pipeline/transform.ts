// Applies a fitted pipeline to rows of a table: the one it was fitted on, or another with the same column names.
import { TablabError } from '../errors/error';
import { dense } from '../math/dense';
import { sizeOf } from '../model/spec';
import type { Column, Table } from '../table/types';
import { ordinary, type Allocate } from './allocate';
import { applyDerive } from './derive/run';
import { applyMatrix } from './matrix/fit';
import { stepped, type Outside } from './outside';
import { hashPlace, runStep } from './recipeSteps';
import {
  codesOf,
  widthOf,
  type FittedCodes,
  type FittedColumn,
  type FittedEncoded,
  type FittedHashed,
  type FittedImage,
  type FittedNumber,
  type FittedOneHot,
  type FittedPipeline,
  type FittedSteps,
  type FittedText,
  type FittedTokens,
} from './fitted';
import { paddingCode, tokenizer } from './text/tokens';
import { textVectorizer } from './text/vectorize';
import { asCategories, asNumbers } from './values';

export interface Features {
  readonly features: Float32Array;
  readonly codes: Int32Array;
}

/** Told of values that a column's steps do not take, and that so count as missing. */
export type OnOutside = (outside: Outside) => void;

type Recipe = Pick<FittedPipeline, 'columns' | 'inputs' | 'derive' | 'matrix'>;

/** Model inputs of `rows`, in that order. Throws `column-unknown` or `derive-column` for a column that the table lacks. */
export function transform(recipe: Recipe, table: Table, rows: Uint32Array, allocate: Allocate = ordinary): Features {
  return transformDerived(recipe, recipe.derive ? applyDerive(recipe.derive, table) : table, rows, allocate);
}

/** Model inputs of rows of a table that has been through the steps on tables. */
export function transformDerived(
  recipe: Recipe,
  table: Table,
  rows: Uint32Array,
  allocate: Allocate = ordinary,
  on?: OnOutside,
): Features {
  const { matrix } = recipe;
  if (!matrix) return encode(recipe, table, rows, allocate, allocate, on);
  const { features, codes } = encode(recipe, table, rows, ordinary, allocate, on);
  const made = applyMatrix(
    matrix,
    dense(rows.length, features.length / (rows.length || 1), Float64Array.from(features)),
  );
  const out = new Float32Array(allocate(4 * made.values.length));
  out.set(made.values);
  return { features: out, codes };
}

/** The columns as numbers and codes, before the matrix steps. */
export function encode(
  recipe: Pick<FittedPipeline, 'columns'>,
  table: Table,
  rows: Uint32Array,
  allocate: Allocate = ordinary,
  allocateCodes = allocate,
  on?: OnOutside,
): Features {
  const width = recipe.columns.reduce((sum, column) => sum + widthOf(column), 0);
  const codeWidth = recipe.columns.reduce((sum, column) => sum + codesOf(column), 0);
  const features = new Float32Array(allocate(4 * rows.length * width));
  const codes = new Int32Array(allocateCodes(4 * rows.length * codeWidth));
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  let at = 0;
  let codeAt = 0;
  for (const fitted of recipe.columns) {
    const column = columnOf(byName, fitted);
    switch (fitted.kind) {
      case 'number':
        writeNumber(fitted, column, rows, features, at, width);
        break;
      case 'onehot':
        writeOneHot(fitted, column, rows, features, at, width);
        break;
      case 'steps':
        writeSteps(fitted, column, rows, features, at, width, on);
        break;
      case 'encoded':
        writeEncoded(fitted, column, rows, features, at, width);
        break;
      case 'hashed':
        writeHashed(fitted, column, rows, features, at, width);
        break;
      case 'text':
        writeText(fitted, column, rows, features, at, width);
        break;
      case 'image':
        writeImage(fitted, column, rows, features);
        break;
      case 'codes':
        writeCodes(fitted, column, rows, codes, codeAt, codeWidth);
        break;
      case 'tokens':
        writeTokens(fitted, column, rows, codes, codeAt, codeWidth);
        break;
    }
    at += widthOf(fitted);
    codeAt += codesOf(fitted);
  }
  return { features, codes };
}

function columnOf(columns: ReadonlyMap<string, Column>, fitted: FittedColumn): Column {
  const column = columns.get(fitted.column);
  if (!column) throw new TablabError('column-unknown', { column: fitted.column });
  // The type that was fitted holds, whatever the new table's inference said.
  return fitted.kind === 'number' || fitted.kind === 'steps' ? { ...column, type: fitted.type } : column;
}

function writeNumber(
  { fill, mean, std, column: name }: FittedNumber,
  column: Column,
  rows: Uint32Array,
  out: Float32Array,
  at: number,
  stride: number,
) {
  const values = asNumbers(column);
  if (!values) throw new TablabError('column-kind', { column: name, expected: 'numbers' });
  for (let i = 0, o = at; i < rows.length; i++, o += stride) {
    const value = values[rows[i]];
    out[o] = ((Number.isNaN(value) ? fill : value) - mean) / std;
  }
}

function writeSteps(
  fitted: FittedSteps,
  column: Column,
  rows: Uint32Array,
  out: Float32Array,
  at: number,
  stride: number,
  on?: OnOutside,
) {
  const source = asNumbers(column);
  if (!source) throw new TablabError('column-kind', { column: fitted.column, expected: 'numbers' });
  const { values, absent, outside } = stepped(
    fitted,
    Float64Array.from(rows, (row) => source[row]),
  );
  values.forEach((value, i) => (out[at + i * stride] = value));
  if (fitted.mark) absent.forEach((missing, i) => (out[at + 1 + i * stride] = missing));
  if (on) outside.forEach(on);
}

function writeEncoded(
  { column: name, table, scales, fill }: FittedEncoded,
  column: Column,
  rows: Uint32Array,
  out: Float32Array,
  at: number,
  stride: number,
) {
  const { codes, byCode, filled } = positions({ column: name, categories: table.categories, fill }, column, -1);
  const place = Int32Array.from(rows, (row) => (codes[row] < 0 ? filled : byCode[codes[row]]));
  scales.forEach((scale, w) => {
    const raw = Float64Array.from(rows, (row, i) => {
      const absent = codes[row] < 0 && fill === undefined ? table.missing[w] : table.unseen[w];
      return place[i] < 0 ? absent : table.values[place[i]][w];
    });
    runStep(scale, raw, name).forEach((value, i) => (out[at + w + i * stride] = value));
  });
}

function writeHashed(
  fitted: FittedHashed,
  column: Column,
  rows: Uint32Array,
  out: Float32Array,
  at: number,
  stride: number,
) {
  const view = asCategories(column);
  if (!view) throw new TablabError('column-kind', { column: fitted.column, expected: 'categories' });
  const places = view.dictionary.map((name) => hashPlace(name, fitted));
  const filled = fitted.fill === undefined ? null : hashPlace(fitted.fill, fitted);
  rows.forEach((row, i) => {
    const place = view.codes[row] < 0 ? filled : places[view.codes[row]];
    if (place) out[at + i * stride + place.at] = place.value;
  });
}

function writeText(
  { column: name, code, fill }: FittedText,
  column: Column,
  rows: Uint32Array,
  out: Float32Array,
  at: number,
  stride: number,
) {
  const view = asCategories(column);
  if (!view) throw new TablabError('column-kind', { column: name, expected: 'texts' });
  const vector = textVectorizer(code);
  const known = new Map<number, ReturnType<typeof vector>>();
  rows.forEach((row, i) => {
    const text = view.codes[row] < 0 ? fill : view.dictionary[view.codes[row]];
    if (text === undefined) return;
    const made = known.get(view.codes[row]) ?? vector(text);
    known.set(view.codes[row], made);
    made.at.forEach((place, k) => (out[at + i * stride + place] = made.values[k]));
  });
}

/** Position of each code of the column among the fitted categories; `rest` for those that are not there. */
function positions(fitted: Pick<FittedOneHot, 'column' | 'categories' | 'fill'>, column: Column, rest: number) {
  const view = asCategories(column);
  if (!view) throw new TablabError('column-kind', { column: fitted.column, expected: 'categories' });
  const indexOf = new Map(fitted.categories.map((name, i) => [name, i]));
  // Where missing values go: nowhere (-1) unless a category was chosen for them.
  const filled = fitted.fill === undefined ? -1 : (indexOf.get(fitted.fill) ?? rest);
  return { codes: view.codes, byCode: view.dictionary.map((name) => indexOf.get(name) ?? rest), filled };
}

function writeOneHot(
  fitted: FittedOneHot,
  column: Column,
  rows: Uint32Array,
  out: Float32Array,
  at: number,
  stride: number,
) {
  const known = fitted.categories.length;
  const { codes, byCode, filled } = positions(fitted, column, fitted.other ? known : -1);
  const missing = fitted.fill !== undefined ? filled : fitted.missing ? known + Number(fitted.other) : -1;
  for (let i = 0, o = at; i < rows.length; i++, o += stride) {
    const code = codes[rows[i]];
    const position = code < 0 ? missing : byCode[code];
    if (position >= 0) out[o + position] = 1;
  }
}

function writeCodes(
  fitted: FittedCodes,
  column: Column,
  rows: Uint32Array,
  out: Int32Array,
  at: number,
  stride: number,
) {
  const { codes, byCode, filled } = positions(fitted, column, fitted.other ? fitted.categories.length : -1);
  for (let i = 0, o = at; i < rows.length; i++, o += stride) {
    const code = codes[rows[i]];
    out[o] = fitted.offset + (code < 0 ? filled + 1 : byCode[code] + 1);
  }
}

function writeTokens(
  { column: name, code, offset, fill }: FittedTokens,
  column: Column,
  rows: Uint32Array,
  out: Int32Array,
  at: number,
  stride: number,
) {
  const view = asCategories(column);
  if (!view) throw new TablabError('column-kind', { column: name, expected: 'texts' });
  const codesIn = tokenizer(code);
  const known = new Map<number, Int32Array>();
  for (let i = 0, o = at; i < rows.length; i++, o += stride) {
    const of = view.codes[rows[i]];
    const text = of < 0 ? fill : view.dictionary[of];
    const made = known.get(of) ?? codesIn(text ?? '');
    known.set(of, made);
    for (let k = 0; k < code.length; k++) out[o + k] = offset + (made[k] ?? paddingCode);
  }
}

const share255 = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

function writeImage(fitted: FittedImage, { data }: Column, rows: Uint32Array, out: Float32Array) {
  if (data.kind !== 'image' || data.shape.some((n, i) => n !== fitted.shape[i])) {
    throw new TablabError('column-kind', { column: fitted.column, expected: `images of ${fitted.shape.join(' x ')}` });
  }
  const size = sizeOf(fitted.shape);
  for (let i = 0, o = 0; i < rows.length; i++) {
    const from = rows[i] * size;
    for (let p = 0; p < size; p++) out[o++] = share255[data.pixels[from + p]];
  }
}
