// Where a model's belief leaves the values that there can be, in words.
import { number, type AxisSpec } from '$charts/index';

/** A Gaussian process knows no limits: named where the mean or two deviations of it lie beyond one. */
export function beyondText(
  belief: { readonly mean: number; readonly deviation: number },
  { within }: AxisSpec,
): string {
  if (!within) return '';
  const [least, most] = within;
  const limit =
    belief.mean + 2 * belief.deviation > most ? most : belief.mean - 2 * belief.deviation < least ? least : null;
  return limit === null || !Number.isFinite(limit)
    ? ''
    : `The model does not know that the values end at ${number(limit)}; a real trial cannot go beyond.`;
}

/** How much better than `value` a value can be at all; endless without a limit on that side. */
export function roomAbove(value: number, direction: 'minimize' | 'maximize', { within }: AxisSpec): number {
  if (!within) return Infinity;
  return direction === 'maximize' ? within[1] - value : value - within[0];
}
