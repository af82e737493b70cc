import { cos, sin } from '$core/math/trig';
import { Stream } from '$core/rng/stream';
import { numbers, strings, tableOf } from '../columns';
import { generator } from '../generator';
import { driftLevel } from './drift';
import type { fields } from './fields';

const start = Date.UTC(2026, 0, 1);
const minute = 60_000;

/**
 * Three standard normal features; the class is the side of a plane through the origin in x1 and x2 (x3 says nothing).
 * Concept drift turns the plane by up to 90 degrees x size; covariate shift moves x1 by up to 2 x size.
 */
export const generate = generator<typeof fields>(({ rows, drift, changes, at, width, size, noise }, seed) => {
  const rng = Stream.of(seed, 'data', 'stream');
  const [points, course, flips] = ['points', 'course', 'flips'].map((name) => rng.split(name));
  const time = new Float64Array(rows);
  const x = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)];
  const names: string[] = [];
  for (let row = 0; row < rows; row++) {
    const level = size * driftLevel({ drift, at, width }, row / rows, course.uniform());
    const angle = changes === 'concept' ? (Math.PI / 2) * level : 0;
    time[row] = start + row * minute;
    x[0][row] = points.normal() + (changes === 'covariate' ? 2 * level : 0);
    x[1][row] = points.normal();
    x[2][row] = points.normal();
    const above = cos(angle) * x[0][row] + sin(angle) * x[1][row] > 0;
    names.push(above !== flips.uniform() < noise ? 'above' : 'below');
  }
  return tableOf([
    numbers('time', time, 'date'),
    ...x.map((values, f) => numbers(`x${f + 1}`, values)),
    strings('class', names),
  ]);
});
