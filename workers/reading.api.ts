// What the reading worker offers: sums over a study that would hold a frame up. Types only.
import type { ImportedStudy } from '$core/run/importStudy/study';
import type { NoPicture, Picture, PictureQuestion } from '$core/run/surrogate/picture';

export interface ReadingApi {
  /** What the Gaussian process of a study believes along one or two parameters, or why it cannot say. */
  picture(question: PictureQuestion): Promise<Picture | NoPicture>;
  /** The studies in a file of another program. Rejects with `import-study` or `import-study-size`. */
  studies(bytes: Uint8Array, fileName: string): Promise<ImportedStudy[]>;
}
