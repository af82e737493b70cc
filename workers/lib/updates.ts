// Gathers what happens in a run and hands it on at most ten times a second. Of what replaces itself (the run, its
// progress, a surface, shared weights) only the newest is sent.
import type { RunUpdate } from '$core/run/types';

const intervalMs = 100;
const replacing: readonly RunUpdate['type'][] = ['run', 'progress', 'surface', 'supernet'];

export class Updates {
  /** In order; what replaces itself by its type, all else by its number. */
  private readonly waiting = new Map<RunUpdate['type'] | number, RunUpdate>();
  private pushed = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lastSent = -Infinity;

  constructor(
    private readonly send: (updates: RunUpdate[]) => void,
    private readonly now: () => number,
  ) {}

  push(update: RunUpdate): void {
    const { type } = update;
    const key = replacing.includes(type) ? type : this.pushed++;
    this.waiting.delete(key);
    this.waiting.set(key, update);
    const wait = this.lastSent + intervalMs - this.now();
    if (wait <= 0) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), wait);
  }

  /** Sends what is waiting at once. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.waiting.size === 0) return;
    const updates = [...this.waiting.values()];
    this.waiting.clear();
    this.lastSent = this.now();
    this.send(updates);
  }
}
