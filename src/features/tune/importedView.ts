// A study that was run elsewhere, as the page shows studies: the step's config with what it searched in place of our own.
import type { TuneConfig } from '$core/lab/document';
import type { ImportedOrigin } from '$core/run/types';

export function importedConfig(config: TuneConfig, { space, goals }: ImportedOrigin): TuneConfig {
  const { base, trials, sampler } = config;
  const [objective, ...objectives] = goals;
  // Its objectives have no names among our metrics; what shows a study only looks names up.
  const aims = { objective, ...(objectives.length > 0 ? { objectives } : {}) } as Pick<TuneConfig, 'objective'>;
  return { base, space: [...space], sampler, trials, width: 1, ...aims };
}

/** `Value`, `Value 2`. */
export const importedAxis = (metric: string): string => metric[0].toUpperCase() + metric.slice(1);
