// Embedding: rows of a table by their codes, and the gradient of the table.
import { copyFloats } from './move';
import { int, ptr } from './operands';
import { bytes, fillZero } from './window';

/** A code outside the table counts as its last row: whatever the data, no address leaves the table. */
function rowOf(codes: usize, vocabulary: i32): usize {
  return <usize>min(load<u32>(codes), <u32>(vocabulary - 1));
}

/** Operands: codes, table, y, n, vocabulary, dimension. */
export function embed(args: usize): void {
  let codes = ptr(args, 0);
  const table = ptr(args, 1);
  let to = ptr(args, 2);
  const dimension = int(args, 5);
  const step = bytes(dimension);
  for (let n = int(args, 3); n > 0; n--) {
    copyFloats(table + rowOf(codes, int(args, 4)) * step, to, dimension);
    codes += 4;
    to += step;
  }
}

/** dtable: the sums of dy over the uses of each row, in order. Operands: codes, dy, dtable, n, vocabulary, dimension. */
export function embedGradient(args: usize): void {
  let codes = ptr(args, 0);
  let from = ptr(args, 1);
  const table = ptr(args, 2);
  const vocabulary = int(args, 4);
  const dimension = int(args, 5);
  const step = bytes(dimension);
  fillZero(table, vocabulary * dimension);
  for (let n = int(args, 3); n > 0; n--) {
    let to = table + rowOf(codes, vocabulary) * step;
    for (const end = from + step; from < end; from += 4) {
      store<f32>(to, load<f32>(to) + load<f32>(from));
      to += 4;
    }
    codes += 4;
  }
}
