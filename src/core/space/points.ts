// The points of a space as a whole: activity, drawing, counting and numbering. A parameter depends on at most one
// earlier one, so a space is a forest, and its points can be counted and numbered without listing them.
import type { Scalar } from '../fields/field';
import type { Stream } from '../rng/stream';
import { contains, enumerate, sample, sizeOfDomain, valueAt } from './domains';
import type { Domain, Param, ParamValues, Space } from './space';

/** Whether a parameter exists, given the values before it. */
export function isActive(param: Param, values: ParamValues): boolean {
  if (!param.when) return true;
  const value = values[param.when.path];
  return value !== undefined && param.when.in.includes(value);
}

/** Draws one point; each parameter has its own stream, so that adding one leaves the others' draws as they were. */
export function samplePoint(space: Space, rng: Stream): ParamValues {
  const values: Record<string, Scalar> = {};
  for (const param of space) {
    if (isActive(param, values)) values[param.path] = sample(param.domain, rng.split(param.path));
  }
  return values;
}

/** Whether `values` holds exactly the active parameters, each within its domain. */
export function isPoint(space: Space, values: ParamValues): boolean {
  const active = space.filter((param) => isActive(param, values));
  return (
    active.length === Object.keys(values).length &&
    active.every(({ path, domain }) => path in values && contains(domain, values[path]))
  );
}

/** One text per point, equal for equal points whatever the order of their keys. */
export const pointKey = (values: ParamValues): string =>
  JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The values that one parameter takes on a grid: a count, and the value at a number. */
export interface Axis {
  readonly count: number;
  at(index: number): Scalar;
  /** Number of a value; -1 when it is not on the axis. */
  indexOf(value: Scalar): number;
}

interface Node {
  readonly path: string;
  readonly axis: Axis;
  readonly children: readonly { readonly node: Node; readonly when: readonly Scalar[] }[];
  /** Points of this parameter and everything below it. */
  readonly size: number;
}

/** Numbers the points of a space: the last parameter varies fastest. */
export class Grid {
  private readonly roots: readonly Node[];
  /** Infinity when an axis is infinite; above 2^53 approximate. */
  readonly size: number;

  constructor(
    private readonly space: Space,
    axisOf: (param: Param) => Axis,
  ) {
    const build = (param: Param): Node => {
      const children = space
        .filter((other) => other.when?.path === param.path)
        .map((other) => ({ node: build(other), when: other.when!.in }));
      const axis = axisOf(param);
      const node = { path: param.path, axis, children, size: 0 };
      return { ...node, size: sizeOfNode(node) };
    };
    this.roots = space.filter((param) => !param.when).map(build);
    this.size = product(this.roots);
  }

  /** Point number `index`, 0 to size - 1. */
  at(index: number): ParamValues {
    const values: Record<string, Scalar> = {};
    fill(this.roots, index, values);
    const active = this.space.filter(({ path }) => path in values);
    return Object.fromEntries(active.map(({ path }) => [path, values[path]]));
  }
}

/** All values of a domain in order. */
export function wholeAxis(domain: Domain): Axis {
  const count = sizeOfDomain(domain);
  const indexOf = (value: Scalar) => {
    if (!contains(domain, value)) return -1;
    if (domain.kind === 'int' || domain.kind === 'float')
      return Math.round(((value as number) - domain.low) / (domain.step ?? 1));
    return enumerate(domain).indexOf(value);
  };
  return { count, at: (index) => valueAt(domain, index), indexOf };
}

/** Number of points; Infinity with a continuous parameter. */
export const spaceSize = (space: Space): number => new Grid(space, ({ domain }) => wholeAxis(domain)).size;

const product = (nodes: readonly { size: number }[]) => nodes.reduce((size, node) => size * node.size, 1);

/** Children that exist while the parameter has this value. */
const active = (node: Pick<Node, 'children'>, value: Scalar) =>
  node.children.filter(({ when }) => when.includes(value)).map((child) => child.node);

/** Values on which children depend, in axis order; all others count one point each. */
function special(node: Pick<Node, 'axis' | 'children'>): { index: number; value: Scalar }[] {
  const values = [...new Set(node.children.flatMap(({ when }) => when))];
  return values
    .map((value) => ({ index: node.axis.indexOf(value), value }))
    .filter(({ index }) => index >= 0)
    .sort((a, b) => a.index - b.index);
}

function sizeOfNode(node: Pick<Node, 'axis' | 'children'>): number {
  return special(node).reduce((size, { value }) => size + product(active(node, value)) - 1, node.axis.count);
}

function fill(nodes: readonly Node[], index: number, values: Record<string, Scalar>): void {
  nodes.forEach((node, i) => {
    const below = product(nodes.slice(i + 1));
    fillNode(node, Math.floor(index / below), values);
    index %= below;
  });
}

function fillNode(node: Node, index: number, values: Record<string, Scalar>): void {
  let next = 0;
  for (const { index: at, value } of special(node)) {
    if (index < at - next) break;
    index -= at - next;
    const inside = active(node, value);
    const size = product(inside);
    if (index < size) {
      values[node.path] = value;
      fill(inside, index, values);
      return;
    }
    index -= size;
    next = at + 1;
  }
  values[node.path] = node.axis.at(next + index);
}
