// Parameter paths into a lab's features: `features.scale`, `features.maxCategories`, `features.columns.<name>.scale`,
// `features.columns.<name>.encode.smoothing`, `features.columns.<name>.transforms.0.enabled`, and for the ordered lists
// `features.<list>.<id>.<option>` and `.enabled`. A search over them fits the pipeline anew for every value.
import * as v from 'valibot';
import { TablabError } from '../errors/error';
import { bool, choice, expectation, fieldSchema, int, type Field, type Fields, type Scalar } from '../fields/field';
import { own } from '../fields/own';
import type { ColumnRecipe, FeaturesConfig } from '../lab/document';
import { encoderChoices } from '../pipeline/encoders/registry';
import { imputers } from '../pipeline/imputers/registry';
import { categoryImputes, recipeOf } from '../pipeline/recipe';
import { scalers } from '../pipeline/scalers/registry';
import { transforms } from '../pipeline/transforms/registry';
import { decodeColumn } from './columnNames';
import { featureSteps } from './featureSteps';
import type { ParamValues } from './space';

export const isFeaturePath = (path: string): boolean => path.startsWith('features.');

/** Settings for all columns, in the order of the form. */
export const featureFields = {
  'features.scale': choice('Scaling', 'standard', [
    { value: 'standard', label: 'Standard' },
    { value: 'none', label: 'None' },
  ]),
  'features.impute': choice('Missing numbers', 'mean', [
    { value: 'mean', label: 'Mean' },
    { value: 'median', label: 'Median' },
    { value: 'zero', label: 'Zero' },
  ]),
  'features.categorical': choice('Categories', 'onehot', [
    { value: 'onehot', label: 'One-hot' },
    { value: 'codes', label: 'Codes' },
  ]),
  'features.maxCategories': int('Most categories', 50, 2, 10_000, { log: true }),
} as const satisfies Record<string, Field>;
type SharedPath = keyof typeof featureFields;

/** The switch that leaves a step of the pipeline in or out. */
export const stepEnabledField = bool('Step present', true);

export const recipeParts = ['impute', 'scale', 'encode'] as const;
export type RecipePart = (typeof recipeParts)[number];

type Options = Readonly<Record<string, Scalar>>;
interface Step {
  readonly type: string;
  readonly options?: Options | undefined;
}
export interface ListedStep extends Step {
  readonly id: string;
  readonly enabled?: boolean | undefined;
}

/** A path into features taken apart. */
export type FeaturePlace =
  | { readonly kind: 'shared'; readonly key: 'scale' | 'impute' | 'categorical' | 'maxCategories' }
  | { readonly kind: 'part'; readonly column: string; readonly part: RecipePart; readonly key?: string }
  | { readonly kind: 'transform'; readonly column: string; readonly index: number; readonly key: string }
  | { readonly kind: 'list'; readonly list: string; readonly id: string; readonly key: string };

/** What a path names; null for a path of no known form. */
export function parseFeaturePath(path: string): FeaturePlace | null {
  if (Object.hasOwn(featureFields, path))
    return { kind: 'shared', key: path.slice('features.'.length) as 'scale' | 'impute' };
  const [head, list, name, key, ...more] = path.split('.');
  if (head !== 'features' || !list || !name || !key) return null;
  if (list !== 'columns')
    return Object.hasOwn(featureSteps, list) && more.length === 0 ? { kind: 'list', list, id: name, key } : null;
  const column = decodeColumn(name);
  if (column === null) return null;
  const [first, second, ...rest] = more;
  if (key === 'transforms' && /^[0-9]$/.test(first ?? '') && second && rest.length === 0)
    return { kind: 'transform', column, index: Number(first), key: second };
  const part = recipeParts.find((one) => one === key);
  if (!part || second !== undefined) return null;
  return { kind: 'part', column, part, ...(first === undefined ? {} : { key: first }) };
}

const withNone = [{ ...categoryImputes[0], type: categoryImputes[0].value, fields: {} as Fields }, ...imputers];
const defsOf: Readonly<Record<RecipePart, readonly { type: string; label: string; fields: Fields }[]>> = {
  impute: withNone,
  scale: scalers,
  encode: encoderChoices,
};
const partLabels = { impute: 'Missing', scale: 'Scale', encode: 'Encode' } as const;

