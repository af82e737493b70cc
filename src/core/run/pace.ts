// Rate and remaining time of counted work, from moments that are told: pauses do not count. Seconds throughout.
import type { Progress } from './types';

export interface Effort {
  readonly since: number;
  readonly left: number;
}

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

  /** `done` may be between two units. `effort`: where units are not alike, how much of what they cost is done since the pace began, and how much is left. */
  progress(stage: string, done: number, total: number, now: number, effort?: Effort | null): Progress {
    const seconds = this.seconds(now);
    const rate = this.count > 0 && seconds > 0 ? this.count / seconds : 0;
    const { since, left } = effort ?? { since: this.count, left: total - done };
    const eta = since > 0 && seconds > 0 ? (Math.max(0, left) * seconds) / since : null;
    const whole = Math.floor(done);
    return { stage, done: whole, ...(done > whole ? { part: done - whole } : {}), total, rate, eta };
  }
}
