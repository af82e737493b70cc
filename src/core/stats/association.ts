// How strongly two columns of any kind go together, and how much each tells of the target. Number and number: Pearson's
// |r|; category and number: the correlation ratio; two categories: Cramer's V. All lie in [0, 1].
import { Stream } from '../rng/stream';
import type { Column, Roles } from '../table/types';
import { correlationRatio, cramersV } from './categories';
import { pearson } from './correlation';
import { blurred, classInformation, continuousInformation, discreteInformation } from './mutualInformation';
import { codesOf, sideOf, targetSide, type Side } from './sides';

export type Measure = 'r' | 'eta' | 'v';

export interface TargetLink {
  readonly column: string;
  readonly measure: Measure;
  /** In [0, 1]; NaN where a side is constant. */
  readonly strength: number;
  /** Mutual information with the target in nats; NaN with too few rows. */
  readonly information: number;
}

export function strengthOf(a: Side, b: Side): { measure: Measure; strength: number } {
  if (a.kind === 'number' && b.kind === 'number') {
    return { measure: 'r', strength: Math.abs(pearson(a.values, b.values)) };
  }
  if (a.kind === 'codes' && b.kind === 'codes') return { measure: 'v', strength: cramersV(a.codes, b.codes) };
  const [codes, numbers] = a.kind === 'codes' ? [a, b] : [b, a];
  if (codes.kind !== 'codes' || numbers.kind !== 'number') return { measure: 'eta', strength: NaN };
  return { measure: 'eta', strength: correlationRatio(codes.codes, numbers.values) };
}

/** Mutual information of a column with the target, over the rows where both are present. */
export function informationOf(column: Column, target: Column, roles: Roles): number {
  const a = column.type === 'boolean' && column.data.kind === 'number' ? codesOf(column.data.values) : sideOf(column);
  const b = targetSide(target, roles.task);
  if (!a || !b) return NaN;
  const rows = bothPresent(a, b);
  if (rows.length < 4) return NaN;
  // The noise is always the same, so the number is too.
  const numbers = (side: Side, name: string) =>
    side.kind === 'number'
      ? blurred(
          Float64Array.from(rows, (i) => side.values[i]),
          Stream.of(0, 'information', name),
        )
      : null;
  const codes = (side: Side) => (side.kind === 'codes' ? Int32Array.from(rows, (i) => side.codes[i]) : null);
  const x = numbers(a, 'feature');
  const y = numbers(b, 'target');
  const c = codes(a);
  const d = codes(b);
  if (x && y) return continuousInformation(x, y);
  if (x && d) return classInformation(x, d);
  if (y && c) return classInformation(y, c);
  return c && d ? discreteInformation(c, d) : NaN;
}

function bothPresent(a: Side, b: Side): number[] {
  const present = (side: Side, i: number) =>
    side.kind === 'number' ? side.values[i] === side.values[i] : side.codes[i] >= 0;
  const count = a.kind === 'number' ? a.values.length : a.codes.length;
  const rows: number[] = [];
  for (let i = 0; i < count; i++) if (present(a, i) && present(b, i)) rows.push(i);
  return rows;
}
