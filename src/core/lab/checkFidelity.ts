// What a schema cannot say of a study's fidelity, and of pruners that hand weights on.
import { plainError, TablabError } from '../errors/error';
import { resolveModel } from '../model/resolve';
import type { InputSpec } from '../model/spec';
import { smallerSide } from '../pipeline/resolution';
import { prunerDef, prunerOptions } from '../pruners/registry';
import { levelShares, usualEta } from '../run/fidelity';
import type { TuneConfig } from './document';

type Measured = Pick<TuneConfig, 'fidelity' | 'pruner' | 'validation' | 'space' | 'objectives' | 'weights'>;

/** Levels of a study by fidelity, as shares; null where its steps are epochs or folds. */
export function sharesOf({ fidelity, pruner }: Pick<TuneConfig, 'fidelity' | 'pruner'>): number[] | null {
  if (!fidelity) return null;
  const eta = pruner ? prunerOptions(prunerDef(pruner.type), pruner.options).eta : undefined;
  return levelShares(fidelity.least, typeof eta === 'number' ? eta : usualEta);
}

/** Throws `fidelity-*` or `population-*`. */
export function checkFidelity(config: Measured): void {
  const { fidelity, pruner, validation, space } = config;
  const def = pruner && prunerDef(pruner.type);
  if (def?.population && space.some(({ path }) => path === 'epochs')) throw new TablabError('population-epochs');
  if (!fidelity) return;
  if (validation) throw new TablabError('fidelity-folds');
  if (def && !def.rungs) throw new TablabError('fidelity-no-rungs', { pruner: def.label });
  const [first] = sharesOf(config)!;
  if (first === 1) throw new TablabError('fidelity-one-level', { least: fidelity.least });
}

/** Whether the model can still be built on the smallest images. Throws `fidelity-no-images` or `fidelity-too-small`. */
export function checkResolution(
  config: Pick<TuneConfig, 'base' | 'fidelity' | 'pruner'>,
  { inputs, units }: { readonly inputs: readonly InputSpec[]; readonly units: number },
): void {
  if (config.fidelity?.of !== 'resolution') return;
  const [share] = sharesOf(config)!;
  const [input] = inputs;
  if (inputs.length !== 1 || input.shape.length !== 3) throw new TablabError('fidelity-no-images');
  const [height, width, channels] = input.shape;
  const shape = [smallerSide(height, share), smallerSide(width, share), channels];
  try {
    resolveModel(config.base.layers, [{ ...input, shape }], units);
  } catch (error) {
    const reason = plainError(error).message;
    throw new TablabError('fidelity-too-small', { height: shape[0], width: shape[1], reason }, { cause: error });
  }
}
