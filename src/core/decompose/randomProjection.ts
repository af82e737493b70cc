// How many random directions keep all distances of n points within a share (Johnson & Lindenstrauss 1984; the bound of
// Dasgupta & Gupta 2003, as scikit-learn's johnson_lindenstrauss_min_dim).
import { log } from '../math/elementary';

export function minimumDirections(points: number, share: number): number {
  return Math.floor((4 * log(points)) / ((share * share) / 2 - (share * share * share) / 3));
}