/** The own options of a recipe step's type. */
export const fieldsOfPart = (part: RecipePart, type: string): Fields =>
  defsOf[part].find((def) => def.type === type)?.fields ?? {};
export const typesOfPart = (part: RecipePart): string[] => defsOf[part].map(({ type }) => type);

export const transformDef = (type: string) => transforms.find((def) => def.type === type);

/** The steps of a list that the features hold. */
export function listedSteps(features: FeaturesConfig, list: string): readonly ListedStep[] {
  const steps = (features as unknown as Record<string, readonly ListedStep[] | undefined>)[list];
  return Array.isArray(steps) ? steps : [];
}

/** The field that a path names in these features; null when there is none. */
export function featureFieldAt(features: FeaturesConfig, path: string): Field | null {
  const place = parseFeaturePath(path);
  switch (place?.kind) {
    case undefined:
      return null;
    case 'shared':
      return featureFields[path as SharedPath];
    case 'part': {
      const step = recipeOf(features, place.column)?.[place.part];
      if (!step) return null;
      if (place.key !== undefined) return own(fieldsOfPart(place.part, step.type), place.key) ?? null;
      const options = defsOf[place.part].map(({ type, label }) => ({ value: type, label }));
      return choice(partLabels[place.part], step.type, options);
    }
    case 'transform': {
      const step = recipeOf(features, place.column)?.transforms?.[place.index];
      if (!step) return null;
      return place.key === 'enabled' ? stepEnabledField : (own(transformDef(step.type)?.fields, place.key) ?? null);
    }
    case 'list': {
      const step = listedSteps(features, place.list).find(({ id }) => id === place.id);
      if (!step) return null;
      return place.key === 'enabled' ? stepEnabledField : (own(featureSteps[place.list](step.type), place.key) ?? null);
    }
  }
}

/** The value at a path, defaults filled in; undefined when the path names nothing here. */
export function getFeatureAt(features: FeaturesConfig, path: string): Scalar | undefined {
  const place = parseFeaturePath(path);
  const field = featureFieldAt(features, path);
  if (!place || !field) return undefined;
  switch (place.kind) {
    case 'shared':
      return features[place.key];
    case 'part': {
      const step = recipeOf(features, place.column)![place.part]!;
      return place.key === undefined ? step.type : (step.options?.[place.key] ?? field.default);
    }
    case 'transform':
      if (place.key === 'enabled') return true;
      return recipeOf(features, place.column)!.transforms![place.index].options?.[place.key] ?? field.default;
    case 'list': {
      const step = listedSteps(features, place.list).find(({ id }) => id === place.id)!;
      return place.key === 'enabled' ? (step.enabled ?? true) : (step.options?.[place.key] ?? field.default);
    }
  }
}

/**
 * The features of one point of a space; the same object when the point names none. Types are set first, whatever their
 * order, and options that the new type lacks are dropped; steps that are off are left out. Throws `space-path-unknown`
 * or `space-value`.
 */
export function applyFeatureParams(features: FeaturesConfig, params: ParamValues): FeaturesConfig {
  const entries = Object.entries(params).filter(([path]) => isFeaturePath(path));
  if (entries.length === 0) return features;
  const phase = (path: string) => {
    const place = parseFeaturePath(path);
    if (place?.kind === 'part' && place.key === undefined) return 0;
    return place && 'key' in place && place.key === 'enabled' ? 2 : 1;
  };
  let changed = features;
  for (const [path, value] of entries.filter(([path]) => phase(path) === 0))
    changed = setFeatureAt(changed, path, value);
  for (const [path, value] of entries.filter(([path]) => phase(path) === 1))
    changed = setFeatureAt(changed, path, value);
  return withSwitches(
    changed,
    entries
      .filter(([path]) => phase(path) === 2)
      .map(([path, value]) => ({ place: parseFeaturePath(path)!, on: checked(features, path, value) === true })),
  );
}

function checked(features: FeaturesConfig, path: string, value: Scalar): Scalar {
  const field = featureFieldAt(features, path);
  if (!field) throw new TablabError('space-path-unknown', { param: path, reason: featureReason(features, path) });
  if (!v.is(fieldSchema(field), value))
    throw new TablabError('space-value', { param: path, value: String(value), expected: expectation(field) });
  return value;
}

