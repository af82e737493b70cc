// Points that a person wants to try first: checked against the space, and completed where they leave something out.
import { TablabError } from '../errors/error';
import type { Scalar } from '../fields/field';
import type { Stream } from '../rng/stream';
import { keeps, type Condition } from './constraint';
import { contains, sample } from './domains';
import { isActive } from './points';
import type { ParamValues, Space } from './space';

/** Throws `enqueue-unknown`, `enqueue-value` or `enqueue-forbidden` for the first point that the space cannot hold. */
export function checkEnqueued(points: readonly ParamValues[], space: Space, conditions: readonly Condition[]): void {
  points.forEach((values, i) => {
    for (const [param, value] of Object.entries(values)) {
      const domain = space.find(({ path }) => path === param)?.domain;
      if (!domain) throw new TablabError('enqueue-unknown', { point: i + 1, param });
      if (!contains(domain, value))
        throw new TablabError('enqueue-value', { point: i + 1, param, value: String(value) });
    }
    if (!keeps(conditions, values)) throw new TablabError('enqueue-forbidden', { point: i + 1 });
  });
}

/** Completions tried before a point that leaves much open counts as impossible. */
const tries = 10_000;

/** The whole point: what it names is taken where it is active, the rest is drawn; null where the constraints allow none. */
export function enqueuedPoint(
  space: Space,
  wanted: ParamValues,
  rng: Stream,
  allowed: (point: ParamValues) => boolean,
): ParamValues | null {
  for (let i = 0; i < tries; i++) {
    const own = rng.split('complete', i);
    const values: Record<string, Scalar> = {};
    for (const param of space) {
      if (!isActive(param, values)) continue;
      const { path, domain } = param;
      values[path] = path in wanted && contains(domain, wanted[path]) ? wanted[path] : sample(domain, own.split(path));
    }
    if (allowed(values)) return values;
    if (space.every(({ path }) => !(path in values) || path in wanted)) return null;
  }
  return null;
}
