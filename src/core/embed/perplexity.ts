// Conditional probabilities of neighbours at a given perplexity: the width of each row's Gaussian by bisection, with van
// der Maaten's constants as in scikit-learn's _binary_search_perplexity.
import { exp, log } from '../math/elementary';

const steps = 100;
const tolerance = 1e-5;

/** `squared`: rows x count squared distances, the row itself not among them. Rows sum to 1. */
export function conditionals(squared: Float64Array, rows: number, count: number, perplexity: number): Float64Array {
  const p = new Float64Array(rows * count);
  const wanted = log(perplexity);
  for (let i = 0; i < rows; i++) {
    const at = i * count;
    let beta = 1;
    let low = -Infinity;
    let high = Infinity;
    for (let step = 0; step < steps; step++) {
      let sum = 0;
      for (let j = 0; j < count; j++) sum += p[at + j] = exp(-squared[at + j] * beta);
      if (sum === 0) sum = 1e-8;
      let mean = 0;
      for (let j = 0; j < count; j++) {
        p[at + j] /= sum;
        mean += squared[at + j] * p[at + j];
      }
      const off = log(sum) + beta * mean - wanted;
      if (Math.abs(off) <= tolerance) break;
      if (off > 0) {
        low = beta;
        beta = high === Infinity ? beta * 2 : (beta + high) / 2;
      } else {
        high = beta;
        beta = low === -Infinity ? beta / 2 : (beta + low) / 2;
      }
    }
  }
  return p;
}
