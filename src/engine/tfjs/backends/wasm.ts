// XNNPACK compiled to WebAssembly, with the kernels that tfjs leaves out. Always the single-threaded SIMD build: the
// threaded one breaks when its worker is minified, and a trial has one core anyway.
import * as tf from '@tensorflow/tfjs-core';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { registerWasmKernels } from '../kernels/register';
import { gibibyte, never, type BackendDef } from './backend';

export const wasm: BackendDef = {
  name: 'wasm',
  async open() {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    if (!(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'))) throw new Error('this browser has no WebAssembly SIMD');
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    setWasmPaths({
      'tfjs-backend-wasm.wasm': simdUrl,
      'tfjs-backend-wasm-simd.wasm': simdUrl,
      'tfjs-backend-wasm-threaded-simd.wasm': simdUrl,
    });
    if (!(await tf.setBackend('wasm'))) throw new Error('its WebAssembly file did not load');
    registerWasmKernels();
    return {
      description: 'WebAssembly',
      software: false,
      limits: { tensor: gibibyte, total: 2 * gibibyte },
      lost: never,
      settle: () => Promise.resolve(),
    };
  },
};
