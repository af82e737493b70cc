// The matrix steps within preparation: fitted on the encoded training rows as training sees them, cross-fitted values
// among them, and put at the end of the pipeline.
import type { InputSpec } from '../../model/spec';
import type { Lab } from '../../lab/document';
import type { Allocate } from '../allocate';
import type { FittedPipeline } from '../fitted';
import type { Arrays } from '../prepared';
import type { TargetData } from '../target';
import { chosenMatrixSteps } from './chosen';
import { fitMatrix, pixelNames, targetOf } from './fit';

interface Training {
  readonly target: TargetData;
  readonly rows: Uint32Array;
}

/** Pipeline and training arrays as they are where no step is switched on. Throws `matrix-*`. */
export function withMatrix(
  encoded: FittedPipeline,
  train: Arrays,
  { features, seed }: Pick<Lab, 'features' | 'seed'>,
  { target, rows }: Training,
  allocate: Allocate,
): { pipeline: FittedPipeline; train: Arrays } {
  const chosen = chosenMatrixSteps(features);
  if (chosen.length === 0) return { pipeline: encoded, train };
  const names = encodedNames(encoded);
  const {
    steps,
    names: featureNames,
    training,
  } = fitMatrix(chosen, train.features, names, targetOf(target, rows), seed);
  const out = new Float32Array(allocate(4 * training.values.length));
  out.set(training.values);
  const input: InputSpec = { id: 'features', shape: [featureNames.length], dtype: 'float32' };
  return {
    pipeline: {
      ...encoded,
      version: 3,
      inputs: [input, ...encoded.inputs.filter(({ id }) => id !== 'features')],
      featureNames,
      matrix: steps,
    },
    train: { ...train, features: out },
  };
}

/** What each encoded number is, pixels of images among them. */
export function encodedNames({
  columns,
  featureNames,
}: Pick<FittedPipeline, 'columns' | 'featureNames'>): readonly string[] {
  const image = columns.find(({ kind }) => kind === 'image');
  return image?.kind === 'image' ? pixelNames(image.shape) : featureNames;
}
