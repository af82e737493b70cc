// What a schema cannot say of a study's objectives, weights and limits.
import { TablabError } from '../errors/error';
import { aimsOf, isCost } from '../run/objectives';
import type { TuneConfig } from './document';

type Aimed = Pick<TuneConfig, 'objective' | 'objectives' | 'weights' | 'limits'>;

/** Throws the first thing that is wrong: `objective-*` or `limit-empty`. */
export function checkAims(config: Aimed): void {
  const aims = aimsOf(config);
  if (!aims) return;
  const metrics = aims.goals.map(({ metric }) => metric);
  const twice = metrics.find((metric, i) => metrics.indexOf(metric) !== i);
  if (twice) throw new TablabError('objective-twice', { metric: twice });
  if (metrics.every(isCost)) throw new TablabError('objective-no-metric');
  const { weights } = config;
  if (weights && (weights.length !== metrics.length || weights.every((weight) => weight === 0)))
    throw new TablabError('objective-weights', { count: metrics.length });
  for (const { metric, most, least } of aims.limits) {
    const empty = most === undefined && least === undefined;
    if (empty || (most !== undefined && least !== undefined && least > most))
      throw new TablabError('limit-empty', { metric });
  }
}
