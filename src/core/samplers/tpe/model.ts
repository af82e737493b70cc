// The two estimators of a set of parameters: l of the good trials, g of the rest. Candidates are drawn from l and ranked
// by log l - log g (Bergstra, Bardenet, Bengio & Kegl 2011, NeurIPS 24).
import type { Scalar } from '../../fields/field';
import type { Stream } from '../../rng/stream';
import { enumerate, sizeOfDomain, turned, valueAt } from '../../space/domains';
import { pointKey } from '../../space/points';
import type { Domain, Param, ParamValues } from '../../space/space';
import { CategoricalColumn } from './categorical';
import type { Hints } from './foreign';
import { NumericColumn, type Range, type Widths } from './numeric';
import { Parzen, type Column } from './parzen';
import type { Split } from './split';

export interface Shape extends Widths {
  readonly priorWeight: number;
}

/**
 * Of the trials that have all the parameters, old to new. Before them those of earlier studies that have any: where they
 * lack one, they say nothing about it.
 */
export function parzenOf(
  params: readonly Param[],
  trials: readonly ParamValues[],
  shape: Shape,
  even = false,
  hints?: Hints,
): Parzen {
  const own = trials.filter((values) => params.every(({ path }) => path in values));
  const foreign = hints?.params.filter((values) => params.some(({ path }) => path in values)) ?? [];
  const having = foreign.length > 0 ? [...foreign, ...own] : own;
  const columns = params.map(({ path, domain }): Column => {
    const range = rangeOf(domain);
    const numbers = isNumeric(domain) ? null : new Map(enumerate(domain).map((value, i) => [value, i]));
    const observed = new Float64Array(having.length);
    for (let i = 0; i < having.length; i++) {
      const value = having[i][path];
      if (value === undefined) observed[i] = NaN;
      else observed[i] = numbers ? (numbers.get(value) ?? 0) : mirrored(domain, value as number);
    }
    if (range) return new NumericColumn(observed, range, shape);
    return new CategoricalColumn(observed, numbers!.size, shape.priorWeight);
  });
  const before = hints && foreign.length > 0 ? { count: foreign.length, weight: hints.weight } : undefined;
  return new Parzen(columns, own.length, shape.priorWeight, even, before);
}

export interface Candidate {
  readonly values: ParamValues;
  /** log l - log g there. */
  readonly gain: number;
}

export class Model {
  private readonly good: Parzen;
  private readonly rest: Parzen;

  constructor(
    readonly params: readonly Param[],
    split: Split,
    shape: Shape,
  ) {
    this.good = parzenOf(params, split.good, shape, split.even, split.foreignGood);
    this.rest = parzenOf(params, split.rest, shape, false, split.foreignRest);
  }

  /** Draws of l that differ, best first; of equals the earlier. */
  candidates(count: number, rng: Stream): Candidate[] {
    const points = this.good.draw(count, rng);
    const good = this.good.logDensity(points);
    const rest = this.rest.logDensity(points);
    const gains = good.map((value, j) => value - rest[j]);
    const order = Array.from({ length: count }, (_, j) => j).sort((a, b) => gains[b] - gains[a] || a - b);
    const found = new Map<string, Candidate>();
    for (const j of order) {
      const values = Object.fromEntries(
        this.params.map(({ path, domain }, i) => [path, valueOf(domain, points[i][j])]),
      );
      const key = pointKey(values);
      if (!found.has(key)) found.set(key, { values, gain: gains[j] });
    }
    return [...found.values()];
  }
}

const isNumeric = (domain: Domain): domain is Extract<Domain, { kind: 'int' | 'float' }> =>
  domain.kind === 'int' || domain.kind === 'float';

/** Reversed logarithmic ranges are modelled in the mirror, where they are logarithmic. */
const mirrored = (domain: Domain, x: number): number =>
  isNumeric(domain) && domain.log ? Math.min(domain.high, Math.max(domain.low, turned(domain, x))) : x;

/** The range of a numeric or ordered domain; null for choices and switches. */
function rangeOf(domain: Domain): Range | null {
  if (domain.kind === 'ordinal') return { low: 0, high: domain.values.length - 1, log: false, step: 1 };
  if (!isNumeric(domain)) return null;
  const step = domain.kind === 'int' ? (domain.step ?? 1) : (domain.step ?? 0);
  const high = step > 0 ? (valueAt(domain, sizeOfDomain(domain) - 1) as number) : domain.high;
  return { low: domain.low, high, log: domain.log === true, step };
}

/** The value at a coordinate: choices and steps by their number. */
function valueOf(domain: Domain, x: number): Scalar {
  if (domain.kind === 'float')
    return domain.step === undefined
      ? mirrored(domain, x)
      : valueAt(domain, Math.round((x - domain.low) / domain.step));
  return domain.kind === 'int' ? mirrored(domain, x) : valueAt(domain, x);
}
