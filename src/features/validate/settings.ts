// The settings that a validation curve can run along: those of its model and of the lab's features.
import type { Lab, ValidateConfig } from '$core/lab/document';
import { applyParams } from '$core/space/paths';
import { tunableFields, type TunableField } from '$core/space/tunable';
import { modelOf } from '$core/validation/step';

export function settingsOf(lab: Lab, { models }: Pick<ValidateConfig, 'models'>): TunableField[] {
  const [ref] = models;
  if (!ref) return [];
  try {
    const { base, params } = modelOf(lab, ref);
    const architecture = lab.steps.find(({ id }) => id === ref.step)?.type === 'nas';
    const config = architecture ? base : applyParams(base, params);
    return tunableFields(config, [], lab.features).filter(({ field }) => field.kind !== 'text');
  } catch {
    // The page says what is wrong with the model.
    return [];
  }
}
