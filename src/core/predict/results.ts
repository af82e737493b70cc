// What was predicted, as columns beside those of the new table, and summed up.
import { histogramOf } from '../table/look';
import type { FittedPipeline } from '../pipeline/fitted';
import type { Column, Table } from '../table/types';

export interface Results {
  /** By row: class index or value; NaN where there is none. */
  readonly predicted: Float32Array;
  /** rows x classes; empty for regression. */
  readonly probabilities: Float32Array;
}

/** Those of some rows, in that order. */
export function someOf({ predicted, probabilities }: Results, rows: ArrayLike<number>): Results {
  const width = predicted.length > 0 ? probabilities.length / predicted.length : 0;
  const some = new Float32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++)
    some.set(probabilities.subarray(rows[i] * width, (rows[i] + 1) * width), i * width);
  return { predicted: Float32Array.from(rows, (row) => predicted[row]), probabilities: some };
}

type Meaning = Pick<FittedPipeline, 'task' | 'classes' | 'target'>;

/** `source`: of the new table; the others are made here. */
export interface ResultColumn {
  readonly name: string;
  readonly kind: 'source' | 'predicted' | 'probability';
  readonly numeric: boolean;
  /** Which class a probability is of. */
  readonly class?: number;
}

/** The predictions first, then the new table's columns. No two have one name. */
export function resultColumns(table: Table, { task, classes, target }: Meaning): ResultColumn[] {
  const taken = new Set(table.columns.map(({ name }) => name));
  const free = (name: string) => {
    let own = name;
    for (let n = 2; taken.has(own); n++) own = `${name} ${n}`;
    taken.add(own);
    return own;
  };
  const regression = task === 'regression';
  return [
    { name: free(`predicted ${target}`), kind: 'predicted', numeric: regression },
    ...(regression ? [] : classes).map((name, k) => ({
      name: free(`P(${name})`),
      kind: 'probability' as const,
      numeric: true,
      class: k,
    })),
    ...table.columns.map(({ name, type, data }) => ({
      name,
      kind: 'source' as const,
      numeric: data.kind === 'number' && type !== 'date' && type !== 'boolean',
    })),
  ];
}

/** A column by its description; made anew for each who asks. */
export function columnFor(
  of: ResultColumn,
  table: Table,
  { predicted, probabilities }: Results,
  { task, classes }: Meaning,
): Column {
  if (of.kind === 'source') return table.columns.find(({ name }) => name === of.name)!;
  if (of.kind === 'probability') {
    const values = Float64Array.from(predicted, (_, row) => shortest(probabilities[row * classes.length + of.class!]));
    return { name: of.name, type: 'numeric', data: { kind: 'number', values } };
  }
  if (task === 'regression')
    return { name: of.name, type: 'numeric', data: { kind: 'number', values: Float64Array.from(predicted, shortest) } };
  const codes = Int32Array.from(predicted, (index) => (Number.isNaN(index) ? -1 : index));
  return { name: of.name, type: 'categorical', data: { kind: 'dict', codes, dictionary: classes } };
}

/** The shortest decimal that is the same float32. */
export function shortest(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number.isNaN(value) ? NaN : Number(value.toPrecision(9));
}

export interface Summary {
  readonly predicted: number;
  /** Rows by predicted class; empty for regression. */
  readonly counts: readonly number[];
  /** Of the predicted values, or of the probability of the predicted class. */
  readonly histogram: { readonly edges: readonly number[]; readonly counts: readonly number[] };
}

const bins = 20;

export function summarize({ predicted, probabilities }: Results, { task, classes }: Meaning): Summary {
  const there = predicted.reduce((sum, value) => sum + Number(!Number.isNaN(value)), 0);
  if (task === 'regression')
    return { predicted: there, counts: [], histogram: histogramOf(Float64Array.from(predicted), bins) };
  const counts = classes.map(() => 0);
  // From even odds to certainty, in steps of one size.
  const low = 1 / classes.length;
  const sure = new Array<number>(bins).fill(0);
  predicted.forEach((index, row) => {
    if (Number.isNaN(index)) return;
    counts[index]++;
    const share = (probabilities[row * classes.length + index] - low) / (1 - low);
    sure[Math.max(0, Math.min(bins - 1, Math.floor(share * bins)))]++;
  });
  const edges = Array.from({ length: bins + 1 }, (_, i) => low + (i * (1 - low)) / bins);
  return { predicted: there, counts, histogram: { edges, counts: sure } };
}
