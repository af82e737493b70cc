// What a person's labels make of the data set's columns: described anew in the table worker after each edit, one question
// at a time, the newest last. Until the answer comes the last one stands.
import type { Labels } from '$core/label/apply';
import type { ColumnInfo, DatasetInfo } from '$core/table/types';
import { tableClient } from './clients';

export class LabelledColumns {
  #known = $state.raw<{ readonly sha256: string; readonly columns: readonly ColumnInfo[] } | null>(null);
  #asked: Labels | undefined;
  #sha256 = '';
  #going = false;

  /** The stored data set with its labelled columns in place, new ones at the end. */
  over(stored: DatasetInfo): DatasetInfo {
    if (!this.#known || this.#known.sha256 !== stored.sha256) return stored;
    const { columns } = this.#known;
    const own = (name: string) => columns.find((column) => column.name === name);
    const added = columns.filter(({ name }) => !stored.columns.some((column) => column.name === name));
    return { ...stored, columns: [...stored.columns.map((column) => own(column.name) ?? column), ...added] };
  }

  describe(sha256: string, labels: Labels | undefined): void {
    if (labels === this.#asked && sha256 === this.#sha256) return;
    this.#asked = labels;
    this.#sha256 = sha256;
    if (!labels) this.#known = null;
    else if (!this.#going) void this.#drain();
  }

  async #drain(): Promise<void> {
    this.#going = true;
    let done: Labels | undefined;
    while (this.#asked && this.#asked !== done) {
      const [labels, sha256] = [this.#asked, this.#sha256];
      done = labels;
      try {
        const columns = await (await tableClient()).labelled(sha256, labels);
        if (this.#asked && sha256 === this.#sha256) this.#known = { sha256, columns };
      } catch (error) {
        // Labels of other data: the pages and the run say so where they apply them; the data itself can be shown.
        console.warn(error);
        if (labels === this.#asked) this.#known = null;
      }
    }
    this.#going = false;
  }
}
