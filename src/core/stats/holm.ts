// Holm's correction for several tests (Holm 1979, "A simple sequentially rejective multiple test procedure", Scandinavian Journal
// of Statistics 6).

/** Step-down adjusted p values, in the order given. */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, i) => i).sort((a, b) => ps[a] - ps[b] || a - b);
  const adjusted = new Array<number>(ps.length);
  let most = 0;
  order.forEach((at, rank) => {
    most = Math.max(most, Math.min(1, (ps.length - rank) * ps[at]));
    adjusted[at] = most;
  });
  return adjusted;
}
