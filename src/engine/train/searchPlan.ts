// What the search of a relaxed space does, step by step, before any tensor: which rows train weights and which train alphas,
// in which order, at which rates, and from which first numbers. Pure.
import { TablabError } from '$core/errors/error';
import { initWeights } from '$core/model/init';
import { outputUnits } from '$core/model/resolve';
import { Findings } from '$core/nas/darts/findings';
import { supernetSpec, type SupernetSpec } from '$core/nas/darts/supernet';
import { archSpaceDef, archSpaceOptions } from '$core/nas/spaces/registry';
import { strategyDef, strategyOptions } from '$core/nas/strategies/registry';
import type { Prepared } from '$core/pipeline/prepared';
import { Stream } from '$core/rng/stream';
import type { SearchJob } from '$core/run/search';
import { effectiveBatch } from '$core/train/optimizers';
import type { BuildOptions } from '../executor';
import { planTrial } from './plan';

export interface SearchPlan {
  readonly net: SupernetSpec;
  readonly options: BuildOptions;
  readonly alphas: {
    readonly shape: readonly [edges: number, ops: number];
    readonly rate: number;
    readonly decay: number;
    /** Standard normal, times 1e-3, as in the authors' code. */
    first(): Float32Array;
  };
  readonly findings: Findings;
  /** Steps of an epoch: each moves the alphas once and the weights once. */
  readonly steps: number;
  firstWeights(): ReadonlyMap<string, Float32Array>;
  learningRates(epoch: number): Float32Array;
  /** Row numbers in the order of use, for weights and for alphas: disjoint halves of the training rows. */
  order(epoch: number): { readonly weights: Int32Array; readonly alphas: Int32Array };
}

type Chosen = Record<'epochs' | 'alphaRate' | 'alphaDecay' | 'skips', number>;

/** Throws `nas-no-relaxation`, `nas-search-rows`, or what is wrong with the configuration. */
export function planSearch(job: SearchJob, prepared: Prepared): SearchPlan {
  const { base, seed, space } = job;
  const def = archSpaceDef(space.type);
  const relaxation = def.relax?.(archSpaceOptions(def, space.options));
  if (!relaxation) throw new TablabError('nas-no-relaxation', { space: def.label });
  const { epochs, skips, alphaRate, alphaDecay } = strategyOptions(strategyDef('darts'), job.options) as Chosen;
  const { train } = prepared;
  const half = Math.floor(train.rows / 2);
  if (half < 2) throw new TablabError('nas-search-rows', { rows: train.rows });
  const batch = Math.min(half, effectiveBatch(base.optimizer.type, base.batchSize, half));
  const steps = Math.floor(half / batch);
  // The supernet sees the rows as they are.
  const { augment: _augment, ...plain } = base;
  const whole = { ...prepared, train: { ...train, rows: steps * batch } };
  const training = planTrial({ ...plain, layers: [], epochs, batchSize: batch }, whole, seed, 0);
  const net = supernetSpec(relaxation, {
    inputs: prepared.inputs,
    units: outputUnits(prepared.task, prepared.classes.length),
  });
  const { edges, ops } = relaxation;
  const rows = Stream.of(seed, 'darts', 'halves').permutation(train.rows);
  const halves = { weights: rows.subarray(0, half), alphas: rows.subarray(half, 2 * half) };
  const drawn = (of: keyof typeof halves, epoch: number) =>
    Int32Array.from(
      Stream.of(seed, 'darts', of, epoch)
        .permutation(half)
        .subarray(0, steps * batch),
      (i) => halves[of][i],
    );
  return {
    net,
    options: { ...training.options, batchSize: batch },
    alphas: {
      shape: [edges.length, ops.length],
      rate: alphaRate,
      decay: alphaDecay,
      first: () => {
        const rng = Stream.of(seed, 'darts', 'alphas', 'first');
        return Float32Array.from({ length: edges.length * ops.length }, () => 1e-3 * rng.normal());
      },
    },
    findings: new Findings(relaxation, { epochs, skips }),
    steps,
    firstWeights: () => initWeights(net.spec, Stream.of(seed, 'darts', 'init')),
    learningRates: training.learningRates,
    order: (epoch) => ({ weights: drawn('weights', epoch), alphas: drawn('alphas', epoch) }),
  };
}
