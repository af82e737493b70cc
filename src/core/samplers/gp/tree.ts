// Conditional parameters as the Gaussian process sees them: where one is absent it stands at a fixed place, so that it tells
// points apart neither from each other nor by a value that it does not have (imputation, as in SMAC: Hutter, Hoos &
// Leyton-Brown 2011, section 4.1). Optuna draws them at random instead.
import type { Stream } from '../../rng/stream';
import { sizeOfDomain, valueAt } from '../../space/domains';
import type { ParamValues, Space } from '../../space/space';
import type { Acquisition } from './acquisition';
import { encode, type GpAxis } from './axes';
import type { Points } from './kernel';

/** Which of the axes are absent at x, which starts at `at`. */
export type Absent = (x: Float64Array, at: number) => readonly number[];

/** Null where no axis is ever absent. */
export function absentOf(space: Space, axes: readonly GpAxis[]): Absent | null {
  const axisOf = new Map(axes.map(({ path }, d) => [path, d]));
  const exists = new Map<string, (x: Float64Array, at: number) => boolean>();
  const conditional: number[] = [];
  for (const { path, when, domain } of space) {
    const parent = when && space.find((one) => one.path === when.path);
    if (!when || !parent) {
      exists.set(path, () => true);
      continue;
    }
    const d = axisOf.get(parent.path);
    const only = d === undefined ? valueAt(parent.domain, 0) : undefined;
    exists.set(path, (x, at) => {
      const value = d === undefined ? only : axes[d].value(x[at + d]);
      return exists.get(parent.path)!(x, at) && value !== undefined && when.in.includes(value);
    });
    if (sizeOfDomain(domain) > 1 && axisOf.has(path)) conditional.push(axisOf.get(path)!);
  }
  if (conditional.length === 0) return null;
  return (x, at) => conditional.filter((d) => !exists.get(axes[d].path)!(x, at));
}

/** Puts absent parameters where they stand, the middle of a range or a value of its own of a choice, in each of `count` rows. */
export function mask(absent: Absent, axes: readonly GpAxis[], x: Float64Array, count: number): void {
  for (let row = 0, at = 0; row < count; row++, at += axes.length)
    for (const d of absent(x, at)) x[at + d] = axes[d].categorical ? -1 : 0.5;
}

/**
 * Points as rows of coordinates, absent parameters in their places. So are those that a point lacks though no condition says
 * so, as points of other programs may.
 */
export function encodeTree(axes: readonly GpAxis[], absent: Absent | null, params: readonly ParamValues[]): Points {
  const points = encode(axes, params);
  const { x } = points;
  for (let i = 0; i < x.length; i++) if (Number.isNaN(x[i])) x[i] = axes[i % axes.length].categorical ? -1 : 0.5;
  if (absent) mask(absent, axes, points.x, points.count);
  return points;
}

/** A point to start from: absent parameters somewhere on their axes, for when they come into being. */
export function startable(axes: readonly GpAxis[], absent: Absent | null, x: Float64Array, rng: Stream): Float64Array {
  for (const d of absent?.(x, 0) ?? []) x[d] = axes[d].snap(rng.split(axes[d].path).uniform());
  return x;
}

/** An acquisition that does not see the coordinates of absent parameters. */
export class Masked implements Acquisition {
  readonly each?: (x: Float64Array, count: number) => Float64Array;
  private readonly own: Float64Array;

  constructor(
    private readonly base: Acquisition,
    private readonly absent: Absent,
    private readonly axes: readonly GpAxis[],
  ) {
    this.own = new Float64Array(axes.length);
    if (base.each)
      this.each = (x, count) => {
        const rows = x.slice(0, count * axes.length);
        mask(absent, axes, rows, count);
        return base.each!(rows, count);
      };
  }

  at(x: Float64Array, at = 0): number {
    return this.base.at(this.masked(x, at));
  }

  withGradient(x: Float64Array, gradient: Float64Array): number {
    const own = this.masked(x, 0);
    const value = this.base.withGradient(own, gradient);
    for (const d of this.absent(own, 0)) gradient[d] = 0;
    return value;
  }

  private masked(x: Float64Array, at: number): Float64Array {
    this.own.set(x.subarray(at, at + this.axes.length));
    mask(this.absent, this.axes, this.own, 1);
    return this.own;
  }
}
