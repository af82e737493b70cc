import { cos, sin } from '$core/math/trig';
import { Stream } from '$core/rng/stream';
import { generator } from '../generator';
import { planeTable } from '../plane';
import type { fields } from './fields';

/** Half circles of radius 1; the lower one is centred at (1, 0.5). Angles uniform, normal noise on both coordinates. */
export const generate = generator<typeof fields>(({ rows, noise }, seed) => {
  const rng = Stream.of(seed, 'data', 'moons');
  return planeTable(rows, (row) => {
    const angle = Math.PI * rng.uniform();
    const dx = noise * rng.normal();
    const dy = noise * rng.normal();
    return row % 2 === 0
      ? [cos(angle) + dx, sin(angle) + dy, 'upper']
      : [1 - cos(angle) + dx, 0.5 - sin(angle) + dy, 'lower'];
  });
});
