// The settings of a TrainConfig that are not a layer's, optimizer's or schedule's own, as fields; and what field a
// path names in a given configuration. Forms, search spaces and checks all read from here.
import { bool, choice, float, int, type Field } from '../fields/field';
import { own } from '../fields/own';
import { layerDef } from '../model/registry';
import { augmentFields, type AugmentKey } from '../train/augment/options';
import type { TrainConfig } from '../train/config';
import { optimizerDef, optimizerDefs, type OptimizerType } from '../train/optimizers';
import { scheduleDef, scheduleDefs, type ScheduleType } from '../train/schedules';

const options = <T extends string>(defs: readonly { type: T; label: string }[]) =>
  defs.map(({ type, label }) => ({ value: type, label }));

type AugmentPath = `augment.${AugmentKey}`;
const augmentPaths = Object.fromEntries(
  Object.entries(augmentFields).map(([key, field]) => [`augment.${key}`, field]),
) as {
  readonly [P in AugmentPath]: P extends `augment.${infer K extends AugmentKey}` ? (typeof augmentFields)[K] : never;
};

/** By path, in the order of the form. */
export const configFields = {
  'optimizer.type': choice<OptimizerType>('Optimizer', 'adam', options(optimizerDefs)),
  'optimizer.learningRate': float('Learning rate', 0.01, 1e-8, 100, { log: true }),
  'schedule.type': choice<ScheduleType>('Learning-rate schedule', 'constant', options(scheduleDefs)),
  batchSize: int('Batch size', 32, 1, 65_536, { log: true, unit: 'rows' }),
  epochs: int('Epochs', 50, 1, 100_000, { log: true }),
  l1: float('L1 penalty', 0, 0, 10, { log: true }),
  l2: float('L2 penalty', 0, 0, 10, { log: true }),
  clipNorm: float('Gradient norm limit', 0, 0, 1e6, { help: '0 turns clipping off.' }),
  loss: choice('Loss', 'auto', ['auto', 'mse', 'huber']),
  classWeights: choice(
    'Class weights',
    'none',
    [
      { value: 'none', label: 'None' },
      { value: 'balanced', label: 'Balanced' },
    ],
    {
      help: 'Balanced: in training a row counts the more, the rarer its class is. Validation counts rows as they are.',
    },
  ),
  ...augmentPaths,
  'earlyStopping.patience': int('Patience', 0, 0, 10_000, { unit: 'epochs', help: '0 turns early stopping off.' }),
  'earlyStopping.minDelta': float('Smallest improvement', 0, 0, 1e6),
  'earlyStopping.restoreBest': bool('Keep the best epoch', true),
} as const satisfies Record<string, Field>;

export type ConfigPath = keyof typeof configFields;
export const isConfigPath = (path: string): path is ConfigPath => Object.hasOwn(configFields, path);

/** The switch that leaves a layer in or out. */
export const enabledField = bool('Layer present', true);

/** A path taken apart. */
export type Place =
  | { readonly kind: 'config'; readonly path: ConfigPath }
  | { readonly kind: 'option'; readonly of: 'optimizer' | 'schedule'; readonly key: string }
  | { readonly kind: 'enabled'; readonly layer: string }
  | { readonly kind: 'layer'; readonly layer: string; readonly key: string };

/** What part of a configuration a path names; null for a path of no known form. */
export function parsePath(path: string): Place | null {
  if (isConfigPath(path)) return { kind: 'config', path };
  const parts = path.split('.');
  if (parts.length !== 3 || parts.some((part) => part === '')) return null;
  const [head, middle, key] = parts;
  if (head === 'layers')
    return key === 'enabled' ? { kind: 'enabled', layer: middle } : { kind: 'layer', layer: middle, key };
  if ((head === 'optimizer' || head === 'schedule') && middle === 'options') return { kind: 'option', of: head, key };
  return null;
}

/** The own options of an optimizer or schedule type. */
export const fieldsOfType = (of: 'optimizer' | 'schedule', type: string): Readonly<Record<string, Field>> =>
  of === 'optimizer' ? optimizerDef(type as OptimizerType).fields : scheduleDef(type as ScheduleType).fields;

/** The field that a path names in this configuration; null when there is none. */
export function fieldAt(config: TrainConfig, path: string): Field | null {
  const place = parsePath(path);
  if (!place) return null;
  if (place.kind === 'config') return configFields[place.path];
  if (place.kind === 'option') return own(fieldsOfType(place.of, config[place.of].type), place.key) ?? null;
  const layer = config.layers.find(({ id }) => id === place.layer);
  if (!layer) return null;
  return place.kind === 'enabled' ? enabledField : (own(layerDef(layer.type)?.fields, place.key) ?? null);
}
