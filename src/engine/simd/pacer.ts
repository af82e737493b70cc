// Gives the thread back between slices of work, so that messages arrive. Slices are cut by estimated work, not by a
// clock. A MessageChannel round costs microseconds; setTimeout(0) would cost milliseconds.

/** Operations plus bytes that make a slice: some 5 ms on a slow laptop core. */
export const sliceWork = 6e7;

export class Pacer {
  private spent = 0;
  private readonly waiting: (() => void)[] = [];
  private channel: MessageChannel | undefined;

  /** Steps of `work` each that make a slice. */
  static steps(work: number): number {
    return Math.max(1, Math.floor(sliceWork / Math.max(1, work)));
  }

  /** Counts work done; resolves after other tasks had their turn once a slice is full. */
  spend(work: number): Promise<void> | undefined {
    this.spent += work;
    if (this.spent < sliceWork) return undefined;
    this.spent = 0;
    return this.turn();
  }

  private turn(): Promise<void> {
    const { setImmediate } = globalThis as { setImmediate?: (done: () => void) => void };
    // Node: an open MessageChannel would keep the process alive.
    if (setImmediate) return new Promise(setImmediate);
    if (!this.channel) {
      this.channel = new MessageChannel();
      this.channel.port1.onmessage = () => this.waiting.shift()?.();
    }
    const { port2 } = this.channel;
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      port2.postMessage(0);
    });
  }

  dispose(): void {
    this.channel?.port1.close();
    this.channel = undefined;
  }
}
