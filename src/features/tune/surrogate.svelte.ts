// The picture of the Gaussian process while a study runs: one at a time in the reading worker, the newest question next,
// at most one a second.
import { plainError, type PlainError } from '$core/errors/error';
import type { NoPicture, Picture, PictureQuestion } from '$core/run/surrogate/picture';
import { readingClient } from '$features/lab';
import { Paced } from './paced';

export class SurrogateWatch {
  /** The last picture stays while the next is computed. */
  picture = $state.raw<Picture | null>(null);
  missing = $state.raw<NoPicture | null>(null);
  error = $state.raw<PlainError | null>(null);
  #paced = new Paced(1000);

  /** `question` is put together when its turn comes: of thousands of trials not with every update. */
  ask(question: () => PictureQuestion): void {
    this.#paced.ask((ended) => void this.#compute(question).finally(ended));
  }

  stop(): void {
    this.#paced.stop();
  }

  async #compute(question: () => PictureQuestion): Promise<void> {
    try {
      const result = await (await readingClient()).picture(question());
      this.error = null;
      this.missing = typeof result === 'string' ? result : null;
      this.picture = typeof result === 'string' ? null : result;
    } catch (thrown) {
      this.error = plainError(thrown);
    }
  }
}
