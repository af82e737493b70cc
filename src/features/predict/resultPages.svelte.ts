// Pages of predicted rows, fetched from the worker as they come into view.
import { SvelteMap } from 'svelte/reactivity';
import { untrack } from 'svelte';
import type { PredictClient } from '$bridge/predictClient';

const pageSize = 100;
const kept = 24;

type Page = Awaited<ReturnType<PredictClient['rowsAt']>>;

export class ResultPages {
  readonly #pages = new SvelteMap<number, Page>();
  readonly #coming = new Set<number>();

  /** `order`: row numbers in the order shown; null: as they are in the file. */
  constructor(
    private readonly client: () => Promise<PredictClient>,
    private readonly columns: readonly string[],
    private readonly rows: number,
    private readonly order: Uint32Array | null,
  ) {}

  rowAt(place: number): number {
    return this.order ? this.order[place] : place;
  }

  /** Cells by column of a place; undefined while they are fetched. */
  cells(place: number): ((column: number) => string | null) | undefined {
    const page = this.#pages.get(Math.floor(place / pageSize));
    const at = place % pageSize;
    return page && ((column) => page.columns[column]?.cells[at] ?? null);
  }

  ask(place: number): void {
    const index = Math.floor(place / pageSize);
    if (untrack(() => this.#pages.has(index)) || this.#coming.has(index)) return;
    this.#coming.add(index);
    void this.#fetch(index);
  }

  async #fetch(index: number): Promise<void> {
    const start = index * pageSize;
    const length = Math.min(pageSize, (this.order?.length ?? this.rows) - start);
    try {
      const rows = Uint32Array.from({ length }, (_, i) => this.rowAt(start + i));
      const page = await (await this.client()).rowsAt(rows, this.columns);
      this.#pages.set(index, page);
      for (const old of this.#pages.keys()) {
        if (this.#pages.size <= kept) break;
        this.#pages.delete(old);
      }
    } catch (error) {
      // The rows stay blank; scrolling on asks again.
      console.warn(error);
    } finally {
      this.#coming.delete(index);
    }
  }
}
