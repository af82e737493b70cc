// Parameter importance while a study runs: as many short steps per idle moment as fit, so that a forest over ten
// thousand trials never holds a frame up, and not more often than every two seconds.
import { byEffect, type Importance, type ImportanceMethod } from '$core/run/importance/method';
import type { TrialRecord } from '$core/run/types';
import { inSlices } from './inSlices';
import type { NamedParam } from './names';

const pauseBetween = 2000;

export interface Asked {
  readonly method: ImportanceMethod;
  readonly params: readonly NamedParam[];
  readonly direction: 'minimize' | 'maximize';
  readonly seed: number;
}
export type NamedImportance = Importance & { readonly name: string };

export class ImportanceWatch {
  results = $state.raw<readonly NamedImportance[]>([]);
  #timer = 0;
  #stopWork = () => {};
  #last = -Infinity;
  #seen = -1;
  #latest: readonly TrialRecord[] = [];
  #asked: Asked | null = null;

  /** Call with each update; another `asked` object, or another array of trials, starts anew, and what is computed already for this many trials is not computed again. */
  follow(asked: Asked, trials: readonly TrialRecord[]): void {
    if (asked !== this.#asked || trials !== this.#latest) this.stop();
    this.#asked = asked;
    this.#latest = trials;
    if (trials.length === this.#seen || this.#timer !== 0) return;
    const wait = Math.max(0, this.#last + pauseBetween - performance.now());
    this.#timer = window.setTimeout(() => this.#compute(asked, [...this.#latest]), wait);
  }

  /** Forgets what it knows. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#stopWork();
    this.#timer = 0;
    this.#seen = -1;
    this.#last = -Infinity;
    this.#latest = [];
    this.results = [];
  }

  #compute(asked: Asked, trials: readonly TrialRecord[]): void {
    const { method, params, direction, seed } = asked;
    const names = new Map(params.map(({ param, name }) => [param.path, name]));
    const work = method.steps({ space: params.map(({ param }) => param), trials, direction, seed });
    this.#stopWork = inSlices(work, (found) => {
      this.#timer = 0;
      this.#seen = trials.length;
      this.#last = performance.now();
      this.results = byEffect(found.map((one) => ({ ...one, name: names.get(one.path) ?? one.path })));
      // Trials that ended meanwhile; the last ones of a study bring no further update.
      this.follow(asked, this.#latest);
    });
  }
}
