// A gate that many loops may wait at, and a signal that something changed.

export class Gate {
  private waiting: (() => void)[] = [];
  private shut = false;

  get isOpen(): boolean {
    return !this.shut;
  }
  close(): void {
    this.shut = true;
  }
  open(): void {
    this.shut = false;
    for (const go of this.waiting.splice(0)) go();
  }
  /** Resolves when the gate is open. */
  async pass(): Promise<void> {
    while (this.shut) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}

export class Signal {
  private waiting: (() => void)[] = [];

  /** Resolves at the next `fire`. */
  wait(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }
  fire(): void {
    for (const go of this.waiting.splice(0)) go();
  }
}
