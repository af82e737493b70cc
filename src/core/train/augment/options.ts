// What may be done to training rows at every epoch, as options of a training configuration. All off where left out.
import * as v from 'valibot';
import { choice, float, type Values } from '../../fields/field';

/** By option of `augment` in a training configuration, in the order in which they are done. */
export const augmentFields = {
  flipX: float('Mirror left and right', 0, 0, 1, { help: 'Share of the images that are mirrored.' }),
  flipY: float('Mirror top and bottom', 0, 0, 1, { help: 'Share of the images that are mirrored.' }),
  crop: float('Crop', 0, 0, 0.9, {
    help: 'A part with sides down to 1 minus this, at a random place, is drawn up to the full size.',
  }),
  rotate: float('Turn', 0, 0, 180, { unit: 'degrees', help: 'At most so far, either way.' }),
  shift: float('Shift', 0, 0, 0.5, { help: 'At most this share of width and height, any way.' }),
  outside: choice('Beyond the edge', 'zero', [
    { value: 'zero', label: 'Black' },
    { value: 'edge', label: 'As at the edge' },
  ]),
  noise: float('Noise', 0, 0, 1, {
    help: 'Standard deviation of what is added to every number of an image, where white is 1.',
  }),
  cutout: float('Cut out', 0, 0, 0.9, { help: 'A black square of this share of the shorter side, at a random place.' }),
  mixup: float('Mix rows', 0, 0, 4, {
    help: 'Mixup: rows and targets are blended with those of another row, by a share from Beta(a, a) with this a.',
  }),
} as const;

export type AugmentOptions = Values<typeof augmentFields>;
export type AugmentKey = keyof typeof augmentFields;

const share = (most: number) => v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(most)));

export const augmentSchema = v.strictObject({
  flipX: share(1),
  flipY: share(1),
  crop: share(0.9),
  rotate: share(180),
  shift: share(0.5),
  outside: v.optional(v.picklist(['zero', 'edge'])),
  noise: share(1),
  cutout: share(0.9),
  mixup: share(4),
});
export type AugmentConfig = v.InferOutput<typeof augmentSchema>;

const ofImages = ['flipX', 'flipY', 'crop', 'rotate', 'shift', 'noise', 'cutout'] as const;

/** Whether something is done that only images can have done to them. */
export const changesImages = (options: AugmentOptions): boolean => ofImages.some((key) => options[key] > 0);

/** All options; null where nothing is done. */
export function augmentOptions(config: AugmentConfig | undefined): AugmentOptions | null {
  if (!config) return null;
  const options: AugmentOptions = {
    flipX: config.flipX ?? 0,
    flipY: config.flipY ?? 0,
    crop: config.crop ?? 0,
    rotate: config.rotate ?? 0,
    shift: config.shift ?? 0,
    outside: config.outside ?? 'zero',
    noise: config.noise ?? 0,
    cutout: config.cutout ?? 0,
    mixup: config.mixup ?? 0,
  };
  return changesImages(options) || options.mixup > 0 ? options : null;
}
