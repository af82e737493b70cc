// Parameter importance while a study runs: one parameter per idle moment, so that ranking ten thousand trials never
// holds a frame up, and not more often than every two seconds.
import { importanceOf, type Importance } from '$core/run/importance';
import type { TrialRecord } from '$core/run/types';
import type { NamedParam } from './names';

const pauseBetween = 2000;

export class ImportanceWatch {
  results = $state.raw<readonly (Importance & { name: string })[]>([]);
  #timer = 0;
  #idle = 0;
  #last = -Infinity;
  #seen = -1;
  #latest: readonly TrialRecord[] = [];

  /** Call with each update; what is computed already for this many trials is not computed again. */
  follow(params: readonly NamedParam[], trials: readonly TrialRecord[]): void {
    this.#latest = trials;
    if (trials.length === this.#seen || this.#timer !== 0) return;
    const wait = Math.max(0, this.#last + pauseBetween - performance.now());
    this.#timer = window.setTimeout(() => this.#compute(params, [...this.#latest]), wait);
  }

  stop(): void {
    clearTimeout(this.#timer);
    cancelIdle(this.#idle);
    this.#timer = 0;
    this.#seen = -1;
    this.#last = -Infinity;
    this.#latest = [];
    this.results = [];
  }

  #compute(params: readonly NamedParam[], trials: readonly TrialRecord[]): void {
    const found: (Importance & { name: string })[] = [];
    const next = () => {
      const one = params[found.length];
      if (one) {
        const [result] = importanceOf([one.param], trials);
        found.push({ ...result, name: one.name });
        this.#idle = whenIdle(next);
        return;
      }
      this.#timer = 0;
      this.#seen = trials.length;
      this.#last = performance.now();
      this.results = found.sort((a, b) => (b.effect ?? -1) - (a.effect ?? -1));
      // Trials that ended meanwhile; the last ones of a study bring no further update.
      this.follow(params, this.#latest);
    };
    this.#idle = whenIdle(next);
  }
}

/** Safari has no requestIdleCallback. */
const whenIdle = (work: () => void): number =>
  'requestIdleCallback' in window ? requestIdleCallback(work, { timeout: 500 }) : setTimeout(work, 20);
const cancelIdle = (id: number): void => ('cancelIdleCallback' in window ? cancelIdleCallback(id) : clearTimeout(id));
