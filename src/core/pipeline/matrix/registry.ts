// Every matrix step: one file each, one line here. First those that choose among columns, then those
// that make new ones, then those that change rows as they are.
import { autoencoder } from './autoencoder';
import { chi2, correlation, f, information, variance } from './filters';
import { ica } from './ica';
import { kernelPca } from './kernelPca';
import { lda } from './lda';
import { boruta, l1, permutation, rfe } from './models';
import { nmf } from './nmf';
import { normalize } from './normalize';
import { pca } from './pca';
import { pls } from './pls';
import { gaussianProjection, sparseProjection } from './projections';
import type { MatrixStepDef } from './step';
import { truncatedSvd } from './truncatedSvd';

export const matrixSteps: readonly MatrixStepDef[] = [
  variance,
  correlation,
  chi2,
  f,
  information,
  l1,
  rfe,
  permutation,
  boruta,
  pca,
  truncatedSvd,
  lda,
  pls,
  ica,
  nmf,
  kernelPca,
  autoencoder,
  gaussianProjection,
  sparseProjection,
  normalize,
];

export const matrixStepDef = (type: string): MatrixStepDef | undefined => matrixSteps.find((def) => def.type === type);
