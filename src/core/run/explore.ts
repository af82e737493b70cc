// The exploring half of population-based training: every setting that a training can change on its way is multiplied by
// 0.8 or 1.2, or drawn anew; ordered choices move to a neighbour, others only change where they are drawn anew. What the weights depend on
// (units, layers, features, the optimizer) stays as it was inherited.
import type { Scalar } from '../fields/field';
import type { Stream } from '../rng/stream';
import { contains, sample, sizeOfDomain, valueAt } from '../space/domains';
import { isActive } from '../space/points';
import type { Domain, Param, ParamValues, Space } from '../space/space';

export interface Explore {
  readonly space: Space;
  /** Whether a point keeps the study's constraints; missing: there are none. */
  readonly allowed?: (point: ParamValues) => boolean;
  /** Chance of each setting to be drawn anew. */
  readonly resample: number;
  /** Factors 1 - change and 1 + change. */
  readonly change: number;
}

/** Settings that may differ from epoch to epoch on the same weights and the same optimizer state. */
const changeable =
  /^(optimizer\.(learningRate|options\..+)|schedule\.(type|options\..+)|batchSize|l1|l2|clipNorm|classWeights|layers\.[^.]+\.rate)$/;
export const canChange = ({ path }: Pick<Param, 'path'>): boolean => changeable.test(path);

/** Attempts to keep the constraints before the inherited settings stay. */
const tries = 16;

export function exploredPoint(inherited: ParamValues, explore: Explore, rng: Stream): ParamValues {
  for (let attempt = 0; attempt < tries; attempt++) {
    const point = changed(inherited, explore, rng.split('try', attempt));
    if (!explore.allowed || explore.allowed(point)) return point;
  }
  return inherited;
}

function changed(inherited: ParamValues, { space, resample, change }: Explore, rng: Stream): ParamValues {
  const values: Record<string, Scalar> = {};
  for (const param of space) {
    if (!isActive(param, values)) continue;
    const { path, domain } = param;
    const old = inherited[path];
    const own = rng.split(path);
    const fresh = old === undefined || !contains(domain, old);
    if (fresh || (canChange(param) && own.split('resample').uniform() < resample))
      values[path] = sample(domain, own.split('draw'));
    else values[path] = canChange(param) ? moved(domain, old, change, own.split('move')) : old;
  }
  return values;
}

function moved(domain: Domain, old: Scalar, change: number, rng: Stream): Scalar {
  const up = rng.uniform() < 0.5;
  switch (domain.kind) {
    case 'int':
    case 'float': {
      const { low, high, step = domain.kind === 'int' ? 1 : undefined } = domain;
      const wanted = Math.min(high, Math.max(low, Number(old) * (up ? 1 + change : 1 - change)));
      if (step === undefined) return wanted;
      return valueAt(domain, Math.min(sizeOfDomain(domain) - 1, Math.max(0, Math.round((wanted - low) / step))));
    }
    case 'ordinal': {
      const at = domain.values.indexOf(old) + (up ? 1 : -1);
      return domain.values[Math.min(domain.values.length - 1, Math.max(0, at))];
    }
    default:
      return old;
  }
}
