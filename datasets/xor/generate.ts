import { Stream } from '$core/rng/stream';
import { generator } from '../generator';
import { planeTable } from '../plane';
import type { fields } from './fields';

/** Uniform on [-1, 1]^2, classed by the signs, then moved by normal noise; some labels are swapped. */
export const generate = generator<typeof fields>(({ rows, noise, flipped }, seed) => {
  const rng = Stream.of(seed, 'data', 'xor');
  return planeTable(rows, () => {
    const x1 = 2 * rng.uniform() - 1;
    const x2 = 2 * rng.uniform() - 1;
    const agree = x1 * x2 >= 0 !== rng.uniform() < flipped;
    return [x1 + noise * rng.normal(), x2 + noise * rng.normal(), agree ? 'agree' : 'differ'];
  });
});
