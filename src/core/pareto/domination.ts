// When one point beats another (Deb, Pratap, Agarwal & Meyarivan 2002, IEEE TEC 6). Costs are to be minimised.

/** Whether a is at least as good everywhere and better somewhere. */
export function dominates(a: readonly number[], b: readonly number[]): boolean {
  let better = false;
  for (let m = 0; m < a.length; m++) {
    if (a[m] > b[m]) return false;
    if (a[m] < b[m]) better = true;
  }
  return better;
}

/** Constrained domination: feasible before infeasible, of infeasible the smaller violation, of feasible by cost. */
export function constrainedDominates(
  a: { readonly cost: readonly number[]; readonly violation: number },
  b: { readonly cost: readonly number[]; readonly violation: number },
): boolean {
  if (a.violation > 0 || b.violation > 0) return a.violation < b.violation;
  return dominates(a.cost, b.cost);
}
