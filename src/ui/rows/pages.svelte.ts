// Rows by the page, fetched as they come into view; a few pages are kept.
import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';

const pageSize = 100;
const kept = 24;
/** Pages on their way at once. While more are wanted, those wanted last come first and the rest are let go. */
const atOnce = 2;

export interface CellPage {
  readonly columns: readonly { readonly cells: readonly (string | null)[] }[];
}

export class Pages {
  readonly #pages = new SvelteMap<number, CellPage>();
  /** Page numbers on their way, and those that wait, the latest last. Plain: who asks depends on nobody else's asking. */
  readonly #coming: number[] = [];
  #waiting: number[] = [];

  /** `fetch`: places from the first on, at most so many of them. */
  constructor(private readonly fetch: (first: number, most: number) => Promise<CellPage>) {}

  /** Cells by column of a place; undefined while they are fetched. */
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
    void this.fetch(index * pageSize, pageSize)
      .then((page) => this.#keep(index, page))
      // The rows stay blank; scrolling on asks again.
      .catch((error: unknown) => console.warn(error))
      .finally(() => {
        this.#coming.splice(this.#coming.indexOf(index), 1);
        this.#next();
      });
    this.#next();
  }

  #keep(index: number, page: CellPage): void {
    this.#pages.set(index, page);
    for (const old of this.#pages.keys()) {
      if (this.#pages.size <= kept) break;
      this.#pages.delete(old);
    }
  }
}
