// A space as a unit cube: one coordinate per parameter that can vary, in the order of the space. Every value of a
// finite domain owns an equal share of its axis (whole numbers on a log scale: the share of their unit on that scale,
// as in `sample`), so uniform coordinates draw as `samplePoint` does. Coordinates of inactive parameters are ignored.
import { log } from '../math/elementary';
import type { Scalar } from '../fields/field';
import { between, sizeOfDomain, turned, valueAt, enumerate } from './domains';
import { isActive } from './points';
import type { Domain, Param, ParamValues, Space } from './space';

/** The parameters that own a coordinate: all with more than one value. */
export const freeParams = (space: Space): Param[] => space.filter(({ domain }) => sizeOfDomain(domain) > 1);

/** Whether a domain runs along its axis smoothly: a float without a step, or whole numbers on a log scale. */
const scaled = (domain: Domain): domain is Extract<Domain, { kind: 'int' | 'float' }> =>
  (domain.kind === 'float' && domain.step === undefined) || (domain.kind === 'int' && domain.log === true);

/** The range of a scaled domain's axis: whole numbers reach half a unit further on both sides. */
function axisOf(domain: Extract<Domain, { kind: 'int' | 'float' }>) {
  const margin = domain.kind === 'int' ? 0.5 : 0;
  const { log: logScale, reverse } = domain;
  return { kind: 'float', low: domain.low - margin, high: domain.high + margin, log: logScale, reverse } as const;
}

/** The value of a domain at coordinate `u`, 0 to 1. */
export function fromUnit(domain: Domain, u: number): Scalar {
  const size = sizeOfDomain(domain);
  if (size === 1) return valueAt(domain, 0);
  if (!scaled(domain)) return valueAt(domain, Math.min(size - 1, Math.floor(u * size)));
  const x = between(axisOf(domain), u);
  return domain.kind === 'int' ? Math.min(domain.high, Math.max(domain.low, Math.round(x))) : x;
}

/** The coordinate of a value: the middle of its share where it owns one. `fromUnit` gives finite values back exactly. */
export function toUnit(domain: Domain, value: Scalar): number {
  const size = sizeOfDomain(domain);
  if (size === 1) return 0.5;
  if (scaled(domain)) {
    const { low, high, log: logScale, reverse } = axisOf(domain);
    const scale = logScale ? log : (x: number) => x;
    const share = (scale(turned(domain, value as number)) - scale(low)) / (scale(high) - scale(low));
    return Math.min(1, Math.max(0, logScale && reverse ? 1 - share : share));
  }
  return (indexOf(domain, value) + 0.5) / size;
}

/** The stretch of the axis that belongs to a value; without width where the domain is continuous. */
export function shareOf(domain: Domain, value: Scalar): readonly [from: number, to: number] {
  const size = sizeOfDomain(domain);
  if (size === 1) return [0, 1];
  if (!scaled(domain)) return [indexOf(domain, value) / size, (indexOf(domain, value) + 1) / size];
  if (domain.kind === 'float') return [toUnit(domain, value), toUnit(domain, value)];
  const { low, high } = axisOf(domain);
  const at = (x: number) => (log(x) - log(low)) / (log(high) - log(low));
  const own = turned(domain, value as number);
  return domain.reverse ? [1 - at(own + 0.5), 1 - at(own - 0.5)] : [at(own - 0.5), at(own + 0.5)];
}

function indexOf(domain: Domain, value: Scalar): number {
  if (domain.kind === 'int' || domain.kind === 'float')
    return Math.round(((value as number) - domain.low) / (domain.step ?? 1));
  return enumerate(domain).indexOf(value);
}

/** The point at a vector with one coordinate per free parameter. */
export function pointFromUnit(space: Space, vector: ArrayLike<number>): ParamValues {
  const values: Record<string, Scalar> = {};
  let axis = 0;
  for (const param of space) {
    const free = sizeOfDomain(param.domain) > 1;
    const u = free ? vector[axis++] : 0;
    if (isActive(param, values)) values[param.path] = fromUnit(param.domain, u);
  }
  return values;
}

/** The vector of a point; parameters that it lacks stand at `absent`. */
export const unitFromPoint = (space: Space, values: ParamValues, absent = 0.5): number[] =>
  freeParams(space).map(({ path, domain }) => (path in values ? toUnit(domain, values[path]) : absent));
