// Which of many rows were predicted right, as text for a journal: one bit a row, the lowest bit of a byte first.
import type { Predictions } from '../run/types';
import { fromBase64Url, toBase64Url } from '../lab/base64url';

export function encodeHits(right: ArrayLike<boolean>): string {
  const bytes = new Uint8Array(Math.ceil(right.length / 8));
  for (let i = 0; i < right.length; i++) if (right[i]) bytes[i >> 3] |= 1 << (i & 7);
  return toBase64Url(bytes);
}

/** The first `count` of them. */
export function decodeHits(text: string, count: number): boolean[] {
  const bytes = fromBase64Url(text) ?? new Uint8Array(0);
  return Array.from({ length: count }, (_, i) => ((bytes[i >> 3] ?? 0) & (1 << (i & 7))) !== 0);
}

/** Of predictions of classes; null of values. */
export function hitsOf(
  predictions: Pick<Predictions, 'actual' | 'predicted' | 'probabilities'> | undefined,
): string | null {
  if (!predictions || predictions.probabilities.length === 0) return null;
  const { actual, predicted } = predictions;
  return encodeHits(Array.from(actual, (label, i) => predicted[i] === label));
}
