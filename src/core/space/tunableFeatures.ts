// What could vary of a lab's features: the settings for all columns, the parts of the recipes that columns have, and the
// options of the ordered steps; texts such as formulas do not. A part that no recipe names cannot vary: give the column one first.
import type { Field } from '../fields/field';
import type { FeaturesConfig } from '../lab/document';
import { encodeColumn } from './columnNames';
import {
  featureFieldAt,
  featureFields,
  fieldsOfPart,
  getFeatureAt,
  listedSteps,
  recipeParts,
  stepEnabledField,
  transformDef,
  typesOfPart,
  type RecipePart,
} from './featurePaths';
import { featureSteps } from './featureSteps';
import { proposeDomain } from './proposeDomain';
import type { Param, Space } from './space';
import type { TunableField } from './tunable';

const longestPath = 120;

/** In the order of the pipeline. With a space, also the options of the types it reaches. */
export function tunableFeatures(features: FeaturesConfig, space: Space = []): TunableField[] {
  const one = (path: string, field: Field, group: string, when?: Param['when']): TunableField => {
    const value = getFeatureAt(features, path) ?? field.default;
    const plain = { path, label: field.label, group, field, value, domain: proposeDomain(field, value) };
    return when ? { ...plain, when } : plain;
  };
  const shared = Object.entries(featureFields).map(([path, field]) => one(path, field, 'Features'));
  const columns = Object.entries(features.columns ?? {}).flatMap(([column, recipe]) => {
    const base = `features.columns.${encodeColumn(column)}`;
    const group = `Column ${column}`;
    const parts = recipeParts.flatMap((part) => {
      const step = recipe[part];
      const path = `${base}.${part}`;
      const field = featureFieldAt(features, path);
      if (!step || !field) return [];
      const types = reachedTypes(space, path, part, step.type);
      const keys = [...new Set(types.flatMap((type) => Object.keys(fieldsOfPart(part, type))))];
      const options = keys.map((key) => {
        const having = types.filter((type) => key in fieldsOfPart(part, type));
        const when = having.length < types.length ? { path, in: having } : undefined;
        return one(`${path}.${key}`, fieldsOfPart(part, having[0])[key], group, when);
      });
      return [one(path, field, group), ...options];
    });
    const transforms = (recipe.transforms ?? []).flatMap(({ type }, i) => {
      const def = transformDef(type);
      const of = `${group}, ${def?.label ?? type}`;
      const options = Object.entries(def?.fields ?? {}).map(([key, field]) =>
        one(`${base}.transforms.${i}.${key}`, field, of),
      );
      return [one(`${base}.transforms.${i}.enabled`, stepEnabledField, of), ...options];
    });
    return [...parts, ...transforms];
  });
  const listed = Object.entries(featureSteps).flatMap(([list, fieldsOf]) =>
    listedSteps(features, list).flatMap(({ id, type }) => {
      const options = Object.entries(fieldsOf(type) ?? {}).map(([key, field]) =>
        one(`features.${list}.${id}.${key}`, field, `Step ${id} (${type})`),
      );
      return [one(`features.${list}.${id}.enabled`, stepEnabledField, `Step ${id} (${type})`), ...options];
    }),
  );
  return [...shared, ...columns, ...listed].filter(
    ({ path, field }) => path.length <= longestPath && field.kind !== 'text',
  );
}

function reachedTypes(space: Space, path: string, part: RecipePart, own: string): string[] {
  const domain = space.find((param) => param.path === path)?.domain;
  if (domain?.kind === 'choice') return typesOfPart(part).filter((type) => domain.values.includes(type));
  return [domain?.kind === 'fixed' ? String(domain.value) : own];
}
