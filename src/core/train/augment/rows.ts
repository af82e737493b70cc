// The training rows of one epoch, changed by chance. What becomes of a row depends on the seed, the trial, the epoch and
// the number of the row alone, never on batches, workers or what was trained before; so a resumed training sees the same.
// Blending: Zhang, Cisse, Dauphin and Lopez-Paz, mixup: Beyond Empirical Risk Minimization, ICLR 2018, with a share and a
// partner for each row.
import type { Stream } from '../../rng/stream';
import { symmetricBeta } from './beta';
import { augmentImage, type ImageShape } from './image';
import { changesImages, type AugmentOptions } from './options';

export interface AugmentSource {
  readonly rows: number;
  /** Numbers of a row. */
  readonly width: number;
  /** rows x width. */
  readonly features: Float32Array;
  readonly target: Float32Array;
  /** Set where the numbers are an image. */
  readonly image: ImageShape | null;
  /** Shares of so many classes in place of class indexes; 0: targets are numbers, or of two classes. */
  readonly classes: number;
}

/** Where the rows of an epoch go. */
export interface AugmentedRows {
  readonly features: Float32Array;
  /** rows, or rows x classes. */
  readonly target: Float32Array;
}

export const emptyRows = ({ rows, width, classes }: AugmentSource): AugmentedRows => ({
  features: new Float32Array(rows * width),
  target: new Float32Array(rows * Math.max(1, classes)),
});

export class Augmenter {
  private readonly partner: Float32Array;
  private readonly images: boolean;

  constructor(
    private readonly source: AugmentSource,
    private readonly options: AugmentOptions,
  ) {
    this.partner = new Float32Array(source.width);
    this.images = source.image !== null && changesImages(options);
  }

  /** Writes row `row` of the epoch whose stream this is. */
  write(row: number, epoch: Stream, out: AugmentedRows): void {
    const { width, classes, target } = this.source;
    const at = row * width;
    const own = epoch.split(row);
    this.changed(row, own, out.features, at);
    const { mixup } = this.options;
    if (classes > 0) out.target.fill(0, row * classes, (row + 1) * classes);
    let share = 1;
    let other = row;
    if (mixup > 0) {
      const mix = own.split('mixup');
      other = mix.below(this.source.rows);
      share = symmetricBeta(mixup, mix);
      this.changed(other, epoch.split(other), this.partner, 0);
      for (let i = 0; i < width; i++)
        out.features[at + i] = share * out.features[at + i] + (1 - share) * this.partner[i];
    }
    if (classes > 0) {
      out.target[row * classes + target[row]] += share;
      out.target[row * classes + target[other]] += 1 - share;
    } else out.target[row] = share === 1 ? target[row] : share * target[row] + (1 - share) * target[other];
  }

  private changed(row: number, stream: Stream, out: Float32Array, to: number): void {
    const { width, features, image } = this.source;
    const from = row * width;
    if (this.images && image) augmentImage(features, from, out, to, image, this.options, stream);
    else for (let i = 0; i < width; i++) out[to + i] = features[from + i];
  }
}
