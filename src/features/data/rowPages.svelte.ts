// Rows of the data set by the page, fetched as they come into view; a few pages are kept.
import type { RowPage } from '$bridge/tableClient';
import type { Labels } from '$core/label/apply';
import { SvelteMap } from 'svelte/reactivity';
import { tableClient } from '$features/lab';

const pageSize = 200;
const kept = 12;

export class RowPages {
  readonly #pages = new SvelteMap<number, RowPage>();
  /** Page numbers. Plain, so that a row that asks does not depend on what others asked. */
  readonly #asked: Record<number, boolean> = {};

  constructor(
    private readonly sha256: string,
    private readonly columns: readonly string[],
    private readonly labels?: Labels,
  ) {}

  /** Cells of a row in the order of the columns; undefined while they are fetched. */
  cells(row: number): readonly (string | null)[] | undefined {
    const page = this.#pages.get(Math.floor(row / pageSize));
    return page?.columns.map(({ cells }) => cells[row - page.start] ?? null);
  }

  /** Fetches the page of a row, once. */
  ask(row: number): void {
    const index = Math.floor(row / pageSize);
    if (this.#asked[index]) return;
    this.#asked[index] = true;
    void tableClient()
      .then((client) => client.rows(this.sha256, index * pageSize, pageSize, this.columns, this.labels))
      .then((page) => this.#keep(index, page))
      // The rows stay blank; scrolling on asks again.
      .catch((error: unknown) => {
        this.#asked[index] = false;
        console.warn(error);
      });
  }

  #keep(index: number, page: RowPage): void {
    this.#pages.set(index, page);
    for (const old of this.#pages.keys()) {
      if (this.#pages.size <= kept) break;
      this.#pages.delete(old);
      this.#asked[old] = false;
    }
  }
}
