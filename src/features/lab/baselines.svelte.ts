// What simple predictors reach on a lab's validation rows, computed once in the table worker for the same data, features
// and split, and kept while the lab is open. They are for looking at: no run and no digest depends on them.
import type { BaselineReport } from '$core/baselines/registry';
import type { Lab } from '$core/lab/document';
import type { DatasetInfo } from '$core/table/types';
import { tableClient } from './clients';
import type { Baselines } from './types';

/** What decides the outcome, as the table worker takes it. */
const asked = ({ seed, roles, labels, rows, features, split, types }: Lab) => ({
  seed,
  roles,
  labels,
  rows,
  features,
  split,
  types,
});

export class LabBaselines implements Baselines {
  report = $state.raw<BaselineReport | null>(null);
  #key = '';
  #known = new Map<string, BaselineReport>();

  /** A failure leaves none: the Data page says why. */
  want(lab: Lab, dataset: DatasetInfo): void {
    const lot = asked(lab);
    const key = JSON.stringify([dataset.sha256, lot]);
    if (key === this.#key) return;
    this.#key = key;
    this.report = this.#known.get(key) ?? null;
    if (!this.report) void this.#compute(key, dataset.sha256, lot);
  }

  async #compute(key: string, sha256: string, lot: ReturnType<typeof asked>): Promise<void> {
    try {
      const report = await (await tableClient()).baselines(sha256, lot, () => undefined);
      this.#known.set(key, report);
      if (this.#key === key) this.report = report;
    } catch {
      // Stopped with another inspection, or not to be prepared: the next who asks tries again.
      if (this.#key === key) this.#key = '';
    }
  }
}
