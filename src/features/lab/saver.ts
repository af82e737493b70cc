// Writes a document after every edit: one write at a time, always the newest document, nothing dropped.

export type Write<T> = (doc: T) => Promise<void>;

export interface SaverEvents {
  onSaving(): void;
  onSaved(): void;
  onFailed(error: unknown): void;
}

export class Saver<T> {
  private waiting: { doc: T } | null = null;
  private current: Promise<void> | null = null;

  constructor(
    private readonly write: Write<T>,
    private readonly events: SaverEvents,
  ) {}

  /** Starts at once, or right after the write that is under way. */
  save(doc: T): void {
    this.waiting = { doc };
    this.current ??= this.drain();
  }

  /** Resolves when everything handed in so far is written or has failed. */
  async flush(): Promise<void> {
    await this.current;
  }

  /** Whether something is not on disk yet. */
  get pending(): boolean {
    return this.current !== null || this.waiting !== null;
  }

  private async drain(): Promise<void> {
    this.events.onSaving();
    while (this.waiting) {
      const { doc } = this.waiting;
      this.waiting = null;
      try {
        await this.write(doc);
        if (!this.waiting) this.events.onSaved();
      } catch (error) {
        this.events.onFailed(error);
        // Kept, so that the next edit or `flush` after a repair writes it; never in a busy loop.
        this.waiting ??= { doc };
        break;
      }
    }
    this.current = null;
  }
}
