// The training rows of an epoch as a trial's augmentation makes them: new arrays for every epoch, the same for every
// executor, made between two epochs and given up after. Without augmentation nothing here runs.
import { TablabError } from '$core/errors/error';
import type { Arrays, Prepared } from '$core/pipeline/prepared';
import type { Stream } from '$core/rng/stream';
import { augmentOptions, changesImages, type AugmentOptions } from '$core/train/augment/options';
import { Augmenter, emptyRows, type AugmentedRows, type AugmentSource } from '$core/train/augment/rows';
import type { TrainConfig } from '$core/train/config';
import { openTurns } from '../turn';

/** Numbers made between two looks at whether to stop. */
const atOnce = 200_000;

type Meaning = Pick<Prepared, 'task' | 'classes' | 'inputs'>;

/** What a configuration asks for on these inputs; null where rows stay as they are. Throws `field-invalid`. */
export function augmentationFor(config: TrainConfig, { task, inputs }: Meaning): AugmentOptions | null {
  const options = augmentOptions(config.augment);
  if (!options) return null;
  const refuse = (field: string, value: string | number, expected: string) =>
    new TablabError('field-invalid', { field: `augment.${field}`, value, expected });
  if (changesImages(options) && imageShape(inputs) === null) {
    const [key, value] = Object.entries(options).find(
      ([name, one]) => name !== 'mixup' && typeof one === 'number' && one > 0,
    )!;
    throw refuse(key, value, '0 where the inputs are no images');
  }
  if (options.mixup > 0) {
    if (inputs.some(({ dtype }) => dtype === 'int32'))
      throw refuse('mixup', options.mixup, '0 where categories are codes, which cannot be blended');
    if (task !== 'regression' && config.classWeights === 'balanced')
      throw refuse(
        'mixup',
        options.mixup,
        '0 with class weights: balance the training rows on the Features page instead',
      );
  }
  return options;
}

function imageShape(inputs: Meaning['inputs']): readonly [number, number, number] | null {
  const shape = inputs.find(({ id }) => id === 'features')?.shape;
  return shape?.length === 3 ? [shape[0], shape[1], shape[2]] : null;
}

export class EpochRows {
  private readonly augmenter: Augmenter;
  private readonly source: AugmentSource;
  private out: AugmentedRows | undefined;

  /** `soft`: targets become shares of each class. */
  constructor(
    private readonly train: Arrays,
    options: AugmentOptions,
    { inputs, classes }: Meaning,
    soft: boolean,
  ) {
    const { rows, features, target } = train;
    this.source = {
      rows,
      width: features.length / rows,
      features,
      target,
      image: imageShape(inputs),
      classes: soft ? classes.length : 0,
    };
    this.augmenter = new Augmenter(this.source, options);
  }

  /** Rows in their order. The next call writes over them. Null when `shouldStop` says so. */
  async of(epoch: Stream, shouldStop: () => boolean): Promise<Arrays | null> {
    const { rows, width } = this.source;
    const out = (this.out ??= emptyRows(this.source));
    const chunk = Math.max(1, Math.floor(atOnce / Math.max(1, width)));
    const turns = openTurns();
    try {
      for (let from = 0; from < rows; from += chunk) {
        if (from > 0) await turns.next();
        if (shouldStop()) return null;
        for (let row = from; row < Math.min(rows, from + chunk); row++) this.augmenter.write(row, epoch, out);
      }
    } finally {
      turns.close();
    }
    return { rows, features: out.features, codes: this.train.codes, target: out.target };
  }
}
