// Gathers what happens in a run and hands it on at most ten times a second. Of what replaces itself (the run, its
// progress, a surface, shared weights) only the newest is sent.
import type { RunUpdate } from '$core/run/types';

const intervalMs = 100;
const replacing: readonly RunUpdate['type'][] = ['run', 'progress', 'surface', 'supernet'];

export class Updates {
  private waiting: RunUpdate[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lastSent = -Infinity;

  constructor(
    private readonly send: (updates: RunUpdate[]) => void,
    private readonly now: () => number,
  ) {}

  push(update: RunUpdate): void {
    if (replacing.includes(update.type)) {
      this.waiting = this.waiting.filter(({ type }) => type !== update.type);
    }
    this.waiting.push(update);
    const wait = this.lastSent + intervalMs - this.now();
    if (wait <= 0) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), wait);
  }

  /** Sends what is waiting at once. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.waiting.length === 0) return;
    const updates = this.waiting;
    this.waiting = [];
    this.lastSent = this.now();
    this.send(updates);
  }
}