/** A copy of the features with one place set; `enabled` is for `applyFeatureParams`. */
export function setFeatureAt(features: FeaturesConfig, path: string, value: Scalar): FeaturesConfig {
  checked(features, path, value);
  const place = parseFeaturePath(path)!;
  switch (place.kind) {
    case 'shared':
      return { ...features, [place.key]: value };
    case 'part': {
      const { column, part, key } = place;
      return withRecipe(features, column, (recipe) => {
        const step = recipe[part]!;
        return {
          ...recipe,
          [part]: key === undefined ? retyped(part, step, String(value)) : withOption(step, key, value),
        };
      });
    }
    case 'transform':
      return withRecipe(features, place.column, (recipe) => ({
        ...recipe,
        transforms: recipe.transforms!.map((step, i) =>
          i === place.index ? withOption(step, place.key, value) : step,
        ),
      }));
    case 'list':
      return {
        ...features,
        [place.list]: listedSteps(features, place.list).map((step) =>
          step.id === place.id ? withOption(step, place.key, value) : step,
        ),
      };
  }
}

const withOption = <S extends Step>(step: S, key: string, value: Scalar): S => ({
  ...step,
  options: { ...step.options, [key]: value },
});

function retyped<S extends Step>(part: RecipePart, step: S, type: string): S {
  const fields = fieldsOfPart(part, type);
  const options = Object.entries(step.options ?? {}).filter(([key]) => key in fields);
  const { options: _options, ...rest } = step;
  return { ...rest, type, ...(options.length > 0 ? { options: Object.fromEntries(options) } : {}) } as unknown as S;
}

const withRecipe = (
  features: FeaturesConfig,
  column: string,
  change: (recipe: ColumnRecipe) => ColumnRecipe,
): FeaturesConfig => ({
  ...features,
  columns: { ...features.columns, [column]: change(features.columns![column]) },
});

/** Steps that are switched off are left out; those switched on are in, whatever the features said of them. */
function withSwitches(
  features: FeaturesConfig,
  switches: readonly { readonly place: FeaturePlace; readonly on: boolean }[],
): FeaturesConfig {
  let changed = features;
  for (const { place, on } of switches) {
    if (place.kind !== 'list') continue;
    const steps = listedSteps(changed, place.list).flatMap((step) => {
      if (step.id !== place.id) return [step];
      const { enabled: _enabled, ...rest } = step;
      return on ? [rest] : [];
    });
    changed = { ...changed, [place.list]: steps };
  }
  const off = switches.flatMap(({ place, on }) => (place.kind === 'transform' && !on ? [place] : []));
  for (const column of new Set(off.map((place) => place.column))) {
    const gone = new Set(off.filter((place) => place.column === column).map(({ index }) => index));
    changed = withRecipe(changed, column, (recipe) => ({
      ...recipe,
      transforms: recipe.transforms!.filter((_, i) => !gone.has(i)),
    }));
  }
  return changed;
}

/** Why a path names nothing in these features. */
export function featureReason(features: FeaturesConfig, path: string): string {
  const place = parseFeaturePath(path);
  if (!place || place.kind === 'shared') return 'there is no such setting of the features';
  if (place.kind === 'list') {
    const step = listedSteps(features, place.list).find(({ id }) => id === place.id);
    return step
      ? `step "${place.id}" (${step.type}) has no option "${place.key}"`
      : `there is no step "${place.id}" in features.${place.list}`;
  }
  const recipe = recipeOf(features, place.column);
  if (!recipe) return `the column "${place.column}" has no recipe of its own`;
  if (place.kind === 'transform') {
    const step = recipe.transforms?.[place.index];
    if (!step) return `the recipe of column "${place.column}" has no transform number ${place.index}`;
    return `the transform "${step.type}" has no option "${place.key}"`;
  }
  const step = recipe[place.part];
  if (!step) return `the recipe of column "${place.column}" does not say ${partLabels[place.part].toLowerCase()}`;
  return `"${step.type}" has no option "${place.key ?? ''}"`;
}
