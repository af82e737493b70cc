// Kernels that tfjs's WASM backend lacks, or has wrong, and training needs. They work on its heap from JavaScript.
import * as tf from '@tensorflow/tfjs-core';
import { conv2DBackpropFilter } from './conv2DBackpropFilter';
import { depthwiseBackpropFilter, depthwiseBackpropInput } from './depthwiseBackprop';
import { maxPoolGrad } from './maxPoolGrad';
import { unsortedSegmentSum } from './unsortedSegmentSum';

export const wasmKernels: readonly tf.KernelConfig[] = [
  conv2DBackpropFilter,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  maxPoolGrad,
  unsortedSegmentSum,
];

/** Adds them to the `wasm` backend, instead of what it has under their names. */
export function registerWasmKernels(): void {
  for (const kernel of wasmKernels) {
    if (tf.getKernel(kernel.kernelName, kernel.backendName)) tf.unregisterKernel(kernel.kernelName, kernel.backendName);
    tf.registerKernel(kernel);
  }
}
