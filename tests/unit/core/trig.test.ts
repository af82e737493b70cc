import { expect, test } from 'vitest';
import { cos, sin } from '$core/math/trig';
import { Stream } from '$core/rng/stream';

test('sine and cosine agree with the platform to 1e-14', () => {
  const rng = Stream.of(1, 'trig');
  const xs = [0, Math.PI / 4, Math.PI / 2, Math.PI, 2 * Math.PI, 1e-300, 100 * Math.PI, 1048576];
  for (const scale of [1e-8, 1, 10, 1e3, 1e6]) for (let i = 0; i < 5000; i++) xs.push((2 * rng.uniform() - 1) * scale);
  for (const x of xs.flatMap((v) => [v, -v])) {
    expect(Math.abs(sin(x) - Math.sin(x)), `sin ${x}`).toBeLessThan(1e-14);
    expect(Math.abs(cos(x) - Math.cos(x)), `cos ${x}`).toBeLessThan(1e-14);
  }
});

test('what cannot be reduced is not guessed', () => {
  for (const x of [Infinity, -Infinity, NaN, 1e9]) {
    expect(sin(x)).toBeNaN();
    expect(cos(x)).toBeNaN();
  }
});
