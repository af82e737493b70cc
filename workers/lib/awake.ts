// A clock for durations: even when the time of day is set, and standing still while the device sleeps. Some browsers' own
// monotonic clock goes on in sleep; a worker that was not called for minutes was asleep.

/** Ticks come every second; this long without one, in milliseconds, is sleep. */
const asleep = 90_000;

export class AwakeClock {
  private slept = 0;
  private last: number;

  /** `monotonic`: milliseconds since any moment. */
  constructor(private readonly monotonic: () => number) {
    this.last = monotonic();
  }

  /** Milliseconds awake; to be called at least once a second. */
  now(): number {
    const now = this.monotonic();
    const gap = now - this.last;
    if (gap > asleep) this.slept += gap;
    this.last = now;
    return now - this.slept;
  }
}
