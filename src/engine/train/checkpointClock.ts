// When a checkpoint is due. The clock decides that alone: numbers are the same with any.
export class CheckpointClock {
  /** When the last one was stored, and when the last epoch ended; milliseconds. */
  private last: number;
  private lastEpoch: number;
  /** When measuring began, and how long it took after the epoch before. */
  private began = 0;
  private took: number | null = null;

  /** `now` in milliseconds; `every`: most seconds of training between two, 0: none. */
  constructor(
    private readonly now: () => number,
    private readonly every: number,
  ) {
    this.last = this.lastEpoch = now();
  }

  private isLate(moment: number): boolean {
    return this.every > 0 && moment - this.last > this.every * 1000;
  }

  /** Between two steps. */
  dueWithin(): boolean {
    return this.isLate(this.now());
  }

  /** After the last step: no checkpoint can come while the epoch is measured, which takes less than training it. */
  dueBeforeMeasuring(): boolean {
    const now = this.now();
    return this.isLate(now + (this.took ?? now - this.lastEpoch));
  }

  measuring(): void {
    this.began = this.now();
  }
  measured(): void {
    this.took = this.now() - this.began;
  }

  /** After an epoch: whether another like it would be too long, or one is asked for. */
  dueAfterEpoch(asked: boolean): boolean {
    const now = this.now();
    const next = now + (now - this.lastEpoch);
    this.lastEpoch = now;
    return (asked && this.every > 0) || this.isLate(next);
  }

  /** It is stored; nothing was trained since it was asked for. */
  kept(asked: number): void {
    this.last = this.now();
    this.lastEpoch += this.last - asked;
  }
}
