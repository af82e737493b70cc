// All search strategies over architectures. One line each.
import { TablabError } from '../../errors/error';
import { complete } from '../../fields/complete';
import type { Scalar, Values } from '../../fields/field';
import { bayes } from './bayes';
import { controller } from './controller';
import { darts } from './darts';
import { evolution } from './evolution';
import { grid } from './grid';
import { localSearch } from './localSearch';
import { morphism } from './morphism';
import { oneShotStrategy } from './oneShot';
import { pnas } from './pnas';
import { random } from './random';
import type { StrategyDef } from './strategy';

export const strategyDefs: readonly StrategyDef[] = [
  evolution,
  localSearch,
  bayes,
  pnas,
  controller,
  darts,
  random,
  grid,
  morphism,
  oneShotStrategy,
];

const byType = new Map(strategyDefs.map((def) => [def.type, def]));

/** Throws `nas-strategy-unknown`. */
export function strategyDef(type: string): StrategyDef {
  const def = byType.get(type);
  if (!def) throw new TablabError('nas-strategy-unknown', { strategy: type });
  return def;
}

/** A strategy's options, checked and completed. Throws `field-invalid`. */
export function strategyOptions(
  def: StrategyDef,
  given: Readonly<Record<string, Scalar>>,
): Values<StrategyDef['fields']> {
  return complete(def.fields, given, `of the strategy "${def.label}"`);
}
