// Small histograms of number columns, asked for as their rows come into view and kept while the data set is.
import { SvelteMap } from 'svelte/reactivity';
import { tableClient } from '$features/lab';
import type { Labels } from '$core/label/apply';
import type { ColumnInfo, DatasetInfo } from '$core/table/types';

export interface Bins {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

const bins = 24;

export class Histograms {
  readonly #known = new SvelteMap<string, Bins>();
  /** Plain, so that a row that asks does not depend on what others asked. */
  readonly #asked: Record<string, boolean> = {};

  /** Undefined while it is being counted or where there is none. */
  of(dataset: DatasetInfo, column: ColumnInfo): Bins | undefined {
    return this.#known.get(keyOf(dataset, column));
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
