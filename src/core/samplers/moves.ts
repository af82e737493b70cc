// Small changes of a point, kept inside the space: what local search and evolution are made of.
import type { Scalar } from '../fields/field';
import type { Stream } from '../rng/stream';
import { contains, enumerate, sample, sizeOfDomain, valueAt } from '../space/domains';
import { isActive } from '../space/points';
import type { Domain, Param, ParamValues, Space } from '../space/space';
import { fromUnit, toUnit } from '../space/unitCube';

/** A point made of wanted values: what is active and wanted is taken, what is active and missing is drawn. */
export function complete(space: Space, wanted: ParamValues, rng: Stream): ParamValues {
  const values: Record<string, Scalar> = {};
  for (const { path, domain, ...param } of space) {
    if (!isActive({ path, domain, ...param }, values)) continue;
    const keeps = path in wanted && contains(domain, wanted[path]);
    values[path] = keeps ? wanted[path] : sample(domain, rng.split(path));
  }
  return values;
}

/** Active parameters of a point that can take another value. */
export const changeable = (space: Space, point: ParamValues): Param[] =>
  space.filter(({ path, domain }) => path in point && sizeOfDomain(domain) > 1);

/** The other values next to `value`: all others of a choice, one `step` (of the axis, 0 to 1) up and down of a range. */
export function valuesNear(domain: Domain, value: Scalar, step: number): Scalar[] {
  if (!isRanged(domain)) return enumerate(domain).filter((other) => other !== value);
  const u = toUnit(domain, value);
  const moved = [-1, 1].map((sign) => {
    const far = fromUnit(domain, Math.min(1, Math.max(0, u + sign * step)));
    return far === value ? nextValue(domain, value, sign) : far;
  });
  return moved.filter((other) => other !== value && contains(domain, other));
}

const isRanged = ({ kind }: Domain) => kind === 'int' || kind === 'float' || kind === 'ordinal';

function nextValue(domain: Domain, value: Scalar, sign: number): Scalar {
  const size = sizeOfDomain(domain);
  if (size === Infinity) return value;
  return valueAt(domain, Math.min(size - 1, Math.max(0, numberOf(domain, value) + sign)));
}

/** The number of a value of a finite domain. */
const numberOf = (domain: Domain, value: Scalar): number =>
  domain.kind === 'int' || domain.kind === 'float'
    ? Math.round(((value as number) - domain.low) / (domain.step ?? 1))
    : enumerate(domain).indexOf(value);

/** Another value, each other one of a choice, evenly; a normal step of a range, `spread` of the axis wide, mirrored at its
 *  ends (spread 0, every other value, evenly on its scale). */
export function otherValue(domain: Domain, value: Scalar, spread: number, rng: Stream): Scalar {
  const ranged = isRanged(domain);
  const start = toUnit(domain, value);
  for (let draw = 0; ranged && draw < 16; draw++) {
    const next = spread > 0 ? fromUnit(domain, mirrored(start + spread * rng.normal())) : sample(domain, rng);
    if (next !== value) return next;
  }
  const size = sizeOfDomain(domain);
  if (size === Infinity) return sample(domain, rng);
  const own = numberOf(domain, value);
  const pick = rng.below(size - 1);
  return valueAt(domain, pick < own ? pick : pick + 1);
}

/** Folds a number into 0 to 1 at both ends. */
function mirrored(u: number): number {
  const folded = Math.abs(u) % 2;
  return folded > 1 ? 2 - folded : folded;
}
