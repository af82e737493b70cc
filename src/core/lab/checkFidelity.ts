// What a schema cannot say of a study's fidelity, and of pruners that hand weights on.
import { plainError, TablabError } from '../errors/error';
import { resolveModel } from '../model/resolve';
import type { InputSpec, LayerSpec } from '../model/spec';
import { smallerSide } from '../pipeline/resolution';
import { prunerDef, prunerOptions } from '../pruners/registry';
import { distinctShares, levelShares, narrowed, usualEta, type Fidelity, type FidelityPlan } from '../run/fidelity';
import type { TrainConfig } from '../train/config';
import { foldCount, type FoldPlan } from '../validation/foldPlan';

/** What levels follow from: the parts that a tune step and a search over architectures share. */
export interface Measured {
  readonly base: TrainConfig;
  readonly fidelity?: FidelityPlan | undefined;
  readonly pruner?:
    { readonly type: string; readonly options: Readonly<Record<string, number | string | boolean>> } | undefined;
  readonly validation?: FoldPlan | undefined;
}

/** Data that a model is built for. */
export interface ModelShape {
  readonly inputs: readonly InputSpec[];
  readonly units: number;
}

/** Levels of a study by fidelity, as shares; null where its steps are epochs or folds. */
export function sharesOf({ base, fidelity, pruner, validation }: Measured): number[] | null {
  if (!fidelity) return null;
  const eta = pruner ? prunerOptions(prunerDef(pruner.type), pruner.options).eta : undefined;
  const shares = levelShares(fidelity.least, typeof eta === 'number' ? eta : usualEta);
  if (fidelity.of === 'epochs') return distinctShares(shares, base.epochs);
  return fidelity.of === 'folds' && validation ? distinctShares(shares, foldCount(validation)) : shares;
}

/** The same as what trials are given. */
export function levelsOf(config: Measured): Fidelity[] | null {
  const { fidelity } = config;
  return fidelity ? sharesOf(config)!.map((share) => ({ of: fidelity.of, share })) : null;
}

/** Throws `fidelity-*` or `population-epochs`. `varied`: paths of the study's parameters. */
export function checkFidelity(config: Measured, varied: readonly string[]): void {
  const { fidelity, pruner, validation } = config;
  const def = pruner && prunerDef(pruner.type);
  if (def?.population && varied.includes('epochs')) throw new TablabError('population-epochs');
  if (!fidelity) return;
  if (fidelity.of === 'folds' && !validation) throw new TablabError('fidelity-no-folds');
  if (def && !def.rungs) throw new TablabError('fidelity-no-rungs', { pruner: def.label });
  if (sharesOf(config)!.length === 1) throw new TablabError('fidelity-one-level', { least: fidelity.least });
}

/** Whether the model can still be built on the smallest images. Throws `fidelity-no-images` or `fidelity-too-small`. */
export function checkResolution(config: Measured, shape: ModelShape): void {
  const [lowest] = levelsOf(config) ?? [];
  if (lowest?.of === 'resolution') checkLevel(config.base.layers, shape, lowest);
}

/** Whether such layers can be built at a level. Throws `fidelity-no-images`, `fidelity-too-small` or `fidelity-too-narrow`. */
export function checkLevel(layers: readonly LayerSpec[], { inputs, units }: ModelShape, { of, share }: Fidelity): void {
  if (of === 'width') {
    try {
      resolveModel(narrowed(layers, share), inputs, units);
    } catch (error) {
      const reason = plainError(error).message;
      throw new TablabError('fidelity-too-narrow', { percent: Math.round(100 * share), reason }, { cause: error });
    }
  }
  if (of !== 'resolution') return;
  const small = smallImages(inputs, share);
  try {
    resolveModel(layers, [small], units);
  } catch (error) {
    const [height, width] = small.shape;
    const reason = plainError(error).message;
    throw new TablabError('fidelity-too-small', { height, width, reason }, { cause: error });
  }
}

/** The lab's images at a share of their resolution. Throws `fidelity-no-images` when it has none. */
export function smallImages(inputs: readonly InputSpec[], share: number): InputSpec {
  const [input] = inputs;
  if (inputs.length !== 1 || input.shape.length !== 3) throw new TablabError('fidelity-no-images');
  const [height, width, channels] = input.shape;
  return { ...input, shape: [smallerSide(height, share), smallerSide(width, share), channels] };
}
