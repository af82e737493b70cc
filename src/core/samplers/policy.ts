// A probability distribution over a space that a gradient can move: per parameter independent, on each axis of the unit
// cube as many equal bins as the parameter has values (ranges: at most a given number), by a softmax over their logits.
import { exp } from '../math/elementary';
import type { Stream } from '../rng/stream';
import { sizeOfDomain } from '../space/domains';
import type { Param, ParamValues, Space } from '../space/space';
import { freeParams, pointFromUnit, shareOf } from '../space/unitCube';

/** Logits of each free parameter, in the order of the space. */
export type Logits = readonly Float64Array[];

export const flatLogits = (space: Space, bins: number): Float64Array[] =>
  freeParams(space).map(({ domain }) => {
    const size = sizeOfDomain(domain);
    return new Float64Array(domain.kind === 'choice' || domain.kind === 'bool' ? size : Math.min(size, bins));
  });

export function softmax(logits: Float64Array): Float64Array {
  let top = -Infinity;
  for (const logit of logits) if (logit > top) top = logit;
  const weights = new Float64Array(logits.length);
  let total = 0;
  for (let k = 0; k < weights.length; k++) total += weights[k] = exp(logits[k] - top);
  for (let k = 0; k < weights.length; k++) weights[k] /= total;
  return weights;
}

/** Draws a point: a bin of each axis, and a place in it evenly. Each parameter has its own stream. */
export function drawPoint(space: Space, logits: Logits, rng: Stream): ParamValues {
  const vector = freeParams(space).map(({ path }, i) => {
    const own = rng.split(path);
    const chances = softmax(logits[i]);
    let left = own.uniform();
    let bin = 0;
    while (bin < chances.length - 1 && left >= chances[bin]) left -= chances[bin++];
    return (bin + own.uniform()) / chances.length;
  });
  return pointFromUnit(space, vector);
}

/** The gradient of the log probability (density) of a point by the logits; zero for parameters that it lacks. `free`
 *  are the space's free parameters. */
export const scoreOf = (free: readonly Param[], logits: Logits, point: ParamValues): Float64Array[] =>
  free.map(({ path, domain }, i) => {
    const chances = softmax(logits[i]);
    if (!(path in point)) return chances.fill(0);
    const bins = chances.length;
    const [from, to] = shareOf(domain, point[path]);
    const parts = Float64Array.from(chances, (_, k) => overlap(k, bins, from, to));
    // Weighed from the likeliest of its own bins: a value that the policy has all but ruled out may still be tried.
    let top = -Infinity;
    for (let k = 0; k < bins; k++) if (parts[k] > 0 && logits[i][k] > top) top = logits[i][k];
    let total = 0;
    for (let k = 0; k < bins; k++) if (parts[k] > 0) total += parts[k] *= exp(logits[i][k] - top);
    for (let k = 0; k < bins; k++) parts[k] = parts[k] / total - chances[k];
    return parts;
  });

/** How much of [from, to] lies in a bin; a place without width lies in one. */
function overlap(bin: number, count: number, from: number, to: number): number {
  if (from === to) return bin === Math.min(count - 1, Math.floor(from * count)) ? 1 : 0;
  return Math.max(0, Math.min(to, (bin + 1) / count) - Math.max(from, bin / count));
}
