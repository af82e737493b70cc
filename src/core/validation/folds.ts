// Folds for cross-validation over n items in a given order: positions only, no rows, no chance. Definitions as in
// scikit-learn 1.9 (KFold, StratifiedKFold, GroupKFold, TimeSeriesSplit); a shuffle is made before, by shuffling the order.
import { TablabError } from '../errors/error';

/** Fold of each position, 0 to k - 1. */
export type FoldOf = Int32Array<ArrayBuffer>;

/** KFold: consecutive blocks; the first n mod k of them hold one item more. Throws `folds-too-many`. */
export function kFold(n: number, k: number): FoldOf {
  if (k > n) throw new TablabError('folds-too-many', { folds: k, what: 'rows', count: n });
  const foldOf = new Int32Array(n);
  const size = Math.floor(n / k);
  const larger = n % k;
  let at = 0;
  for (let fold = 0; fold < k; fold++) {
    const end = at + size + (fold < larger ? 1 : 0);
    foldOf.fill(fold, at, end);
    at = end;
  }
  return foldOf;
}

/**
 * StratifiedKFold: every class is dealt to the folds round robin over the sorted labels, and within a class in blocks.
 * Throws `folds-class-small` when a class has fewer members than there are folds: it would be missing from some of them.
 */
export function stratifiedKFold(classOf: ArrayLike<number>, k: number, nameOf: (label: number) => string): FoldOf {
  const n = classOf.length;
  if (k > n) throw new TablabError('folds-too-many', { folds: k, what: 'rows', count: n });
  const rank = new Map<number, number>();
  const counts: number[] = [];
  for (let i = 0; i < n; i++) {
    if (!rank.has(classOf[i])) rank.set(classOf[i], rank.size);
    const at = rank.get(classOf[i])!;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  for (const [label, at] of rank)
    if (counts[at] < k)
      throw new TablabError('folds-class-small', { class: nameOf(label), count: counts[at], folds: k });
  const foldOf = new Int32Array(n);
  const allocation = counts.map(() => new Int32Array(k));
  let place = 0;
  // The labels in sorted order, so class by class in order of appearance; position i falls to fold i mod k.
  counts.forEach((count, at) => {
    for (let i = 0; i < count; i++) allocation[at][place++ % k]++;
  });
  const current = new Int32Array(counts.length);
  for (let i = 0; i < n; i++) {
    const at = rank.get(classOf[i])!;
    while (allocation[at][current[at]] === 0) current[at]++;
    allocation[at][current[at]]--;
    foldOf[i] = current[at];
  }
  return foldOf;
}

/**
 * GroupKFold: largest group first, each to the fold with the fewest items so far. `groupOf`: 0 to groups - 1 in sorted
 * order of the groups. Throws `folds-too-many` for fewer groups than folds.
 */
export function groupKFold(groupOf: ArrayLike<number>, groups: number, k: number): FoldOf {
  if (k > groups) throw new TablabError('folds-too-many', { folds: k, what: 'groups', count: groups });
  const sizes = new Int32Array(groups);
  for (let i = 0; i < groupOf.length; i++) sizes[groupOf[i]]++;
  // Of equals the last one first, as a stable sort read backwards gives it.
  const order = Array.from(sizes, (_, group) => group)
    .sort((a, b) => sizes[a] - sizes[b])
    .reverse();
  const filled = new Array<number>(k).fill(0);
  const foldOfGroup = new Int32Array(groups);
  for (const group of order) {
    const lightest = filled.indexOf(Math.min(...filled));
    filled[lightest] += sizes[group];
    foldOfGroup[group] = lightest;
  }
  return Int32Array.from(groupOf, (group) => foldOfGroup[group]);
}

/** GroupKFold with shuffling: the groups in the order given, cut into k parts as even as possible. Throws `folds-too-many`. */
export function shuffledGroupKFold(groupOf: ArrayLike<number>, order: ArrayLike<number>, k: number): FoldOf {
  const groups = order.length;
  if (k > groups) throw new TablabError('folds-too-many', { folds: k, what: 'groups', count: groups });
  const parts = kFold(groups, k);
  const foldOfGroup = new Int32Array(groups);
  for (let i = 0; i < groups; i++) foldOfGroup[order[i]] = parts[i];
  return Int32Array.from(groupOf, (group) => foldOfGroup[group]);
}

/**
 * TimeSeriesSplit: fold j validates on the j-th of the last k blocks of floor(n / (k + 1)) items and trains on all
 * before it. Positions before the first block have -1: they are never validated on. Throws `folds-too-many`.
 */
export function timeSeriesFolds(n: number, k: number): FoldOf {
  if (k + 1 > n) throw new TablabError('folds-too-many', { folds: k, what: 'rows', count: n });
  const size = Math.floor(n / (k + 1));
  const foldOf = new Int32Array(n).fill(-1);
  for (let fold = 0; fold < k; fold++) foldOf.fill(fold, n - (k - fold) * size, n - (k - fold - 1) * size);
  return foldOf;
}
