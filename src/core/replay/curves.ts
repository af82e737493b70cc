// The learning curves of a table: columns named by epoch, or lists.
import { TablabError } from '../errors/error';
import { numberIn, type Rows } from './cells';

export interface Curves {
  /** Columns that they take. */
  readonly columns: readonly string[];
  readonly epochs: number;
  /** By row; its last value is the row's first result. */
  readonly curves: readonly Float64Array[];
}

/** `results`: the first result of each row. Throws `replay-curve`. */
export function curvesOf({ columns, rows }: Rows, curve: string, results: readonly (readonly number[])[]): Curves {
  const refuse = (reason: string) => new TablabError('replay-curve', { curve, reason });
  const list = columns.indexOf(curve);
  const lists = list >= 0 && rows.some((row) => Array.isArray(row[list]));
  const named = columns
    .flatMap((name, at) => {
      const epoch = name.startsWith(curve) ? /^[\s_.@-]*(\d+)$/.exec(name.slice(curve.length)) : null;
      return epoch ? [{ name, at, epoch: Number(epoch[1]) }] : [];
    })
    .sort((a, b) => a.epoch - b.epoch);
  if (!lists && named.length < 2) throw refuse('fewer than two columns begin so and end in a number');
  const read = rows.map((row, i) => {
    const cells = lists ? row[list] : named.map(({ at }) => row[at]);
    if (!Array.isArray(cells)) throw refuse(`row ${i + 1} has no list`);
    return Float64Array.from(cells, (cell: (typeof rows)[number][number]) => {
      const number = numberIn(cell);
      if (number === undefined) throw refuse(`row ${i + 1} has "${String(cell).slice(0, 40)}"`);
      return number;
    });
  });
  const epochs = Math.max(...read.map(({ length }) => length));
  if (epochs < 2) throw refuse('they have one epoch');
  const short = read.findIndex(({ length }) => length !== epochs);
  if (short >= 0) throw refuse(`row ${short + 1} has ${read[short].length} epochs where others have ${epochs}`);
  // What the curve ends at is what the trial comes to.
  const curves = read.map((one, i) => {
    const whole = one.slice();
    whole[epochs - 1] = results[i][0];
    return whole;
  });
  return { columns: lists ? [curve] : named.map(({ name }) => name), epochs, curves };
}
