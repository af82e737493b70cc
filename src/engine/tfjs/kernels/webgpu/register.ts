// Kernels of ours on the `webgpu` backend.
import * as tf from '@tensorflow/tfjs-core';
import { elementwise } from './elementwise';
import { softmaxCrossEntropy } from './softmaxCrossEntropy';

/** Adds them; again after a lost device is no error. */
export function registerWebgpuKernels(): void {
  for (const kernel of [elementwise, softmaxCrossEntropy])
    if (!tf.getKernel(kernel.kernelName, kernel.backendName)) tf.registerKernel(kernel);
}
