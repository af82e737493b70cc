// A file of studies on its way in: what is under way, what went wrong, and a stop after which nothing of it is kept.
import type { StudyFile } from '$bridge/readingClient';
import { plainError, type PlainError } from '$core/errors/error';
import type { FoundStudy } from '$core/run/importStudy/study';
import type { Space } from '$core/space/space';
import { grouped } from '$charts/index';
import { toasts } from '$ui/index';
import { readingClient, type ImportChoice, type LabSession } from '$features/lab';

export class StudyReading {
  /** What is under way; `share` of it is done, null where that is not known. */
  work = $state.raw<{ readonly text: string; readonly share: number | null } | null>(null);
  error = $state.raw<PlainError | null>(null);
  #file: StudyFile | null = null;
  #keeping = false;

  constructor(private readonly session: () => LabSession) {}

  /** Ends what is under way and forgets the file. */
  close(): void {
    this.#file?.close();
    this.#file = null;
    this.work = null;
  }

  /** Ends what is under way at a person's wish. */
  stop(): void {
    const kept = this.#keeping;
    this.close();
    if (kept) toasts.show('The import was stopped. Nothing of it is kept.');
  }

  /** The page goes. What is being stored may come to its end without it. */
  leave(): void {
    if (!this.#keeping) this.close();
  }

  /** The studies of a file, its parameters compared with those of the space; null where it was stopped or cannot be read. */
  async read(picked: File, space: Space): Promise<readonly FoundStudy[] | null> {
    this.close();
    this.error = null;
    this.work = { text: `Reading ${picked.name}`, share: null };
    const own = (this.#file = (await readingClient()).file(picked.name));
    try {
      const bytes = new Uint8Array(await picked.arrayBuffer());
      const found = await own.read(bytes, space, (share) => {
        if (this.#file === own && this.work) this.work = { ...this.work, share };
      });
      if (this.#file !== own) return null;
      this.work = null;
      return found;
    } catch (thrown) {
      if (this.#file === own) this.fail(thrown);
      return null;
    }
  }

  /** Says what went wrong, and forgets the file. */
  fail(thrown: unknown): void {
    this.close();
    this.error = plainError(thrown);
  }

  /** Stores one of the studies as a finished run of the step, and shows it. True when it did. */
  async keep(step: string, which: number, study: FoundStudy, choice: ImportChoice): Promise<boolean> {
    const own = this.#file;
    if (!own) return false;
    const one = choice.asNetworks ? 'network' : 'trial';
    const told = `${grouped(study.trials)} ${study.trials === 1 ? one : `${one}s`}`;
    this.work = { text: `Importing ${told}`, share: null };
    this.#keeping = true;
    this.error = null;
    try {
      await this.session().importStudy(step, own, which, choice);
      toasts.show(`Imported "${study.name}" with ${told}. It is shown, and stands under Runs.`, { kind: 'ok' });
      return true;
    } catch (thrown) {
      // Stopped: nothing was stored.
      if (this.#file === own) this.error = plainError(thrown);
      return false;
    } finally {
      if (this.#file === own) this.work = null;
      this.#keeping = false;
    }
  }
}
