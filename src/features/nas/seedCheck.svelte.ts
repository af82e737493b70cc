// One network trained anew under several seeds: how much of its score was luck, and what it gives on rows that took no part
// in the search. The split stays; starting weights and the order of batches change.
import { metricDef } from '$core/metrics/registry';
import { outcomeOfPredictions } from '$core/metrics/judged';
import type { NasConfig } from '$core/lab/document';
import type { EpochPoint, Predictions } from '$core/run/types';
import type { Task } from '$core/table/types';
import type { LabSession } from '$features/lab';

export interface SeedRow {
  /** Of the last epoch. */
  readonly fixed: number;
  /** Of the best epoch, which is chosen by the very rows that it is judged on. */
  readonly best: number;
  /** NaN where no rows were kept apart. */
  readonly test: number;
}

/** Seeds of the search itself are the numbers of its trials; these are none of them. */
const firstSeed = 1_000_000;

export class SeedCheck {
  /** The network; null before the first check. */
  trial = $state<number | null>(null);
  metric = $state('');
  rows = $state.raw<readonly SeedRow[]>([]);
  wanted = $state(0);
  running = $state(false);
  #stopped = false;

  /** Test scores are not shown before all seeds are through, so that they cannot end the check early. */
  get finished(): boolean {
    return !this.running && this.rows.length > 0 && this.rows.length === this.wanted;
  }

  async run(session: LabSession, step: string, config: NasConfig, trial: number, seeds: number): Promise<void> {
    const search = session.live(step).run;
    if (!search || this.running) return;
    const { task } = session.lab.roles;
    this.trial = trial;
    this.metric = shownMetric(config, task);
    this.rows = [];
    this.wanted = seeds;
    this.running = true;
    this.#stopped = false;
    for (let i = 0; i < seeds && !this.#stopped; i++) {
      await session.trainLonger(search.id, trial, 0, firstSeed + trial * 1000 + i);
      const live = session.live(step);
      const record = live.trials[0];
      if (live.run?.state !== 'done' || record?.state !== 'done') break;
      this.rows = [...this.rows, rowOf(record.curve, live.predictions, this.metric, task)];
    }
    this.running = false;
    await session.show(search.id);
  }

  /** No further seed starts; the running one goes on. */
  stop(): void {
    this.#stopped = true;
  }
}

/** The objective; for values the loss is in units that say nothing, so its root in the target's. */
const shownMetric = ({ objective }: NasConfig, task: Task): string =>
  objective.metric === 'loss' && task === 'regression' ? 'rmse' : objective.metric;

function rowOf(curve: readonly EpochPoint[], predictions: readonly Predictions[], name: string, task: Task): SeedRow {
  const metric = metricDef(name);
  const values = curve.map(({ validation }) => validation[name] ?? NaN);
  const best = values.reduce((top, value) =>
    (metric?.direction === 'minimize' ? value < top : value > top) ? value : top,
  );
  const test = predictions.find(({ split }) => split === 'test');
  const classes = test && task !== 'regression' ? Math.round(test.probabilities.length / test.actual.length) : 0;
  return {
    fixed: values[values.length - 1],
    best,
    test: test && metric ? metric.compute(outcomeOfPredictions(test, task, classes)) : NaN,
  };
}

/** Mean and sample standard deviation; the latter NaN for one value. */
export function spreadOf(values: readonly number[]): { mean: number; deviation: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, deviation: n > 1 ? Math.sqrt(squares / (n - 1)) : NaN };
}
