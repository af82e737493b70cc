// The picture of the Gaussian process while a study runs: one at a time in the reading worker, the newest question next,
// at most one a second.
import { plainError, type PlainError } from '$core/errors/error';
import type { NoPicture, Picture, PictureQuestion } from '$core/run/surrogate/picture';
import { readingClient } from '$features/lab';

const pauseBetween = 1000;

export class SurrogateWatch {
  /** The last picture stays while the next is computed. */
  picture = $state.raw<Picture | null>(null);
  missing = $state.raw<NoPicture | null>(null);
  error = $state.raw<PlainError | null>(null);
  #next: (() => PictureQuestion) | null = null;
  #busy = false;
  #timer = 0;
  #last = -Infinity;

  /** `question` is put together when its turn comes: of thousands of trials not with every update. */
  ask(question: () => PictureQuestion): void {
    this.#next = question;
    this.#schedule();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#next = null;
  }

  #schedule(): void {
    if (this.#busy || this.#timer !== 0 || !this.#next) return;
    const wait = Math.max(0, this.#last + pauseBetween - performance.now());
    this.#timer = window.setTimeout(() => void this.#compute(), wait);
  }

  async #compute(): Promise<void> {
    this.#timer = 0;
    const question = this.#next;
    if (!question) return;
    this.#next = null;
    this.#busy = true;
    try {
      const result = await (await readingClient()).picture(question());
      this.error = null;
      this.missing = typeof result === 'string' ? result : null;
      this.picture = typeof result === 'string' ? null : result;
    } catch (thrown) {
      this.error = plainError(thrown);
    } finally {
      this.#busy = false;
      this.#last = performance.now();
      this.#schedule();
    }
  }
}
