import { sin } from '$core/math/trig';
import { Stream } from '$core/rng/stream';
import { numbers, tableOf } from '../columns';
import { generator } from '../generator';
import type { fields } from './fields';

/** The noiseless value at a row of features in [0, 1]: 10 sin(pi x1 x2) + 20 (x3 - 0.5)^2 + 10 x4 + 5 x5. */
export function friedman([x1, x2, x3, x4, x5]: readonly number[]): number {
  const centred = x3 - 0.5;
  return 10 * sin(Math.PI * x1 * x2) + 20 * centred * centred + 10 * x4 + 5 * x5;
}

export const generate = generator<typeof fields>(({ rows, noise, features }, seed) => {
  const rng = Stream.of(seed, 'data', 'friedman1');
  const columns = Array.from({ length: features }, () => new Float64Array(rows));
  const y = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    for (const column of columns) column[row] = rng.uniform();
    y[row] = friedman(columns.slice(0, 5).map((column) => column[row])) + noise * rng.normal();
  }
  return tableOf([...columns.map((values, f) => numbers(`x${f + 1}`, values)), numbers('y', y)]);
});
