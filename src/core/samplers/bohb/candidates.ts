// Candidates by the ratio of two densities, best first, worked out only as far as they are taken. An estimate of each density
// settles the order of all that are clearly apart; those that are close are told apart by the densities themselves.
import type { Density } from './density';

/** Densities are cut here. */
const tiny = 1e-32;
/** Estimates of ratios closer than this share may stand in either order; what they are off by is far less. */
const close = 1e-5;

interface Sides {
  readonly good: Pick<Density, 'at' | 'near'>;
  readonly rest: Pick<Density, 'at' | 'near'>;
}
type Vector = ArrayLike<number>;

/** In order of max(tiny, rest) / max(tiny, good), of equals the earlier. */
export function* byRatio<V extends Vector>(vectors: readonly V[], { good, rest }: Sides): Generator<V> {
  const ratio = (of: 'at' | 'near', vector: V) => Math.max(tiny, rest[of](vector)) / Math.max(tiny, good[of](vector));
  const estimated = vectors
    .map((vector, i) => ({ vector, i, ratio: ratio('near', vector) }))
    .sort((a, b) => a.ratio - b.ratio || a.i - b.i);
  for (let from = 0, to = 1; from < estimated.length; from = to++) {
    while (to < estimated.length && estimated[to].ratio <= estimated[to - 1].ratio * (1 + close)) to++;
    const group = estimated.slice(from, to);
    if (group.length > 1) {
      for (const one of group) one.ratio = ratio('at', one.vector);
      group.sort((a, b) => a.ratio - b.ratio || a.i - b.i);
    }
    for (const { vector } of group) yield vector;
  }
}
