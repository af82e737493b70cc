// Curves of earlier runs, read from the journal when a run is ticked for comparison.
import { plainError, type PlainError } from '$core/errors/error';
import type { RunInfo } from '$core/run/types';
import { studyClient } from '$features/lab';
import type { Compared } from './curveData';

/** Palette places after training and validation, the same for a run as long as the page is open. */
const firstSlot = 2;

export class Comparison {
  runs = $state.raw<readonly Compared[]>([]);
  error = $state.raw<PlainError | null>(null);
  #slots: Record<string, number> = {};

  has(id: string): boolean {
    return this.runs.some((run) => run.id === id);
  }

  async toggle(run: RunInfo, label: string): Promise<void> {
    if (this.has(run.id)) {
      this.runs = this.runs.filter(({ id }) => id !== run.id);
      return;
    }
    this.#slots[run.id] ??= firstSlot + Object.keys(this.#slots).length;
    try {
      const [trial] = await (await studyClient()).trials(run.id);
      this.error = null;
      const compared = { id: run.id, label, slot: this.#slots[run.id], curve: trial?.curve ?? [] };
      if (!this.has(run.id)) this.runs = [...this.runs, compared];
    } catch (thrown) {
      this.error = plainError(thrown);
    }
  }
}
