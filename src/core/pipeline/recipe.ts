// A column's recipe as the lab document writes it, resolved to steps that exist with all their options.
import { TablabError } from '../errors/error';
import { complete } from '../fields/complete';
import type { Fields, Values } from '../fields/field';
import type { ColumnRecipe, FeaturesConfig } from '../lab/document';
import { encoderChoices } from './encoders/registry';
import { imputers } from './imputers/registry';
import { scalers } from './scalers/registry';
import { transforms } from './transforms/registry';

export interface Chosen<D> {
  readonly def: D;
  readonly options: Values<Fields>;
}
type Choice = NonNullable<ColumnRecipe['scale']>;
interface Def {
  readonly type: string;
  readonly label: string;
  readonly fields: Fields;
}

/** The recipe of a column, if it has one. */
export function recipeOf({ columns }: FeaturesConfig, column: string): ColumnRecipe | undefined {
  return columns && Object.hasOwn(columns, column) ? columns[column] : undefined;
}

export const chosenScaler = (column: string, choice: Choice) => chosen(scalers, 'scaling', column, choice);
export const chosenTransform = (column: string, choice: Choice) => chosen(transforms, 'transform', column, choice);
export const chosenImputer = (column: string, choice: Choice) => chosen(imputers, 'imputation', column, choice);
export const chosenEncoder = (column: string, choice: Choice) => chosen(encoderChoices, 'encoding', column, choice);

/** Missing categories stay as they are, or take the most frequent one. */
export const categoryImputes = [
  { value: 'none', label: 'Keep as missing' },
  { value: 'mode', label: 'Most frequent' },
] as const;

/** Throws `recipe-unknown` or `field-invalid` for what no recipe can mean, whatever the data are. */
export function checkRecipes({ columns = {} }: FeaturesConfig): void {
  for (const [column, { impute, transforms: steps = [], scale, encode }] of Object.entries(columns)) {
    if (impute && impute.type !== 'none') chosenImputer(column, impute);
    for (const step of steps) chosenTransform(column, step);
    if (scale) chosenScaler(column, scale);
    if (encode) chosenEncoder(column, encode);
  }
}

function chosen<D extends Def>(defs: readonly D[], part: string, column: string, { type, options }: Choice): Chosen<D> {
  const def = defs.find((one) => one.type === type);
  if (!def) throw new TablabError('recipe-unknown', { column, type, part });
  return { def, options: complete(def.fields, options, `of "${def.label}" for column "${column}"`) };
}
