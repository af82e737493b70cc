// Rate and remaining time of counted work, from moments that are told: pauses do not count. Seconds throughout.
import type { Progress } from './types';

export class Pace {
  private active = 0;
  private count = 0;
  private since: number | null = null;

  /** Work goes on from this moment. */
  resume(now: number): void {
    this.since ??= now;
  }

  /** Work stands still from this moment. */
  pause(now: number): void {
    this.active = this.seconds(now);
    this.since = null;
  }

  /** Some units were finished since the last call. */
  add(units: number): void {
    this.count += units;
  }

  /** Active time so far. */
  seconds(now: number): number {
    return this.active + (this.since === null ? 0 : Math.max(0, now - this.since));
  }

  progress(stage: string, done: number, total: number, now: number): Progress {
    const seconds = this.seconds(now);
    const rate = this.count > 0 && seconds > 0 ? this.count / seconds : 0;
    const eta = rate > 0 ? Math.max(0, total - done) / rate : null;
    return { stage, done, total, rate, eta };
  }
}
