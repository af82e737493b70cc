// Everything that can be wrong with a search space, as coded errors that name the parameter.
import * as v from 'valibot';
import { TablabError } from '../errors/error';
import { expectation, fieldSchema, type Field, type Scalar } from '../fields/field';
import type { FeaturesConfig } from '../lab/document';
import type { TrainConfig } from '../train/config';
import { configFields, fieldAt, fieldsOfType, parsePath } from './configFields';
import { boundConstraints, satisfiable } from './constraints';
import { contains, enumerate } from './domains';
import { featureFieldAt, featureReason, fieldsOfPart, isFeaturePath, parseFeaturePath } from './featurePaths';
import { applyParams } from './paths';
import type { Domain, Param, Space } from './space';

/**
 * All errors of a space on its base configuration and, where it varies them, the lab's features: at most one per
 * parameter, in order; empty when it is sound.
 */
export function spaceErrors(space: Space, base: TrainConfig, features?: FeaturesConfig): TablabError[] {
  const errors: TablabError[] = [];
  if (!space.some(({ domain }) => domain.kind !== 'fixed')) errors.push(new TablabError('space-empty'));
  space.forEach((param, i) => {
    const error = paramError(param, space.slice(0, i), base, features);
    if (error) errors.push(error);
  });
  return errors;
}

/** Throws the first error of a space and its constraints. */
export function checkSpace(
  space: Space,
  base: TrainConfig,
  constraints: readonly string[] = [],
  features?: FeaturesConfig,
): void {
  const [first] = spaceErrors(space, base, features);
  if (first) throw first;
  if (!satisfiable(space, boundConstraints(constraints, space, base))) throw new TablabError('space-contradiction');
}

function paramError(
  param: Param,
  earlier: Space,
  base: TrainConfig,
  features: FeaturesConfig | undefined,
): TablabError | null {
  if (earlier.some(({ path }) => path === param.path)) return new TablabError('space-duplicate', { param: param.path });
  const ofPlace = () =>
    isFeaturePath(param.path) ? featureError(param, earlier, features) : fieldError(param, earlier, base);
  return domainError(param) ?? conditionError(param, earlier) ?? ofPlace();
}

function domainError({ path: param, domain }: Param): TablabError | null {
  if (domain.kind === 'choice' || domain.kind === 'ordinal') {
    const twice = domain.values.find((value, i) => domain.values.indexOf(value) !== i);
    return twice === undefined ? null : new TablabError('space-choice-duplicate', { param, value: String(twice) });
  }
  if (domain.kind !== 'int' && domain.kind !== 'float') return null;
  const { low, high, step, log, reverse } = domain;
  if (low > high) return new TablabError('space-range', { param, low, high });
  if (reverse && !log) return new TablabError('space-reverse', { param });
  if (log && low <= 0) return new TablabError('space-log-zero', { param, low });
  if (log && step !== undefined && !(domain.kind === 'int' && step === 1))
    return new TablabError('space-log-step', { param });
  return null;
}

function conditionError({ path: param, when }: Param, earlier: Space): TablabError | null {
  if (!when) return null;
  const parent = earlier.find(({ path }) => path === when.path);
  if (!parent) return new TablabError('space-condition-unknown', { param, other: when.path });
  if (when.in.some((value) => contains(parent.domain, value))) return null;
  return new TablabError('space-condition-never', { param, other: when.path, values: when.in.join(' or ') });
}

/** Values that show the extent of a domain: its ends, or all of a choice. */
function extremes(domain: Domain): Scalar[] {
  return domain.kind === 'int' || domain.kind === 'float' ? [domain.low, domain.high] : enumerate(domain);
}

function fieldError({ path: param, domain, when }: Param, earlier: Space, base: TrainConfig): TablabError | null {
  const place = parsePath(param);
  const typePath = place?.kind === 'option' ? (`${place.of}.type` as const) : null;
  const typeParam = typePath && earlier.find(({ path }) => path === typePath);
  if (place?.kind === 'option' && typePath && typeParam) {
    // The type varies too: the option must exist for each type with which this parameter is active.
    const types = enumerate(typeParam.domain).map(String);
    const reached = when?.path === typePath ? types.filter((type) => when.in.includes(type)) : types;
    const has = (type: string) => place.key in fieldsOfType(place.of, type);
    const without = reached.find((type) => isType(typePath, type) && !has(type));
    if (without !== undefined) {
      const values = types.filter((type) => isType(typePath, type) && has(type)).join(', ');
      if (values === '') return new TablabError('space-option-absent', { param, other: typePath });
      return new TablabError('space-condition-missing', { param, other: typePath, value: without, values });
    }
    const known = reached.filter((type) => isType(typePath, type));
    return (
      known.map((type) => valueError(param, domain, fieldsOfType(place.of, type)[place.key])).find(Boolean) ?? null
    );
  }
  const field = fieldAt(base, param);
  if (field) return valueError(param, domain, field);
  return reasonOf(() => applyParams(base, { [param]: extremes(domain)[0] }));
}

/** As `fieldError`, for the features: an option of a recipe's step must exist for each type with which it is active. */
function featureError(param: Param, earlier: Space, features: FeaturesConfig | undefined): TablabError | null {
  const { path, domain } = param;
  if (!features) return new TablabError('space-path-unknown', { param: path, reason: 'there are no features here' });
  const place = parseFeaturePath(path);
  const typePath = place?.kind === 'part' && place.key !== undefined ? path.slice(0, path.lastIndexOf('.')) : null;
  const typeParam = typePath === null ? undefined : earlier.find((other) => other.path === typePath);
  if (place?.kind === 'part' && place.key !== undefined && typeParam) {
    const { part, key } = place;
    const types = enumerate(typeParam.domain).map(String);
    const reached = param.when?.path === typePath ? types.filter((type) => param.when!.in.includes(type)) : types;
    const fields = reached.map((type) => fieldsOfPart(part, type)[key] as Field | undefined);
    const without = reached.find((_, i) => !fields[i]);
    if (without !== undefined) {
      const values = types.filter((type) => key in fieldsOfPart(part, type)).join(', ');
      if (values === '') return new TablabError('space-option-absent', { param: path, other: typePath! });
      return new TablabError('space-condition-missing', { param: path, other: typePath!, value: without, values });
    }
    return fields.map((field) => valueError(path, domain, field!)).find(Boolean) ?? null;
  }
  const field = featureFieldAt(features, path);
  if (field) return valueError(path, domain, field);
  return new TablabError('space-path-unknown', { param: path, reason: featureReason(features, path) });
}

const isType = (path: 'optimizer.type' | 'schedule.type', type: string) => v.is(fieldSchema(configFields[path]), type);

function valueError(param: string, domain: Domain, field: Field): TablabError | null {
  const schema = fieldSchema(field);
  // A float range over a whole-number setting would be rounded silently.
  if (field.kind === 'int' && domain.kind === 'float')
    return new TablabError('space-value', { param, value: 'with decimals', expected: expectation(field) });
  const bad = extremes(domain).find((value) => !v.is(schema, value));
  if (bad === undefined) return null;
  return new TablabError('space-value', { param, value: String(bad), expected: expectation(field) });
}

function reasonOf(attempt: () => unknown): TablabError | null {
  try {
    attempt();
    return null;
  } catch (error) {
    if (error instanceof TablabError) return error;
    throw error;
  }
}
