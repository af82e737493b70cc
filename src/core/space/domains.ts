// What one parameter may be: membership, drawing, counting. All arithmetic goes through core/math or correctly
// rounded operations, so that a seed draws the same bits everywhere.
import { exp, log } from '../math/elementary';
import type { Scalar } from '../fields/field';
import type { Stream } from '../rng/stream';
import type { Domain } from './space';

type IntDomain = Extract<Domain, { kind: 'int' }>;
type FloatDomain = Extract<Domain, { kind: 'float' }>;

/** Drops what is at its default and lowers `high` onto the last step, so that equal domains look equal. */
export function normalise(domain: Domain): Domain {
  if (domain.kind !== 'int' && domain.kind !== 'float') return domain;
  const { kind, low, log: logScale, reverse } = domain;
  const step = domain.kind === 'int' && domain.step === 1 ? undefined : domain.step;
  const high = step === undefined ? domain.high : stepped(domain, stepsOf(domain) - 1);
  const scale = logScale ? { log: true, ...(reverse ? { reverse } : {}) } : {};
  return { kind, low, high, ...(step === undefined ? {} : { step }), ...scale } as Domain;
}

/** Number of values of a domain; Infinity for a float range without a step. */
export function sizeOfDomain(domain: Domain): number {
  switch (domain.kind) {
    case 'int':
      return stepsOf(domain);
    case 'float':
      return domain.low === domain.high ? 1 : domain.step === undefined ? Infinity : stepsOf(domain);
    case 'choice':
    case 'ordinal':
      return domain.values.length;
    case 'bool':
      return 2;
    case 'fixed':
      return 1;
  }
}

/** Value number `index` of a finite domain, in order. */
export function valueAt(domain: Domain, index: number): Scalar {
  switch (domain.kind) {
    case 'int':
    case 'float':
      return stepped(domain, index);
    case 'choice':
    case 'ordinal':
      return domain.values[index];
    case 'bool':
      return index === 1;
    case 'fixed':
      return domain.value;
  }
}

/** All values of a finite domain. Check `sizeOfDomain` first. */
export const enumerate = (domain: Domain): Scalar[] =>
  Array.from({ length: sizeOfDomain(domain) }, (_, index) => valueAt(domain, index));

export function contains(domain: Domain, value: Scalar): boolean {
  switch (domain.kind) {
    case 'int':
    case 'float': {
      if (typeof value !== 'number' || !(value >= domain.low && value <= domain.high)) return false;
      if (domain.kind === 'int' && !Number.isInteger(value)) return false;
      if (domain.step === undefined) return true;
      const index = Math.round((value - domain.low) / domain.step);
      return index < stepsOf(domain) && stepped(domain, index) === value;
    }
    case 'choice':
    case 'ordinal':
      return domain.values.includes(value);
    case 'bool':
      return typeof value === 'boolean';
    case 'fixed':
      return value === domain.value;
  }
}

/** Draws uniformly; on a log range uniformly in the logarithm (whole numbers: each owns its half-open unit). */
export function sample(domain: Domain, rng: Stream): Scalar {
  if (sizeOfDomain(domain) === 1) return valueAt(domain, 0);
  switch (domain.kind) {
    case 'int':
      if (!domain.log) return stepped(domain, rng.below(stepsOf(domain)));
      return clamp(turned(domain, Math.round(logBetween(domain.low - 0.5, domain.high + 0.5, rng.uniform()))), domain);
    case 'float':
      if (domain.step !== undefined) return stepped(domain, rng.below(stepsOf(domain)));
      return clamp(between(domain, rng.uniform()), domain);
    case 'choice':
    case 'ordinal':
      return domain.values[rng.below(domain.values.length)];
    case 'bool':
      return rng.below(2) === 1;
    case 'fixed':
      return domain.value;
  }
}

/** The point at `share` (0 to 1) of a range, on its own scale; both ends exact. */
export function between(domain: IntDomain | FloatDomain, share: number): number {
  if (share === 0) return domain.low;
  if (share === 1) return domain.high;
  if (domain.log && domain.reverse)
    return clamp(turned(domain, logBetween(domain.low, domain.high, 1 - share)), domain);
  if (domain.log) return clamp(logBetween(domain.low, domain.high, share), domain);
  return domain.low + share * (domain.high - domain.low);
}

/** A reversed logarithmic range is a logarithmic one seen in a mirror: the number at the mirrored place, others as they are. */
export const turned = (domain: { low: number; high: number; reverse?: boolean }, x: number): number =>
  domain.reverse ? domain.low + domain.high - x : x;

const logBetween = (low: number, high: number, share: number) => exp(log(low) + share * (log(high) - log(low)));

const clamp = (x: number, { low, high }: { low: number; high: number }) => Math.min(high, Math.max(low, x));

/** Values on the steps of a range; the tolerance keeps 0.1..0.3 by 0.1 at three. */
function stepsOf(domain: IntDomain | FloatDomain): number {
  const step = domain.step ?? 1;
  return Math.max(0, Math.floor((domain.high - domain.low) / step + 1e-9) + 1);
}

/** Twelve significant digits make 0.1 + 2 * 0.1 the 0.3 that a person means. */
function stepped(domain: IntDomain | FloatDomain, index: number): number {
  const value = domain.low + index * (domain.step ?? 1);
  return domain.kind === 'int' || index === 0 ? value : Number(value.toPrecision(12));
}
