// Edits of the recipes of single columns, as changes of the lab.
import { defaultsOf, type Scalar } from '$core/fields/field';
import type { ColumnRecipe, Lab } from '$core/lab/document';
import { encoderChoices } from '$core/pipeline/encoders/registry';
import { imputers } from '$core/pipeline/imputers/registry';
import { categoryImputes, recipeOf } from '$core/pipeline/recipe';
import { scalers } from '$core/pipeline/scalers/registry';
import { transforms } from '$core/pipeline/transforms/registry';
import type { ColumnInfo } from '$core/table/types';

/** What a column is to its recipe; null for columns that are no features. */
export function recipeKind({ type }: ColumnInfo): 'numbers' | 'categories' | 'texts' | null {
  if (type === 'numeric' || type === 'date' || type === 'boolean') return 'numbers';
  if (type === 'text' || type === 'id') return 'texts';
  return type === 'categorical' ? 'categories' : null;
}

interface Listed {
  readonly value: string;
  readonly label: string;
}
const named = (defs: readonly { type: string; label: string }[]): readonly Listed[] =>
  defs.map(({ type, label }) => ({ value: type, label }));

/** Choices by part, for each kind of column. */
export const lists = {
  numbers: {
    impute: named(imputers),
    scale: named(scalers),
    transform: named(transforms),
    encode: [] as readonly Listed[],
  },
  categories: {
    impute: categoryImputes as readonly Listed[],
    scale: named(scalers),
    transform: [] as readonly Listed[],
    encode: named(encoderChoices),
  },
  texts: {
    impute: [] as readonly Listed[],
    scale: [] as readonly Listed[],
    transform: [] as readonly Listed[],
    encode: named(encoderChoices.filter(({ text }) => text)),
  },
} satisfies Record<string, Record<string, readonly Listed[]>>;

const defs = { impute: imputers, scale: scalers, transform: transforms, encode: encoderChoices };
export type Part = keyof typeof defs;

/** The description of a step, if there is one by that type. */
export const defOf = (part: Part, type: string) => defs[part].find((def) => def.type === type);

/** Options of a step with those that are left out at their defaults. */
export const valuesOf = (part: Part, step: { type: string; options?: Record<string, Scalar> }) => ({
  ...defaultsOf(defOf(part, step.type)?.fields ?? {}),
  ...step.options,
});

/** The lab with a column among its features. */
export const withFeature = (column: string, lab: Lab): Lab =>
  lab.roles.exclude.includes(column)
    ? { ...lab, roles: { ...lab.roles, exclude: lab.roles.exclude.filter((name) => name !== column) } }
    : lab;

/** The recipe of a column changed; a recipe without parts is left out, so that the lab is as it was. */
export function withRecipe(column: string, change: (recipe: ColumnRecipe) => ColumnRecipe): (lab: Lab) => Lab {
  return (lab) => {
    const { columns = {}, ...features } = lab.features;
    const entries = Object.entries(columns).filter(([name]) => name !== column);
    const parts = Object.entries(change(recipeOf(lab.features, column) ?? {})).filter(
      ([, part]) => part !== undefined && !(Array.isArray(part) && part.length === 0),
    );
    if (parts.length > 0) entries.push([column, Object.fromEntries(parts) as ColumnRecipe]);
    return { ...lab, features: entries.length > 0 ? { ...features, columns: Object.fromEntries(entries) } : features };
  };
}
