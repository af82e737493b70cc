// Metrics of kept predictions with bootstrap intervals, worked out a few milliseconds at a time so that the page stays
// quick: of some thousand rows the values are there at once, the intervals when their draws are done.
import type { MetricDef, Outcome } from '$core/metrics/metric';
import { metricsOf } from '$core/metrics/registry';
import { Stream } from '$core/rng/stream';
import { bootstrap, type Interval } from '$core/validation/bootstrap';

export interface ReportLine {
  readonly metric: MetricDef;
  readonly value: number;
}

const sliceMs = 8;
export const draws = 500;

/** Metrics that predictions may tell; the loss only where it is in units that mean something. */
const reported = (outcome: Outcome): readonly MetricDef[] =>
  metricsOf(outcome.task).filter(({ name }) => name !== 'loss' || outcome.task !== 'regression');

export class MetricReport {
  lines = $state.raw<readonly ReportLine[]>([]);
  intervals = $state.raw<ReadonlyMap<string, Interval>>(new Map());
  /** Share of the draws that are done; 1 when the intervals are there. */
  progress = $state(0);
  #timer = 0;

  /** Starts over with these predictions. The same seed gives the same intervals. */
  show(outcome: Outcome, seed: number): void {
    this.stop();
    this.lines = [];
    this.intervals = new Map();
    this.progress = 0;
    const waiting = [...reported(outcome)];
    // Not read back from the state: who shows a report must not depend on it.
    const lines: ReportLine[] = [];
    let shown = 0;
    let work: ReturnType<typeof bootstrap> | undefined;
    const slice = () => {
      const until = performance.now() + sliceMs;
      for (let metric = waiting.shift(); metric; metric = waiting.shift()) {
        const value = metric.compute(outcome);
        if (!Number.isNaN(value)) lines.push({ metric, value });
        if (performance.now() >= until) break;
      }
      if (lines.length > shown) this.lines = [...lines];
      shown = lines.length;
      while (waiting.length === 0 && performance.now() < until) {
        work ??= bootstrap(
          outcome,
          lines.map(({ metric }) => metric),
          Stream.of(seed, 'bootstrap'),
          draws,
        );
        const step = work.next();
        if (step.done) {
          this.intervals = step.value;
          this.progress = 1;
          return;
        }
        this.progress = step.value;
      }
      this.#timer = window.setTimeout(slice);
    };
    slice();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
