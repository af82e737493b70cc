// Work on what keeps changing: one piece at a time, the newest that was asked for next, and not more often than every so many
// milliseconds.

/** Begins; calls `ended` when it is over. Returns how to stop it, if it can be: after that `ended` is not called. */
type Work = (ended: () => void) => (() => void) | void;

export class Paced {
  #next: Work | null = null;
  #stopWork: (() => void) | void = undefined;
  #busy = false;
  #timer = 0;
  #last = -Infinity;

  /** `pause`: milliseconds from the end of one to the beginning of the next. */
  constructor(private readonly pause: number) {}

  /** Takes the place of what waits for its turn. */
  ask(work: Work): void {
    this.#next = work;
    this.#schedule();
  }

  /** Nothing waits, and what runs is stopped where it can be; the next one begins at once. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#next = null;
    this.#last = -Infinity;
    if (!this.#stopWork) return;
    this.#stopWork();
    this.#stopWork = undefined;
    this.#busy = false;
  }

  #schedule(): void {
    if (this.#busy || this.#timer !== 0 || !this.#next) return;
    const wait = this.#last + this.pause - performance.now();
    if (wait <= 0) this.#begin();
    else this.#timer = window.setTimeout(() => this.#begin(), wait);
  }

  #begin(): void {
    this.#timer = 0;
    const work = this.#next;
    if (!work) return;
    this.#next = null;
    this.#busy = true;
    const stop = work(() => {
      this.#busy = false;
      this.#stopWork = undefined;
      this.#last = performance.now();
      this.#schedule();
    });
    if (this.#busy) this.#stopWork = stop;
  }
}
