// Rows of the data set by the page, fetched as they come into view; a few pages are kept.
import type { RowPage } from '$bridge/tableClient';
import type { Labels } from '$core/label/apply';
import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { tableClient } from '$features/lab';

const pageSize = 100;
const kept = 24;
/** Pages on their way at once. While more are wanted, those wanted last come first and the rest are let go. */
const atOnce = 2;

export class RowPages {
  readonly #pages = new SvelteMap<number, RowPage>();
  /** Page numbers on their way, and those that wait, the latest last. Plain: who asks depends on nobody else's asking. */
  readonly #coming: number[] = [];
  #waiting: number[] = [];

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
    if (untrack(() => this.#pages.has(index)) || this.#coming.includes(index)) return;
    this.#waiting = [...this.#waiting.filter((one) => one !== index), index].slice(-atOnce - 1);
    this.#next();
  }

  #next(): void {
    if (this.#coming.length >= atOnce) return;
    const index = this.#waiting.pop();
    if (index === undefined) return;
    this.#coming.push(index);
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
      .catch((error: unknown) => console.warn(error))
      .finally(() => {
        this.#coming.splice(this.#coming.indexOf(index), 1);
        this.#next();
      });
    this.#next();
  }

  #keep(index: number, page: RowPage): void {
    this.#pages.set(index, page);
    for (const old of this.#pages.keys()) {
      if (this.#pages.size <= kept) break;
      this.#pages.delete(old);
    }
  }
}
