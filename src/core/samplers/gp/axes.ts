// A space as the Gaussian process sees it: parameters that have more than one value (see tree.ts for conditional ones); numbers as
// coordinates 0 to 1 (see core/space/unitCube), choices and switches as the number of their value.
import type { Scalar } from '../../fields/field';
import { enumerate, sizeOfDomain, valueAt } from '../../space/domains';
import type { Domain, ParamValues, Space } from '../../space/space';
import { fromUnit, toUnit } from '../../space/unitCube';
import type { Points } from './kernel';

export interface GpAxis {
  readonly path: string;
  readonly domain: Domain;
  readonly categorical: boolean;
  /** Number of values; Infinity for a continuous range. */
  readonly count: number;
  /** Coordinate of a value, and of value number `index` of a finite domain. */
  coordinate(value: Scalar): number;
  at(index: number): number;
  value(coordinate: number): Scalar;
  /** The coordinate of the value at u, uniform in 0 to 1. */
  snap(u: number): number;
}

/** `conditional`: also of parameters that do not always exist. */
export const gpAxes = (space: Space, conditional = false): GpAxis[] =>
  space
    .filter(({ when, domain }) => (conditional || !when) && sizeOfDomain(domain) > 1)
    .map(({ path, domain }) => ({ path, domain, ...(isChoice(domain) ? choiceAxis(domain) : numberAxis(domain)) }));

const isChoice = (domain: Domain) => domain.kind === 'choice' || domain.kind === 'bool' || domain.kind === 'fixed';

function choiceAxis(domain: Domain) {
  const values = enumerate(domain);
  return {
    categorical: true,
    count: values.length,
    coordinate: (value: Scalar) => values.indexOf(value),
    at: (index: number) => index,
    value: (coordinate: number) => values[coordinate],
    snap: (u: number) => Math.min(values.length - 1, Math.floor(u * values.length)),
  };
}

function numberAxis(domain: Domain) {
  const count = sizeOfDomain(domain);
  const equalShares = count < Infinity && !('log' in domain && domain.log === true && domain.kind === 'int');
  // The same few values come again and again: their logarithms are taken once.
  const known = new Map<Scalar, number>();
  const placed = (value: Scalar): number => {
    let place = known.get(value);
    if (place === undefined) known.set(value, (place = toUnit(domain, value)));
    return place;
  };
  const snapped = (u: number) => placed(fromUnit(domain, u));
  return {
    categorical: false,
    count,
    coordinate: (value: Scalar) => toUnit(domain, value),
    at: (index: number) => (equalShares ? (index + 0.5) / count : placed(valueAt(domain, index))),
    value: (coordinate: number) => fromUnit(domain, coordinate),
    snap: (u: number) =>
      count === Infinity ? u : equalShares ? (Math.min(count - 1, Math.floor(u * count)) + 0.5) / count : snapped(u),
  };
}

/** Points as rows of coordinates. */
export function encode(axes: readonly GpAxis[], params: readonly ParamValues[]): Points {
  const x = new Float64Array(params.length * axes.length);
  params.forEach((values, i) =>
    axes.forEach((axis, d) => (x[i * axes.length + d] = axis.coordinate(values[axis.path]))),
  );
  return { count: params.length, x, categorical: axes.map(({ categorical }) => categorical) };
}

export const decode = (axes: readonly GpAxis[], x: Float64Array): ParamValues =>
  Object.fromEntries(axes.map((axis, d) => [axis.path, axis.value(x[d])]));
