// What simple predictors reach on a lab's validation rows, and for a model that has been chosen on its test rows, computed
// once in the table worker for the same data, features and split, and kept while the lab is open. They are for looking at:
// no run and no digest depends on them.
import type { BaselineReport } from '$core/baselines/registry';
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

/** Of the rows of one part of the split. */
class PartBaselines {
  report = $state.raw<BaselineReport | null>(null);
  #key = '';
  #known = new Map<string, BaselineReport>();

  constructor(private readonly part: 'validation' | 'test') {}

  /** A failure leaves none: the Data page says why. */
  want(lab: Baselined, { sha256 }: DatasetInfo): void {
    const key = keyOf(lab, sha256);
    if (key === this.#key) return;
    this.#key = key;
    this.report = this.known(key) ?? null;
    if (!this.report) void this.#compute(key, sha256, asked(lab));
  }
  known(key: string): BaselineReport | undefined {
    return this.#known.get(key);
  }
  keep(key: string, report: BaselineReport): void {
    this.#known.set(key, report);
    if (this.#key === key) this.report = report;
  }

  async #compute(key: string, sha256: string, lot: Baselined): Promise<void> {
    try {
      const client = await tableClient();
      this.keep(key, await client.baselines(sha256, lot, this.part, () => undefined));
    } catch {
      // Stopped with another inspection, or not to be prepared: the next who asks tries again.
      if (this.#key === key) this.#key = '';
    }
  }
}

export class LabBaselines implements Baselines {
  #parts = { validation: new PartBaselines('validation'), test: new PartBaselines('test') };

  get report(): BaselineReport | null {
    return this.#parts.validation.report;
  }
  get tested(): BaselineReport | null {
    return this.#parts.test.report;
  }
  want(lab: Baselined, dataset: DatasetInfo, part: 'validation' | 'test' = 'validation'): void {
    this.#parts[part].want(lab, dataset);
  }
  known(lab: Baselined, sha256: string): BaselineReport | undefined {
    return this.#parts.validation.known(keyOf(lab, sha256));
  }
  keep(lab: Baselined, sha256: string, report: BaselineReport): void {
    this.#parts.validation.keep(keyOf(lab, sha256), report);
  }
}
