// Small histograms of number columns, asked for as their rows come into view and kept while the data set is.
import type { KeySet } from '$core/table/rowSet';
import { SvelteMap } from 'svelte/reactivity';
import { tableClient } from '$features/lab';
import type { Labels } from '$core/label/apply';
import { rowsOf } from '$core/table/rowSet';
import type { ColumnInfo, DatasetInfo } from '$core/table/types';

export interface Bins {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** Words shown of a column of words. */
export const mostBars = 12;

const bins = 24;

export class Histograms {
  readonly #known = new SvelteMap<string, Bins>();
  readonly #parts = new SvelteMap<string, { readonly of: KeySet; readonly counts: readonly number[] }>();
  readonly #counting: Record<string, KeySet> = {};
  /** Plain, so that a row that asks does not depend on what others asked. */
  readonly #asked: Record<string, boolean> = {};

  /** Undefined while it is being counted or where there is none. */
  of(dataset: DatasetInfo, column: ColumnInfo): Bins | undefined {
    return this.#known.get(keyOf(dataset, column));
  }

  /** How many of the selected rows are in each bar; undefined while counted or without a selection. */
  partOf(dataset: DatasetInfo, column: ColumnInfo, selected: KeySet): readonly number[] | undefined {
    const part = this.#parts.get(keyOf(dataset, column));
    return part?.of === selected ? part.counts : undefined;
  }

  /** Counts the selected rows; reads the bins, so whoever calls it in an effect calls it again when they are there. */
  count(dataset: DatasetInfo, column: ColumnInfo, selected: KeySet, labels?: Labels): void {
    const key = keyOf(dataset, column);
    const known = this.#known.get(key);
    if (selected.size === 0 || this.#counting[key] === selected || (column.range && !known)) return;
    const of = known
      ? { column: column.name, edges: known.edges }
      : { column: column.name, values: (column.top ?? []).slice(0, mostBars).map(({ value }) => value) };
    this.#counting[key] = selected;
    void tableClient()
      .then((client) => client.tally({ sha256: dataset.sha256, labels }, of, rowsOf(selected)))
      .then((counts) => this.#counting[key] === selected && this.#parts.set(key, { of: selected, counts }))
      .catch((error: unknown) => console.warn(error));
  }

  ask(dataset: DatasetInfo, column: ColumnInfo, labels?: Labels): void {
    const key = keyOf(dataset, column);
    if (!column.range || this.#asked[key]) return;
    this.#asked[key] = true;
    const distinct = column.distinct ?? bins;
    void tableClient()
      .then((client) => client.histogram(dataset.sha256, column.name, Math.max(2, Math.min(bins, distinct)), labels))
      .then((result) => this.#known.set(key, result))
      // A picture beside the numbers; without it the row still says everything.
      .catch((error: unknown) => console.warn(error));
  }
}

const keyOf = (dataset: DatasetInfo, column: ColumnInfo) => `${dataset.sha256} ${column.name} ${column.sha256}`;
