// Closeness of arrays, relative to their scale: float32 results near zero carry the rounding of their largest terms.
import { expect } from 'vitest';

/** Every element within `tolerance` of the truth, relative to the element or to the largest one's share. */
export function expectClose(got: ArrayLike<number>, want: ArrayLike<number>, tolerance: number, what: string): void {
  expect(got.length, `${what}: length`).toBe(want.length);
  let scale = 0;
  for (let i = 0; i < want.length; i++) scale = Math.max(scale, Math.abs(want[i]));
  for (let i = 0; i < want.length; i++) {
    const error = Math.abs(got[i] - want[i]);
    const allowed = tolerance * Math.max(scale, 1e-3);
    if (!(error <= allowed))
      expect.fail(`${what}[${i}]: ${got[i]} is not ${want[i]} (off by ${error}, allowed ${allowed})`);
  }
}
