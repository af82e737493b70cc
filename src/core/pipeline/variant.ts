// A lab's data as one trial takes them: other features, one fold instead of the hold-out split, a share of the training
// rows. What a variant leaves out is as the lab says. Equal variants have equal keys, so that they are prepared once.
import { canonicalJson } from '../lab/canonical';
import type { FeaturesConfig } from '../lab/document';
import type { FoldChoice } from '../validation/foldPlan';

export interface DataVariant {
  /** Features with a trial's `features.*` parameters put in. */
  readonly features?: FeaturesConfig;
  /** Trains on the other folds and validates on this one; the test rows stay the same. */
  readonly fold?: FoldChoice;
  /** Share of the training rows, above 0 to 1: the pipeline and the model see those alone. Smaller ones are parts of larger ones. */
  readonly share?: number;
  /** Which draw of the share: those of one draw are parts of each other. Missing: the one that low fidelity uses. */
  readonly draw?: number;
  /** Share of the sides of images, above 0 to 1. */
  readonly resolution?: number;
}

/** One text per variant; that of the lab's own data is empty. */
export function variantKey({ features, fold, share, draw, resolution }: DataVariant): string {
  const whole = share === undefined || share >= 1;
  const sharp = resolution === undefined || resolution >= 1;
  const text = canonicalJson({ features, fold, ...(whole ? {} : { share, draw }), ...(sharp ? {} : { resolution }) });
  return text === '{}' ? '' : text;
}
