// Candidates by the ratio of two densities, best first, worked out only as far as they are taken. Estimates settle the order of all
// that are clearly apart, and of those that fall behind they look at the first rows alone; what is close is told apart by
// the densities themselves.
import type { Density, Estimate } from './density';

/** Densities are cut here. */
const tiny = 1e-32;
/** Estimates of ratios closer than this share may stand in either order; what they are off by is far less. */
const close = 1e-5;

interface Sides {
  readonly good: Pick<Density, 'at' | 'near'>;
  readonly rest: Pick<Density, 'at' | 'estimate'>;
}
interface Candidate<V> {
  readonly vector: V;
  readonly i: number;
  readonly good: number;
  readonly rest: Estimate;
}

/** In order of max(tiny, rest) / max(tiny, good), of equals the earlier. */
export function* byRatio<V extends ArrayLike<number>>(vectors: readonly V[], { good, rest }: Sides): Generator<V> {
  let left = vectors.map((vector, i): Candidate<V> => ({
    vector,
    i,
    good: Math.max(tiny, good.near(vector)),
    rest: rest.estimate(vector),
  }));
  while (left.length > 0) {
    const group = leaders(left);
    if (group.length === 1) yield group[0].vector;
    else {
      const exact = group
        .map(({ vector, i }) => ({
          vector,
          i,
          ratio: Math.max(tiny, rest.at(vector)) / Math.max(tiny, good.at(vector)),
        }))
        .sort((a, b) => a.ratio - b.ratio || a.i - b.i);
      for (const { vector } of exact) yield vector;
    }
    left = left.filter((one) => !group.includes(one));
  }
}

/** Those that come before all others, whatever the estimates are off by; the others are worked out until that is certain. */
function leaders<V>(left: readonly Candidate<V>[]): readonly Candidate<V>[] {
  for (;;) {
    // No more than the ratio will be.
    const known = left.map((one) => ({ one, least: Math.max(tiny, one.rest.value) / one.good }));
    known.sort((a, b) => a.least - b.least);
    let to = 1;
    while (to < known.length && known[to].least <= known[to - 1].least * (1 + close)) to++;
    const group = known.slice(0, to).map(({ one }) => one);
    if (group.every((one) => one.rest.whole)) return group;
    for (const one of group) one.rest.go();
  }
}
