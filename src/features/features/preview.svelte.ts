// What the features make of the training rows, computed in the table worker and again after each edit. The last answer
// stays on screen while a newer one is on its way.
import type { FeaturesPreview } from '$core/pipeline/derive/preview';
import type { PrepareConfig } from '$core/pipeline/prepare';
import { plainError, type PlainError } from '$core/errors/error';
import type { Lab } from '$core/lab/document';
import type { DatasetInfo } from '$core/table/types';
import { tableClient } from '$features/lab';

/** More rows than this are looked at in an evenly spaced sample. */
export const previewRows = 3000;

export class Preview {
  result = $state.raw<FeaturesPreview | null>(null);
  error = $state.raw<PlainError | null>(null);
  running = $state(false);
  #asked = '';
  #going = false;
  #next: (() => Promise<void>) | null = null;

  /** Asks unless the same was asked last. One question is on its way at a time; of those that wait, the newest. */
  ask(dataset: DatasetInfo, { seed, roles, labels, rows, features, split, types }: Lab): void {
    const lab: PrepareConfig = {
      seed,
      roles,
      features,
      split,
      ...(types ? { types } : {}),
      ...(labels ? { labels } : {}),
      ...(rows ? { rows } : {}),
    };
    const key = JSON.stringify([dataset.sha256, lab]);
    if (key === this.#asked) return;
    this.#asked = key;
    this.#next = async () => {
      try {
        const result = await (await tableClient()).features(dataset.sha256, lab, previewRows);
        if (key === this.#asked) {
          this.result = result;
          this.error = null;
        }
      } catch (error) {
        if (key === this.#asked) this.error = plainError(error);
      }
    };
    this.running = true;
    if (!this.#going) void this.#drain();
  }

  async #drain(): Promise<void> {
    this.#going = true;
    for (let work = this.#next; work; work = this.#next) {
      this.#next = null;
      await work();
    }
    this.#going = false;
    this.running = false;
  }
}
