// A trial of a lab that is trained again to keep its model: one at a time, and it can be stopped.
import { plainError, TablabError, type PlainError } from '$core/errors/error';
import { studyClient } from './clients';

/** The state of a run that says what keeps it from running. */
interface Held {
  error: PlainError | null;
}

export class Keeping {
  #given: AbortController | null = null;
  /** Which one. */
  of = $state.raw<{ readonly run: string; readonly trial: number } | null>(null);
  going = $derived(this.of !== null);
  /** What was to run meanwhile. */
  #held: Held[] = [];

  /** SHA-256 of the weights; null without an error where it was stopped, or another one goes on. */
  async run(run: string, trial: number): Promise<{ sha256: string | null; error: PlainError | null }> {
    if (this.of) return { sha256: null, error: null };
    const { signal } = (this.#given = new AbortController());
    this.of = { run, trial };
    try {
      const sha256 = await (await studyClient()).keep(run, trial, signal);
      return { sha256, error: null };
    } catch (error) {
      return { sha256: null, error: signal.aborted ? null : plainError(error) };
    } finally {
      this.of = null;
      // It may run now.
      for (const live of this.#held.splice(0)) if (live.error?.code === 'lab-keeping') live.error = null;
    }
  }

  /** While it goes on nothing else is trained: a lab trains one thing at a time. Says so of what was to run. */
  holds(live: Held): boolean {
    if (!this.going) return false;
    live.error = new TablabError('lab-keeping').toPlain();
    this.#held.push(live);
    return true;
  }

  stop(): void {
    this.#given?.abort();
  }
}
