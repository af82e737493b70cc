// Fitted steps by their type: how a stored pipeline finds the code that applies it.
import { TablabError } from '../errors/error';
import { murmur3 } from '../math/murmur';
import type { FittedHashed, FittedStep } from './fitted';
import type { Chosen } from './recipe';
import type { NumberStepDef, NumberTarget } from './numberStep';
import { scalers } from './scalers/registry';
import { transforms } from './transforms/registry';

const byType = new Map([...scalers, ...transforms].map((def) => [def.type, def]));

/** The values after a fitted step. Throws `step-domain`, or `recipe-unknown` for a step of a newer Tablab. */
export function runStep({ type, state }: FittedStep, values: Float64Array, column: string): Float64Array<ArrayBuffer> {
  const def = byType.get(type);
  if (!def) throw new TablabError('recipe-unknown', { column, type, part: 'step' });
  return def.apply(state, values, column) as Float64Array<ArrayBuffer>;
}

/** Fits a step on training values and gives them changed. */
export function fitStep(
  { def, options }: Chosen<NumberStepDef>,
  values: Float64Array,
  column: string,
  target: NumberTarget | null = null,
) {
  const state = def.fit(values, options, column, target);
  return { step: { type: def.type, state } satisfies FittedStep, values: def.apply(state, values, column) };
}

/** Column and sign of a category, as scikit-learn's FeatureHasher. */
export function hashPlace(name: string, { size, signed }: Pick<FittedHashed, 'size' | 'signed'>) {
  const hash = murmur3(name);
  return { at: Math.abs(hash) % size, value: signed && hash < 0 ? -1 : 1 };
}
