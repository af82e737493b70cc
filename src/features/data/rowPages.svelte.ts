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

  /** `order`: row numbers in the order shown; null: as they are. */
  constructor(
    private readonly sha256: string,
    private readonly columns: readonly string[],
    private readonly labels: Labels | undefined,
    private readonly order: Uint32Array | null = null,
  ) {}

  /** Cells by column of a place in the order; undefined while they are fetched. */
  cells(place: number): ((column: number) => string | null) | undefined {
    const page = this.#pages.get(Math.floor(place / pageSize));
    const at = place % pageSize;
    return page && ((column) => page.columns[column]?.cells[at] ?? null);
  }

  /** Fetches the page of a place, once. */
  ask(place: number): void {
    const index = Math.floor(place / pageSize);
    if (this.#asked[index]) return;
    this.#asked[index] = true;
    const start = index * pageSize;
    const { sha256, columns, labels, order } = this;
    void tableClient()
      .then((client) =>
        order
          ? client.rowsAt(sha256, order.slice(start, start + pageSize), columns, labels)
          : client.rows(sha256, start, pageSize, columns, labels),
      )
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
