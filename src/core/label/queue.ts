// Which rows come to be labelled, and in which order.
import { Stream } from '../rng/stream';

export const shows = ['all', 'unlabelled', 'suspects', 'disagreements', 'class'] as const;
export type Show = (typeof shows)[number];
export const orders = ['natural', 'random', 'uncertain'] as const;
export type Order = (typeof orders)[number];

export interface QueueInput {
  readonly show: Show;
  /** Natural: by row; suspects by suspicion. Uncertain: the smallest margin first, rows without one last. */
  readonly order: Order;
  readonly seed: number;
  /** The label of a row, null for none. */
  readonly labelOf: (row: number) => string | null;
  readonly rows: number;
  /** Of `show` class. */
  readonly value: string;
  /** Most suspect first. */
  readonly suspects: ArrayLike<number>;
  readonly disagreements: ArrayLike<number>;
  /** By row. */
  readonly margin: ArrayLike<number> | null;
  /** Suspects that a person has judged since, which are none any more. */
  readonly judged: Pick<ReadonlySet<number>, 'has'>;
}

export function queueOf(input: QueueInput): Uint32Array {
  const { order, seed, margin } = input;
  const rows = chosen(input);
  if (order === 'random') return Stream.of(seed, 'label', 'order').shuffle(rows);
  if (order === 'uncertain' && margin) {
    const of = (row: number) => (Number.isNaN(margin[row]) ? Infinity : margin[row]);
    return rows.sort((a, b) => of(a) - of(b) || a - b);
  }
  return rows;
}

function chosen({ show, rows, labelOf, value, suspects, disagreements, judged }: QueueInput): Uint32Array<ArrayBuffer> {
  const all = () => {
    const each = new Uint32Array(rows);
    for (let row = 0; row < rows; row++) each[row] = row;
    return each;
  };
  switch (show) {
    case 'all':
      return all();
    case 'unlabelled':
      return all().filter((row) => labelOf(row) === null);
    case 'class':
      return all().filter((row) => labelOf(row) === value);
    case 'suspects':
      return Uint32Array.from(suspects).filter((row) => !judged.has(row));
    case 'disagreements':
      return Uint32Array.from(disagreements);
  }
}

/** Keys that label, in the order of the classes: those named by one digit take it; all others 1 to 9, then letters. */
export function keysOf(classes: readonly string[]): (string | null)[] {
  if (classes.length > 0 && classes.every((name) => /^\d$/.test(name))) return [...classes];
  return classes.map((_, i) => keys[i] ?? null);
}
/** Without the letters that mean something else here: a, k, n, u, x. */
const keys = '123456789bcdefghijlmopqrstvwyz';
