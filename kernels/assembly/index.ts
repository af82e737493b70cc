// All kernels that a program may name, one line a file, and what runs programs. The host puts kernels into the
// function table by export name.
export { activation, activationGrad } from './activation';
export { conv, convInputGradient, convInputGradientStrided } from './conv';
export { convWeightGradient } from './convWeights';
export { depthwise, depthwiseInputGradient, depthwiseWeightGradient } from './depthwise';
export { dropout } from './dropout';
export { elementary } from './elementary';
export { embed, embedGradient } from './embedding';
export { matmul } from './gemm';
export { layerNorm, layerNormGradient } from './layerNorm';
export { cholesky64, dot64, inverse64, solveLower64, solveRows64, solveTransposed64 } from './linalg64';
export { huber, meanSquaredError, sigmoidCrossEntropy, softCrossEntropy, softmaxCrossEntropy } from './loss';
export {
  maskCodes,
  maskedAveragePool,
  maskedAveragePoolGradient,
  maskedMaxPool,
  maskedMaxPoolGradient,
  maskSteps,
  maskWindows,
} from './mask';
export { maternGradient64, maternPairs64, maternRows64 } from './matern64';
export { accumulate, copyStrided, multiply, sumRows } from './move';
export { batchNorm, batchNormGradient, batchNormPredict, maskedBatchNorm, maskedBatchNormGradient } from './norm';
export { adam, adamw, clip, momentum, nesterov, penalize, rmsprop, sgd } from './optimizer';
export { averagePool, averagePoolGradient, maxPool, maxPoolGradient } from './pool';
export { product64 } from './product64';
export { execute, gather, predict, train } from './program';
export { reflect64, reflectBack64 } from './symmetric64';
export { convWinograd, convWinogradInputGradient, convWinogradWeightGradient } from './winograd';
