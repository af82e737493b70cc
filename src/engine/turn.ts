// Lets waiting messages in between two batches. A MessageChannel round takes microseconds; setTimeout(0) is clamped to
// about 4 ms, which would cost more than a training step.
export interface Turns {
  /** Resolves after the tasks that were already waiting, such as a "stop" message. */
  next(): Promise<void>;
  /** Frees the channel. An open one would keep a Node process alive. */
  close(): void;
}

export function openTurns(): Turns {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return {
    next: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        port2.postMessage(0);
      }),
    close: () => port1.close(),
  };
}
