// Reading and setting places of a TrainConfig by path: `optimizer.learningRate`, `optimizer.options.beta1`,
// `schedule.options.gamma`, `layers.<id>.units`, `layers.<id>.enabled`, `batchSize`, ... Nothing is changed in place.
import * as v from 'valibot';
import { TablabError } from '../errors/error';
import { expectation, fieldSchema, type Scalar } from '../fields/field';
import { layerDef } from '../model/registry';
import type { TrainConfig } from '../train/config';
import { fieldAt, fieldsOfType, parsePath } from './configFields';
import { isFeaturePath } from './featurePaths';
import type { ParamValues } from './space';

type Tree = Record<string, unknown>;

/** The value at a path, defaults filled in; undefined when the path names nothing here. */
export function getAt(config: TrainConfig, path: string): Scalar | undefined {
  const place = parsePath(path);
  const field = fieldAt(config, path);
  if (!place || !field) return undefined;
  switch (place.kind) {
    case 'config': {
      const [head, key] = place.path.split('.');
      const value = (config as unknown as Tree)[head];
      return ((key === undefined ? value : (value as Tree | undefined)?.[key]) ?? field.default) as Scalar;
    }
    case 'option':
      return config[place.of].options[place.key] ?? field.default;
    case 'enabled':
      return config.layers.find(({ id }) => id === place.layer)?.enabled ?? true;
    case 'layer':
      return config.layers.find(({ id }) => id === place.layer)?.options?.[place.key] ?? field.default;
  }
}

/** A copy of the configuration with one place set. Throws `space-path-unknown` or `space-value`. */
export function setAt(config: TrainConfig, path: string, value: Scalar): TrainConfig {
  const place = parsePath(path);
  const field = fieldAt(config, path);
  if (!place || !field) throw new TablabError('space-path-unknown', { param: path, reason: reasonFor(config, path) });
  if (!v.is(fieldSchema(field), value))
    throw new TablabError('space-value', { param: path, value: String(value), expected: expectation(field) });
  switch (place.kind) {
    case 'config': {
      const [head, key] = place.path.split('.');
      const tree = config as unknown as Tree;
      return {
        ...tree,
        [head]: key === undefined ? value : { ...(tree[head] as Tree), [key]: value },
      } as unknown as TrainConfig;
    }
    case 'option': {
      const part = config[place.of];
      return { ...config, [place.of]: { ...part, options: { ...part.options, [place.key]: value } } };
    }
    case 'enabled':
    case 'layer':
      return {
        ...config,
        layers: config.layers.map((layer) => {
          if (layer.id !== place.layer) return layer;
          if (place.kind === 'enabled') return { ...layer, enabled: value as boolean };
          return { ...layer, options: { ...layer.options, [place.key]: value } };
        }),
      };
  }
}

/**
 * The configuration of one point of a space. Types (`optimizer.type`, `schedule.type`) are set first, whatever their
 * order, and options that the new type does not have are dropped. Parameters of the features are for
 * `applyFeatureParams`. Throws `space-path-unknown` or `space-value`.
 */
export function applyParams(base: TrainConfig, params: ParamValues): TrainConfig {
  const isType = (path: string) => path.endsWith('.type');
  const entries = Object.entries(params).filter(([path]) => !isFeaturePath(path));
  let config = base;
  for (const [path, value] of entries.filter(([path]) => isType(path))) config = setAt(config, path, value);
  config = { ...config, optimizer: fitting('optimizer', config), schedule: fitting('schedule', config) };
  for (const [path, value] of entries.filter(([path]) => !isType(path))) config = setAt(config, path, value);
  return config;
}

/** The optimizer or schedule with only those options that its type has. */
function fitting<K extends 'optimizer' | 'schedule'>(of: K, config: TrainConfig): TrainConfig[K] {
  const part = config[of];
  const fields = fieldsOfType(of, part.type);
  return { ...part, options: Object.fromEntries(Object.entries(part.options).filter(([key]) => key in fields)) };
}

function reasonFor(config: TrainConfig, path: string): string {
  const place = parsePath(path);
  if (!place || place.kind === 'config') return 'there is no such setting';
  if (place.kind === 'option') return `${place.of} "${config[place.of].type}" has no option "${place.key}"`;
  const layer = config.layers.find(({ id }) => id === place.layer);
  if (!layer) return `there is no layer "${place.layer}"`;
  return layerDef(layer.type)
    ? `a ${layer.type} layer has no option "${'key' in place ? place.key : 'enabled'}"`
    : `the layer type "${layer.type}" is unknown`;
}
