// Which choices went with better networks: each gene, how often each operation stands in a cell, and the number of
// parameters, by the ranks of the scores. Choices by Kruskal-Wallis, amounts by Spearman's rank correlation; p by the
// chi-squared distribution, of r by that of r^2 (n - 1), and Holm's correction over all that were looked at (Holm 1979,
// "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6). A search chooses its
// networks, so this says what went together, not what causes what.
import type { Scalar } from '../../fields/field';
import { chiSquaredTail } from '../../math/gamma';
import { statisticOf } from '../../run/importance/kruskalWallis';
import { enumerate } from '../../space/domains';
import type { Space } from '../../space/space';
import { spearman } from '../../stats/correlation';
import { quantile, sortedPresent } from '../../stats/describe';
import { holm } from '../../stats/holm';
import { geneName, geneValue } from '../geneText';
import type { CellEdge, Genotype } from '../space';

/** A network that was judged. */
export interface Judged {
  readonly genes: Genotype;
  /** Larger is better. */
  readonly score: number;
  readonly parameters: number | null;
  /** Micro spaces: what its cells carry. */
  readonly edges: readonly CellEdge[] | null;
}

/** Networks with one value of a choice. */
export interface Kind {
  readonly value: string;
  readonly networks: number;
  /** Of the scores. */
  readonly median: number;
}

export interface Trait {
  readonly name: string;
  /** Corrected for the number of traits. */
  readonly p: number;
  /** How many networks it could be read off. */
  readonly networks: number;
  /** Of a choice, the best median first. */
  readonly kinds?: readonly Kind[];
  /** Of an amount: rank correlation with the score. */
  readonly correlation?: number;
}

/** Fewest networks that anything is said of. */
export const leastJudged = 10;
/** Values that fewer networks have are left out of a comparison. */
const leastOfKind = 3;

type Read = { readonly name: string; of(network: Judged): Scalar | undefined; readonly amount: boolean };

/** The surest first; empty below the fewest networks. */
export function traitsOf(networks: readonly Judged[], genes: Space): Trait[] {
  if (networks.length < leastJudged) return [];
  const found = readings(networks, genes).flatMap((read) => {
    const having = networks.flatMap((network) => {
      const value = read.of(network);
      return value === undefined ? [] : [{ value, score: network.score }];
    });
    const trait = read.amount ? amount(read.name, having) : choice(read.name, having);
    return trait ? [trait] : [];
  });
  return corrected(found);
}

function readings(networks: readonly Judged[], genes: Space): Read[] {
  const cells = networks.some(({ edges }) => edges !== null);
  // A block of a cell has its own genes for inputs and operations: what the cell carries says more than where.
  const own = genes.filter(({ path, domain }) => domain.kind !== 'fixed' && !(cells && /\.(in|op)\d$/.test(path)));
  const operations = [...new Set(networks.flatMap(({ edges }) => (edges ?? []).map(({ label }) => label)))];
  return [
    ...own.map(({ path, domain }): Read => {
      const numbers = enumerate(domain).every((value) => typeof value === 'number');
      return { name: geneName(path), amount: numbers, of: (network) => network.genes[path] };
    }),
    ...operations
      .filter((label) => label !== '')
      .sort()
      .map((label): Read => {
        const count = ({ edges }: Judged) => edges?.filter((edge) => edge.label === label).length;
        return { name: `${label} in a cell`, amount: true, of: count };
      }),
    { name: 'parameters', amount: true, of: ({ parameters }) => parameters ?? undefined },
  ];
}

type Having = readonly { readonly value: Scalar; readonly score: number }[];

function amount(name: string, having: Having): Trait | null {
  const correlation = spearman(
    Float64Array.from(having, ({ value }) => Number(value)),
    Float64Array.from(having, ({ score }) => score),
  );
  if (having.length < leastJudged || !Number.isFinite(correlation)) return null;
  const p = chiSquaredTail(correlation * correlation * (having.length - 1), 1);
  return { name, p, networks: having.length, correlation };
}

function choice(name: string, having: Having): Trait | null {
  const values = [...new Set(having.map(({ value }) => value))];
  const scoresOf = (value: Scalar) => having.filter((one) => one.value === value).map(({ score }) => score);
  const groups = values.map((value) => ({ value, scores: scoresOf(value) }));
  const kept = groups.filter(({ scores }) => scores.length >= leastOfKind);
  const scores = kept.flatMap((group) => group.scores);
  if (kept.length < 2 || scores.length < leastJudged) return null;
  const { h } = statisticOf(
    scores,
    kept.flatMap((group, i) => group.scores.map(() => i)),
  );
  const kinds = kept
    .map((group) => ({ value: geneValue(group.value), networks: group.scores.length, median: median(group.scores) }))
    .sort((a, b) => b.median - a.median);
  return { name, p: chiSquaredTail(h, kept.length - 1), networks: scores.length, kinds };
}

const median = (values: readonly number[]): number => quantile(sortedPresent(Float64Array.from(values)), 0.5);

/** The surest first. */
function corrected(traits: readonly Trait[]): Trait[] {
  const sorted = [...traits].sort((a, b) => a.p - b.p);
  const ps = holm(sorted.map(({ p }) => p));
  return sorted.map((trait, i) => ({ ...trait, p: ps[i] }));
}
