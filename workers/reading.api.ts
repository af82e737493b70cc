// What the reading worker offers: sums over a study that would hold a frame up, and files with studies. Types only.
import type { FoundStudy } from '$core/run/importStudy/study';
import type { NoPicture, Picture, PictureQuestion } from '$core/run/surrogate/picture';
import type { RunInfo } from '$core/run/types';
import type { Space } from '$core/space/space';
import type { KeepWishes } from './lib/keepImported';

export interface ReadingApi {
  /** What the Gaussian process of a study believes along one or two parameters, or why it cannot say. */
  picture(question: PictureQuestion): Promise<Picture | NoPicture>;
  /**
   * The studies in a file of another program; their trials stay in the worker. `space`: of the study that asks. `on` hears
   * the share that is read. Rejects with `import-study` or `import-study-size`.
   */
  studies(
    bytes: Uint8Array,
    fileName: string,
    space: Space,
    on: (share: number) => void,
  ): Promise<readonly FoundStudy[]>;
  /** Stores one of the studies that were read last as a finished run. Rejects as `keepImported`. */
  keep(which: number, wishes: KeepWishes): Promise<RunInfo>;
}
