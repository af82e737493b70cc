// Parameters by the words of the form instead of their paths.
import { metricDef } from '$core/metrics/registry';
import { costDefs } from '$core/run/objectives';
import type { Scalar } from '$core/fields/field';
import type { FeaturesConfig, TuneConfig } from '$core/lab/document';
import { parseFeaturePath } from '$core/space/featurePaths';
import { prunerDef } from '$core/pruners/registry';
import { samplerDef } from '$core/samplers/registry';
import type { Param, Space } from '$core/space/space';
import { tunableFields } from '$core/space/tunable';
import type { TrainConfig } from '$core/train/config';
import { number, type Dimension } from '$charts/index';
import { inside } from '$features/train';

export interface NamedParam {
  readonly param: Param;
  /** `Learning rate`, `h1 units`. */
  readonly name: string;
  /** Words rather than a number: its column takes more room. */
  readonly wide?: boolean;
}

/** The parameters that really vary, in order. */
export function namedParams(space: Space, base: TrainConfig, features: FeaturesConfig): NamedParam[] {
  const fields = new Map(tunableFields(base, space, features).map((field) => [field.path, field]));
  return space
    .filter(({ domain }) => domain.kind !== 'fixed')
    .map((param) => {
      const layer = /^layers\.([^.]+)\./.exec(param.path)?.[1];
      const field = fields.get(param.path);
      const label = field?.label ?? param.path;
      const part = layer ?? (field?.group === 'Features' ? undefined : featurePart(param.path));
      return { param, name: part ? `${part} ${label.toLowerCase()}` : label };
    });
}

/** `Validation accuracy`, `Model size (B)`. */
export function metricName(name: string): string {
  const cost = costDefs.find((one) => one.name === name);
  if (cost) return cost.unit ? `${cost.label} (${cost.unit})` : cost.label;
  const def = metricDef(name);
  // Values of imported studies are of who knows what.
  return def ? `Validation ${inside(def.label)}` : name;
}

/** The column or the step of the pipeline that a path is of. */
function featurePart(path: string): string | undefined {
  const place = parseFeaturePath(path);
  if (place?.kind === 'list') return place.id;
  return place && 'column' in place ? place.column : undefined;
}

export function valueText(value: Scalar | undefined): string {
  if (value === undefined) return '–';
  if (typeof value === 'number') return number(value);
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : value;
}

/** Choices by index, switches as 0 and 1; the range of a number from its domain. */
export function dimensionOf({ param, name }: NamedParam): Dimension {
  const { domain } = param;
  if (domain.kind === 'choice' || domain.kind === 'ordinal') return { name, categories: domain.values.map(valueText) };
  if (domain.kind === 'bool') return { name, categories: ['off', 'on'] };
  if (domain.kind === 'fixed') return { name };
  return { name, log: domain.log === true && !domain.reverse, range: [domain.low, domain.high] };
}

/** A trial's value on its dimension; NaN when the parameter was not active. */
export function coordinate({ domain }: Param, value: Scalar | undefined): number {
  if (value === undefined) return NaN;
  if (domain.kind === 'choice' || domain.kind === 'ordinal') return domain.values.indexOf(value);
  return Number(value);
}

/** What a study searches with, in few words: `TPE, Hyperband`. */
export const searchedBy = ({ sampler, pruner, warmStart }: TuneConfig): string =>
  [
    samplerDef(sampler.type).label,
    ...(pruner ? [prunerDef(pruner.type).label] : []),
    ...(warmStart ? ['warm start'] : []),
  ].join(', ');
