// One import at a time: its progress with rate and remaining time, and the way to stop it.
import { TablabError } from '$core/errors/error';
import type { Progress } from '$core/run/types';
import type { ReadContext } from '$core/table/readers/reader';
import { decodeImages } from './imageDecoder';

/** At most this often is progress told. */
const intervalMs = 100;

/** Short pieces of work follow each other so long before messages are let in: thousands of columns have as many. */
const breathMs = 8;

/** Lets waiting messages in. A MessageChannel round is a thousand times quicker than setTimeout(0). */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

export class Task {
  private readonly stopper = new AbortController();
  private stage = '';
  private stageStart = 0;
  private toldAt = -Infinity;
  private breathedAt = -Infinity;

  constructor(private readonly on: (progress: Progress) => void) {}

  get signal(): AbortSignal {
    return this.stopper.signal;
  }

  cancel(): void {
    this.stopper.abort();
  }

  check(): void {
    if (this.signal.aborted) throw new TablabError('aborted');
  }

  readonly context: ReadContext = {
    progress: (stage, done, total) => this.tell(stage, done, total),
    pause: async () => {
      const now = performance.now();
      if (now - this.breathedAt >= breathMs) {
        await breathe();
        this.breathedAt = performance.now();
      }
      this.check();
    },
    images: decodeImages,
  };

  private tell(stage: string, done: number, total: number): void {
    const now = performance.now();
    if (stage !== this.stage) {
      this.stage = stage;
      this.stageStart = now;
    } else if (now - this.toldAt < intervalMs) return;
    this.toldAt = now;
    const seconds = (now - this.stageStart) / 1000;
    const rate = seconds > 0.2 ? done / seconds : 0;
    this.on({ stage, done, total, rate, eta: rate > 0 && total > 0 ? (total - done) / rate : null });
  }
}
