// Puts a run's events into its journal, in order, several at once where they come together. When the disk is full it
// keeps what it could not write, asks for room, and goes on when told to: nothing is lost and nothing is shown early.
import { TablabError, type PlainError } from '$core/errors/error';
import type { RunEvent, RunInfo } from '$core/run/types';

/** The writing end of a journal (store/journal.ts). */
export interface JournalWriter {
  append(events: readonly RunEvent[], info?: RunInfo): Promise<void>;
}

export interface RecorderOptions {
  readonly journal: JournalWriter;
  /** The run's summary at the moment of writing. */
  info(): RunInfo;
  /** The disk is full. Resolves when it is worth another try; rejects to give up. */
  untilRoom(error: PlainError): Promise<void>;
}

export class Recorder {
  private queue: { events: readonly RunEvent[]; settle: (error?: Error) => void }[] = [];
  private draining = false;

  constructor(private readonly options: RecorderOptions) {}

  /** Resolves when the events, and the run's summary of that moment, are durable. */
  record(...events: RunEvent[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.queue.push({ events, settle: (error) => (error ? reject(error) : resolve()) });
      void this.drain();
    });
  }

  private async drain(): Promise<void> {
    if (this.draining) return;
    this.draining = true;
    while (this.queue.length > 0) {
      const batch = this.queue.splice(0);
      const events = batch.flatMap((entry) => entry.events);
      const error = await this.write(events);
      for (const { settle } of batch) settle(error);
    }
    this.draining = false;
  }

  private async write(events: readonly RunEvent[]): Promise<Error | undefined> {
    try {
      await untilStored(
        () => this.options.journal.append(events, this.options.info()),
        (error) => this.options.untilRoom(error),
      );
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}

/** Tries to store something again and again while the disk is full. */
export async function untilStored<T>(
  store: () => Promise<T>,
  untilRoom: (error: PlainError) => Promise<void>,
): Promise<T> {
  for (;;) {
    try {
      return await store();
    } catch (error) {
      if (!(error instanceof TablabError && error.code === 'quota-exceeded')) throw error;
      await untilRoom(error.toPlain());
    }
  }
}
