// A trial of a lab that is trained again to keep its model: one at a time, and it can be stopped.
import { plainError, type PlainError } from '$core/errors/error';
import { studyClient } from './clients';

export class Keeping {
  #given = $state.raw<AbortController | null>(null);
  going = $derived(this.#given !== null);

  /** SHA-256 of the weights; null without an error where it was stopped, or another one goes on. */
  async run(run: string, trial: number): Promise<{ sha256: string | null; error: PlainError | null }> {
    if (this.#given) return { sha256: null, error: null };
    const { signal } = (this.#given = new AbortController());
    try {
      const sha256 = await (await studyClient()).keep(run, trial, signal);
      return { sha256, error: null };
    } catch (error) {
      return { sha256: null, error: signal.aborted ? null : plainError(error) };
    } finally {
      this.#given = null;
    }
  }

  stop(): void {
    this.#given?.abort();
  }
}
