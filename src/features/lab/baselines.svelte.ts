// What simple predictors reach on a lab's validation rows, and for a model that has been chosen on its test rows, computed
// once in the table worker for the same data, features and split, and kept while the lab is open. They are for looking at:
// no run and no digest depends on them.
import type { BaselineReport } from '$core/baselines/registry';
import type { Lab } from '$core/lab/document';
import type { DatasetInfo } from '$core/table/types';
import { tableClient } from './clients';
import type { Baselined, Baselines } from './types';

/** What decides the outcome, as the table worker takes it. */
const asked = ({ seed, roles, labels, rows, features, split, types }: Baselined): Baselined => ({
  seed,
  roles,
  labels,
  rows,
  features,
  split,
  types,
});

const keyOf = (lab: Baselined, sha256: string) => JSON.stringify([sha256, asked(lab)]);

export class LabBaselines implements Baselines {
  report = $state.raw<BaselineReport | null>(null);
  tested = $state.raw<BaselineReport | null>(null);
  #key = '';
  #testedKey = '';
  #known = new Map<string, BaselineReport>();

  /** A failure leaves none: the Data page says why. */
  want(lab: Lab, dataset: DatasetInfo): void {
    const key = keyOf(lab, dataset.sha256);
    if (key === this.#key) return;
    this.#key = key;
    this.report = this.#known.get(key) ?? null;
    if (!this.report) void this.#compute(key, dataset.sha256, asked(lab));
  }
  wantTested(lab: Baselined, { sha256 }: DatasetInfo): void {
    const key = keyOf(lab, sha256);
    if (key === this.#testedKey) return;
    this.#testedKey = key;
    this.tested = null;
    void tableClient()
      .then((client) => client.baselines(sha256, asked(lab), 'test', () => undefined))
      .then((report) => key === this.#testedKey && (this.tested = report))
      .catch(() => {
        if (key === this.#testedKey) this.#testedKey = '';
      });
  }
  known(lab: Baselined, sha256: string): BaselineReport | undefined {
    return this.#known.get(keyOf(lab, sha256));
  }
  keep(lab: Baselined, sha256: string, report: BaselineReport): void {
    const key = keyOf(lab, sha256);
    this.#known.set(key, report);
    if (this.#key === key) this.report = report;
  }

  async #compute(key: string, sha256: string, lot: Baselined): Promise<void> {
    try {
      const report = await (await tableClient()).baselines(sha256, lot, 'validation', () => undefined);
      this.keep(lot, sha256, report);
    } catch {
      // Stopped with another inspection, or not to be prepared: the next who asks tries again.
      if (this.#key === key) this.#key = '';
    }
  }
}
