// What the reduce worker offers: looks at the training rows through selections, reductions and embeddings. Types only.
import type { AutoencoderOptions, AutoencoderReport } from '$core/decompose/autoencoder';
import type { CurseReport } from '$core/decompose/curse';
import type { Ranking, Reduction } from '$core/decompose/report';
import type { Embedding, EmbedOptions } from '$core/embed/embed';
import type { MatrixChoice } from '$core/pipeline/matrix/chosen';
import type { PrepareConfig } from '$core/pipeline/prepare';
import type { Progress } from '$core/run/types';

/** A stored data set as a lab reads it. Its matrix steps, if any, come before what is asked. */
export interface Asked {
  readonly sha256: string;
  readonly lab: PrepareConfig;
}

export interface ReduceApi {
  rank(what: Asked, step: MatrixChoice, on: (progress: Progress) => void): Promise<Ranking>;
  reduce(what: Asked, step: MatrixChoice, on: (progress: Progress) => void): Promise<Reduction>;
  /** `draw` gets the picture as it grows, two numbers per row, a few times a second. */
  embed(
    what: Asked,
    options: EmbedOptions,
    on: (progress: Progress) => void,
    draw: (xy: Float64Array) => void,
  ): Promise<Embedding>;
  /** `draw` gets the losses so far, of training and held-out rows, a few times a second. */
  autoencoder(
    what: Asked,
    options: AutoencoderOptions,
    on: (progress: Progress) => void,
    draw: (losses: Float64Array, held: Float64Array) => void,
  ): Promise<AutoencoderReport>;
  curse(what: Asked, on: (progress: Progress) => void): Promise<CurseReport>;
  /** Stops what is going on. */
  stop(): Promise<void>;
}
