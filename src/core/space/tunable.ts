// What could vary: every setting of a configuration as path, words, field, present value and a proposed range.
import type { Field, Scalar } from '../fields/field';
import { layerDef } from '../model/registry';
import type { FeaturesConfig } from '../lab/document';
import type { TrainConfig } from '../train/config';
import { optimizerDefs } from '../train/optimizers';
import { scheduleDefs } from '../train/schedules';
import { configFields, enabledField, fieldsOfType } from './configFields';
import { getAt } from './paths';
import { proposeDomain } from './proposeDomain';
import type { Domain, Param, Space } from './space';
import { tunableFeatures } from './tunableFeatures';

export interface TunableField {
  readonly path: string;
  /** `Units`, to be shown under `group`. */
  readonly label: string;
  /** `Training`, `Optimizer`, `Schedule`, or the layer: `h1 (Dense)`. */
  readonly group: string;
  readonly field: Field;
  /** Its value in the configuration, default included. */
  readonly value: Scalar;
  /** A sensible range to start from. */
  readonly domain: Domain;
  /** Set for options that exist only under some types, when the space varies that type. */
  readonly when?: Param['when'];
}

const groups: Readonly<Record<string, string>> = {
  optimizer: 'Optimizer',
  schedule: 'Schedule',
  augment: 'Augmentation',
};

/**
 * All settings that may vary, in the order of the form. With a space, also the options of the types it reaches; with the
 * lab's features, also theirs.
 */
export function tunableFields(config: TrainConfig, space: Space = [], features?: FeaturesConfig): TunableField[] {
  const one = (path: string, field: Field, group: string, when?: Param['when']): TunableField => {
    const value = getAt(config, path) ?? field.default;
    return {
      path,
      label: field.label,
      group,
      field,
      value,
      domain: proposeDomain(field, value),
      ...(when ? { when } : {}),
    };
  };
  const own = Object.entries(configFields).map(([path, field]) =>
    one(path, field, groups[path.split('.')[0]] ?? 'Training'),
  );
  const options = (['optimizer', 'schedule'] as const).flatMap((of) => {
    const types = reachedTypes(config, space, of);
    const keys = new Set(types.flatMap((type) => Object.keys(fieldsOfType(of, type))));
    return [...keys].map((key) => {
      const having = types.filter((type) => key in fieldsOfType(of, type));
      const when = having.length < types.length ? { path: `${of}.type`, in: having } : undefined;
      return one(`${of}.options.${key}`, fieldsOfType(of, having[0])[key], groups[of], when);
    });
  });
  const layers = config.layers.flatMap((layer) => {
    const def = layerDef(layer.type);
    const group = `${layer.id} (${def?.label ?? layer.type})`;
    return [
      ...Object.entries(def?.fields ?? {}).map(([key, field]) => one(`layers.${layer.id}.${key}`, field, group)),
      one(`layers.${layer.id}.enabled`, enabledField, group),
    ];
  });
  return [...own, ...options, ...layers, ...(features ? tunableFeatures(features, space) : [])];
}

/** Types that a space lets an optimizer or schedule take; just its own when the type does not vary. */
function reachedTypes(config: TrainConfig, space: Space, of: 'optimizer' | 'schedule'): string[] {
  const domain = space.find(({ path }) => path === `${of}.type`)?.domain;
  const known = (of === 'optimizer' ? optimizerDefs : scheduleDefs).map(({ type }) => type as string);
  if (domain?.kind === 'choice' || domain?.kind === 'ordinal')
    return known.filter((type) => domain.values.includes(type));
  return [domain?.kind === 'fixed' ? String(domain.value) : config[of].type];
}

export { proposeDomain } from './proposeDomain';
