import { cos, sin } from '$core/math/trig';
import { Stream } from '$core/rng/stream';
import { generator } from '../generator';
import { planeTable } from '../plane';
import type { fields } from './fields';

/** Circles of radius 1 and `factor` around the origin. Angles uniform, normal noise on both coordinates. */
export const generate = generator<typeof fields>(({ rows, noise, factor }, seed) => {
  const rng = Stream.of(seed, 'data', 'circles');
  return planeTable(rows, (row) => {
    const angle = 2 * Math.PI * rng.uniform();
    const radius = row % 2 === 0 ? 1 : factor;
    const dx = noise * rng.normal();
    const dy = noise * rng.normal();
    return [radius * cos(angle) + dx, radius * sin(angle) + dy, row % 2 === 0 ? 'outer' : 'inner'];
  });
});
