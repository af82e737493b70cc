// How far the alphas of a DARTS search can move. Adam's steps are about as long as its rate, so after n steps an alpha is at
// most about rate x n from its start. The paper makes 50 epochs of 390 steps at 3e-4, a way of 5.9; on small data the same
// rate leaves the shares where they began, and the genotype to luck.
import { sharesOf, type Alphas } from './genotypes';

const paper = { rate: 3e-4, way: 50 * 390 * 3e-4 } as const;
/** Beyond it single minibatches decide. */
const highest = 0.03;

/** Steps of the alphas in a search over so many training rows, of which each half makes minibatches. */
export function alphaSteps(rows: number, batch: number, epochs: number): number {
  const half = Math.floor(rows / 2);
  return Math.floor(half / Math.max(1, Math.min(half, batch))) * epochs;
}

/** The paper's rate, or on fewer steps one that makes the paper's way, to one significant digit. */
export function alphaRateFor(steps: number): number {
  if (!(steps > 0)) return paper.rate;
  return Number(Math.min(highest, Math.max(paper.rate, paper.way / steps)).toPrecision(1));
}

/** A shorter way than this leaves shares of operations close together. */
export const farEnough = 1.5;

/** The strongest share anywhere, and how many times an equal share it is. */
export function strongestShare(alphas: Alphas): { readonly share: number; readonly times: number } {
  const shares = sharesOf(alphas);
  const share = Math.max(...shares.flat());
  return { share, times: share * (shares[0]?.length ?? 1) };
}

/** Below so many times an equal share the search has decided nothing. */
export const leastTimes = 1.3;
