// Genotypes off the shares of a relaxed space, the most probable first: operations are drawn by their shares, edges
// independently, `none` never. The first one is what DARTS derives: the strongest operation of each edge, and where a node
// takes two inputs, the two edges whose strongest operations are strongest (section 2.4 of the paper).
import { exp, log } from '../../math/elementary';
import type { Stream } from '../../rng/stream';
import type { Alternative, Relaxation } from '../relaxation';
import type { Genotype } from '../space';

/** Rows by edge, columns by operation. */
export type Alphas = readonly (readonly number[])[];

/** Softmax of each row. */
export function sharesOf(alphas: Alphas): number[][] {
  return alphas.map((row) => {
    const most = Math.max(...row);
    const powers = row.map((alpha) => exp(alpha - most));
    const sum = powers.reduce((a, b) => a + b, 0);
    return powers.map((power) => power / sum);
  });
}

export interface Derived {
  readonly genotype: Genotype;
  /** Natural logarithm of the product of the shares that it takes. */
  readonly logShare: number;
  readonly uses: Alternative['uses'];
}

interface Ranked extends Alternative {
  readonly score: number;
}

/** All genotypes in the order of falling probability, of equals the one whose choices come first. */
export function* mostProbable({ decisions }: Pick<Relaxation, 'decisions'>, alphas: Alphas): Generator<Derived> {
  const logs = sharesOf(alphas).map((row) => row.map(log));
  const lists = decisions.map((alternatives) =>
    alternatives
      .map((one): Ranked => ({ ...one, score: one.uses.reduce((sum, { edge, op }) => sum + logs[edge][op], 0) }))
      .sort((a, b) => b.score - a.score),
  );
  const scoreOf = (at: readonly number[]) => at.reduce((sum, place, i) => sum + lists[i][place].score, 0);
  const open = [{ at: lists.map(() => 0), score: 0 }];
  open[0].score = scoreOf(open[0].at);
  while (open.length > 0) {
    let best = 0;
    for (let i = 1; i < open.length; i++) if (open[i].score > open[best].score) best = i;
    const [{ at, score }] = open.splice(best, 1);
    const chosen = at.map((place, i) => lists[i][place]);
    yield {
      genotype: Object.assign({}, ...chosen.map(({ genes }) => genes)) as Genotype,
      logShare: score,
      uses: chosen.flatMap(({ uses }) => uses),
    };
    // Each choice vector is reached from one other only: the last one that was moved, or a later one, moves on.
    let moved = at.length - 1;
    while (moved > 0 && at[moved] === 0) moved--;
    for (let i = Math.max(0, moved); i < at.length; i++) {
      if (at[i] + 1 >= lists[i].length) continue;
      const next = at.map((place, k) => (k === i ? place + 1 : place));
      open.push({ at: next, score: scoreOf(next) });
    }
  }
}

/** One genotype, each choice drawn by the shares that it takes. */
export function drawnBy({ decisions }: Pick<Relaxation, 'decisions'>, alphas: Alphas, rng: Stream): Genotype {
  const shares = sharesOf(alphas);
  const chosen = decisions.map((alternatives, d) => {
    const chances = alternatives.map(({ uses }) => uses.reduce((chance, { edge, op }) => chance * shares[edge][op], 1));
    let left = rng.split(d).uniform() * chances.reduce((a, b) => a + b, 0);
    return alternatives.find((_one, i) => (left -= chances[i]) < 0) ?? alternatives[alternatives.length - 1];
  });
  return Object.assign({}, ...chosen.map(({ genes }) => genes)) as Genotype;
}

/** Alphas that favour nothing. */
export const evenly = ({ edges, ops }: Pick<Relaxation, 'edges' | 'ops'>): Alphas => edges.map(() => ops.map(() => 0));

/** What DARTS derives from the alphas. */
export function derive(relaxation: Pick<Relaxation, 'decisions'>, alphas: Alphas): Derived {
  const [first] = mostProbable(relaxation, alphas);
  return first;
}

/** Edges of the derived genotype that pass their input on, in the kind of cell that has most of them. */
export function mostSkips(relaxation: Relaxation, alphas: Alphas): number {
  const counts = new Map<string, number>();
  for (const { edge, op } of derive(relaxation, alphas).uses) {
    const { cell } = relaxation.edges[edge];
    counts.set(cell, (counts.get(cell) ?? 0) + (op === relaxation.skip ? 1 : 0));
  }
  return Math.max(0, ...counts.values());
}
