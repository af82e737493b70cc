// Networks as sets of binary features. Cells: the path encoding of BANANAS (White, Neiswanger & Savani 2021, arXiv
// 1910.11858, section 4): one feature for each way from an input to the output, named by the operations on it, so that cells
// that compute alike look alike. Chains have one way only: there the features are the genes, numbers as "at least" codes,
// so that near numbers share most of theirs.
import { enumerate } from '../../../space/domains';
import type { Domain, Space } from '../../../space/space';
import type { Scalar, Values } from '../../../fields/field';
import type { ArchSpaceDef, CellEdge, Genotype } from '../../space';

export function featuresOf(
  def: ArchSpaceDef,
  options: Values<ArchSpaceDef['fields']>,
  space: Space,
  genotype: Genotype,
): string[] {
  const cells = def.cells?.(genotype, options);
  if (cells) return cells.flatMap(({ title, edges }) => pathsOf(edges).map((path) => `${title} ${path}`));
  return space.flatMap(({ path, domain }) => (path in genotype ? geneFeatures(path, domain, genotype[path]) : []));
}

/** The operations on each way through a cell, after the name of the input it starts from; each once. */
export function pathsOf(edges: readonly CellEdge[]): string[] {
  const ends = new Set(edges.map(({ to }) => to));
  const paths = new Set<string>();
  const walk = (node: string, way: string) => {
    const next = edges.filter(({ from }) => from === node);
    if (next.length === 0) paths.add(way);
    for (const { to, label } of next) walk(to, label === '' ? way : `${way} > ${label}`);
  };
  for (const start of new Set(edges.map(({ from }) => from))) if (!ends.has(start)) walk(start, start);
  return [...paths];
}

function geneFeatures(path: string, domain: Domain, value: Scalar): string[] {
  const values = domain.kind === 'int' ? [domain.low, domain.high] : domain.kind === 'float' ? [] : enumerate(domain);
  if (typeof value !== 'number' || !values.every((one) => typeof one === 'number')) return [`${path} = ${value}`];
  const steps =
    domain.kind === 'int' ? Array.from({ length: domain.high - domain.low + 1 }, (_, i) => domain.low + i) : values;
  return steps.filter((step) => Number(step) <= value).map((step) => `${path} >= ${step}`);
}

/** How many features two networks do not share; each given as sorted numbers of its features. */
export function difference(a: Int32Array, b: Int32Array): number {
  let [i, j, shared] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      shared++;
      i++;
      j++;
    } else if (a[i] < b[j]) i++;
    else j++;
  }
  return a.length + b.length - 2 * shared;
}

/** Numbers for the features of networks, in the order in which they first appear. */
export class Features {
  private readonly numbers = new Map<string, number>();

  of(names: readonly string[]): Int32Array {
    return Int32Array.from(names, (name) => {
      const known = this.numbers.get(name) ?? this.numbers.size;
      this.numbers.set(name, known);
      return known;
    }).sort();
  }
}
