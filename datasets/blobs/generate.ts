import { Stream } from '$core/rng/stream';
import { numbers, strings, tableOf } from '../columns';
import { generator } from '../generator';
import type { fields } from './fields';

/** Normal clusters around centres drawn uniformly from [-10, 10] per feature; classes in turn, so that they balance. */
export const generate = generator<typeof fields>(({ rows, classes, features, spread }, seed) => {
  const rng = Stream.of(seed, 'data', 'blobs');
  const placed = rng.split('centres');
  const centres = Array.from({ length: classes }, () =>
    Array.from({ length: features }, () => 20 * placed.uniform() - 10),
  );
  const points = rng.split('points');
  const columns = Array.from({ length: features }, () => new Float64Array(rows));
  for (let row = 0; row < rows; row++) {
    for (let f = 0; f < features; f++) columns[f][row] = centres[row % classes][f] + spread * points.normal();
  }
  const names = Array.from({ length: rows }, (_, row) => `blob ${(row % classes) + 1}`);
  return tableOf([...columns.map((values, f) => numbers(`x${f + 1}`, values)), strings('class', names)]);
});
