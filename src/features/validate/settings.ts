// The settings that a validation curve can run along: those of its model and of the lab's features.
import type { Lab, ValidateConfig } from '$core/lab/document';
import { applyParams } from '$core/space/paths';
import { tunableFields, type TunableField } from '$core/space/tunable';
import { modelOf } from '$core/validation/step';

/** `images`: the lab has images, so what is done to images is a setting too. */
export function settingsOf(lab: Lab, { models }: Pick<ValidateConfig, 'models'>, images: boolean): TunableField[] {
  const [ref] = models;
  if (!ref) return [];
  try {
    const { base, params } = modelOf(lab, ref);
    const architecture = lab.steps.find(({ id }) => id === ref.step)?.type === 'nas';
    const config = architecture ? base : applyParams(base, params);
    const fits = (path: string) => images || !path.startsWith('augment.') || path === 'augment.mixup';
    return tunableFields(config, [], lab.features).filter(({ path, field }) => field.kind !== 'text' && fits(path));
  } catch {
    // The page says what is wrong with the model.
    return [];
  }
}
