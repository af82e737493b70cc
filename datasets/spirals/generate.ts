import { cos, sin } from '$core/math/trig';
import { Stream } from '$core/rng/stream';
import { generator } from '../generator';
import { planeTable } from '../plane';
import type { fields } from './fields';

/** Archimedean spirals of radius 0 to 1, evenly rotated; position along the arm uniform, normal noise on the point. */
export const generate = generator<typeof fields>(({ rows, noise, arms, turns }, seed) => {
  const rng = Stream.of(seed, 'data', 'spirals');
  return planeTable(rows, (row) => {
    const arm = row % arms;
    const radius = rng.uniform();
    const angle = 2 * Math.PI * (turns * radius + arm / arms);
    const dx = noise * rng.normal();
    const dy = noise * rng.normal();
    return [radius * cos(angle) + dx, radius * sin(angle) + dy, `arm ${arm + 1}`];
  });
});
