// Metrics of kept predictions with bootstrap intervals, worked out a few milliseconds at a time so that the page stays
// quick: the values are there at once, the intervals when their draws are done.
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

/** All metrics that these predictions tell; the loss only where it is in units that mean something. */
export function reportLines(outcome: Outcome): ReportLine[] {
  return metricsOf(outcome.task)
    .filter(({ name }) => name !== 'loss' || outcome.task !== 'regression')
    .map((metric) => ({ metric, value: metric.compute(outcome) }))
    .filter(({ value }) => !Number.isNaN(value));
}

export class MetricReport {
  lines = $state.raw<readonly ReportLine[]>([]);
  intervals = $state.raw<ReadonlyMap<string, Interval>>(new Map());
  /** Share of the draws that are done; 1 when the intervals are there. */
  progress = $state(0);
  #timer = 0;

  /** Starts over with these predictions. The same seed gives the same intervals. */
  show(outcome: Outcome, seed: number): void {
    this.stop();
    const lines = reportLines(outcome);
    this.lines = lines;
    this.intervals = new Map();
    this.progress = 0;
    const metrics = lines.map(({ metric }) => metric);
    const work = bootstrap(outcome, metrics, Stream.of(seed, 'bootstrap'), draws);
    const slice = () => {
      const until = performance.now() + sliceMs;
      for (;;) {
        const step = work.next();
        if (step.done) {
          this.intervals = step.value;
          this.progress = 1;
          return;
        }
        if (performance.now() < until) continue;
        this.progress = step.value;
        this.#timer = window.setTimeout(slice);
        return;
      }
    };
    this.#timer = window.setTimeout(slice);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
