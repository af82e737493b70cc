// The part of a space that CMA-ES moves in: numbers and switches that always exist, each with more than one value, on the
// unit cube of space/unitCube.ts. Choices, and parameters that exist only sometimes, are drawn on their own.
import { log } from '../../math/elementary';
import type { Scalar } from '../../fields/field';
import type { Stream } from '../../rng/stream';
import { sample, sizeOfDomain, valueAt } from '../../space/domains';
import { isActive } from '../../space/points';
import type { Domain, Param, ParamValues, Space } from '../../space/space';
import { fromUnit } from '../../space/unitCube';
import { stretched, valueNumber, type Steps } from './margin';
import type { State } from './update';

export interface CmaAxis {
  readonly param: Param;
  /** null: continuous. */
  readonly steps: Steps | null;
}

export const axesOf = (space: Space): CmaAxis[] =>
  space
    .filter(({ when, domain }) => !when && domain.kind !== 'choice' && sizeOfDomain(domain) > 1)
    .map((param) => ({ param, steps: stepsOf(param.domain) }));

function stepsOf(domain: Domain): Steps | null {
  const count = sizeOfDomain(domain);
  if (count === Infinity) return null;
  if (domain.kind !== 'int' || !domain.log) return { count, limit: (k) => (k + 1) / count };
  const start = log(domain.low - 0.5);
  const length = log(domain.high + 0.5) - start;
  if (domain.reverse) return { count, limit: (k) => 1 - (log(domain.high - k - 0.5) - start) / length };
  return { count, limit: (k) => (log(domain.low + k + 0.5) - start) / length };
}

/** A draw with its continuous coordinates put back into the cube. */
export function clipped(axes: readonly CmaAxis[], x: Float64Array): Float64Array {
  const inside = x.slice();
  for (let i = 0; i < x.length; i++) if (!axes[i].steps) inside[i] = Math.min(1, Math.max(0, x[i]));
  return inside;
}

/** Whether all continuous coordinates of a draw are inside the cube. */
export const inside = (axes: readonly CmaAxis[], x: Float64Array): boolean =>
  axes.every(({ steps }, i) => steps !== null || (x[i] >= 0 && x[i] <= 1));

/** The value of axis i that a draw stands for. */
const valueOf = ({ param, steps }: CmaAxis, state: State, x: Float64Array, i: number): Scalar =>
  steps ? valueAt(param.domain, valueNumber(steps, stretched(state, i, x[i]))) : fromUnit(param.domain, x[i]);

/** Whether the numbers of a point are those that a draw stands for; the first that is not settles it. */
export const hasNumbers = (axes: readonly CmaAxis[], state: State, x: Float64Array, point: ParamValues): boolean =>
  axes.every((axis, i) => valueOf(axis, state, x, i) === point[axis.param.path]);

/** The point that a draw stands for; what has no axis is drawn from `rng`. */
export function pointAt(
  space: Space,
  axes: readonly CmaAxis[],
  state: State,
  x: Float64Array,
  rng: Stream,
): ParamValues {
  const numbers = new Map<Param, Scalar>();
  axes.forEach((axis, i) => numbers.set(axis.param, valueOf(axis, state, x, i)));
  const values: Record<string, Scalar> = {};
  for (const param of space) {
    if (isActive(param, values)) values[param.path] = numbers.get(param) ?? sample(param.domain, rng.split(param.path));
  }
  return values;
}
