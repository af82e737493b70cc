// The points of trials as rows of numbers, whole ones: what a point lacks is taken from another one that has it, else drawn.
import type { Scalar } from '../../fields/field';
import type { Stream } from '../../rng/stream';
import { enumerate, sizeOfDomain } from '../../space/domains';
import type { Domain, Param, ParamValues } from '../../space/space';
import { toUnit } from '../../space/unitCube';
import type { Coordinate } from './density';

export const coordinateOf = (domain: Domain): Coordinate =>
  domain.kind === 'choice' || domain.kind === 'bool' ? { choices: sizeOfDomain(domain) } : {};

const toNumber = (domain: Domain, value: Scalar): number =>
  coordinateOf(domain).choices === undefined ? toUnit(domain, value) : enumerate(domain).indexOf(value);

/** By point, and with it by the study: thousands of them are the same from ask to ask. */
const known = new WeakMap<ParamValues, { readonly params: readonly Param[]; readonly row: Float64Array }>();

/** NaN where the point lacks a parameter. */
function rowOf(values: ParamValues, params: readonly Param[]): Float64Array {
  const before = known.get(values);
  if (before && before.params.length === params.length && before.params.every((param, i) => param === params[i]))
    return before.row;
  const row = new Float64Array(params.length);
  for (let i = 0; i < row.length; i++) {
    const { path, domain } = params[i];
    row[i] = path in values ? toNumber(domain, values[path]) : NaN;
  }
  known.set(values, { params, row });
  return row;
}

export function wholeRows(
  points: readonly ParamValues[],
  params: readonly Param[],
  coordinates: readonly Coordinate[],
  rng: Stream,
): Float64Array[] {
  const rows = points.map((values) => rowOf(values, params));
  const donors: Float64Array[][] = [];
  return rows.map((row) => {
    if (!row.some(Number.isNaN)) return row;
    const whole = row.slice();
    for (let i = whole.findIndex(Number.isNaN); i >= 0; i = whole.findIndex(Number.isNaN)) {
      const having = (donors[i] ??= rows.filter((other) => !Number.isNaN(other[i])));
      if (having.length > 0) {
        const donor = having[rng.below(having.length)];
        for (let j = 0; j < whole.length; j++) if (Number.isNaN(whole[j])) whole[j] = donor[j];
      } else {
        const { choices } = coordinates[i];
        whole[i] = choices === undefined ? rng.uniform() : rng.below(choices);
      }
    }
    return whole;
  });
}
