// Kendall's tau-b (Kendall 1945): pairs in the same order less pairs in the opposite one, over the geometric mean of the
// pairs that are untied in each. Every pair is looked at.

/** NaN where either side is constant. */
export function kendall(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let balance = 0;
  let untiedA = 0;
  let untiedB = 0;
  for (let i = 1; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const x = Number(a[i] > a[j]) - Number(a[i] < a[j]);
      const y = Number(b[i] > b[j]) - Number(b[i] < b[j]);
      balance += x * y;
      untiedA += x * x;
      untiedB += y * y;
    }
  }
  return untiedA * untiedB > 0 ? balance / Math.sqrt(untiedA * untiedB) : NaN;
}
