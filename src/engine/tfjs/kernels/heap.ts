// What our kernels need of tfjs's WASM backend.
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { KernelConfig, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';

/** Defines a kernel for the WASM backend. `run` makes its output with `output`, before it takes views of the heap. */
export function wasmKernel<Inputs extends string, Attributes>(
  kernelName: string,
  run: (inputs: Record<Inputs, TensorInfo>, attributes: Attributes, heap: Heap) => TensorInfo,
): KernelConfig {
  return {
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) =>
      run(
        inputs as NamedTensorInfoMap as Record<Inputs, TensorInfo>,
        attrs as Attributes,
        new Heap(backend as BackendWasm),
      ),
  };
}

export class Heap {
  constructor(readonly backend: BackendWasm) {}

  /** New memory, not cleared. May grow the heap, which empties every view taken before. */
  output(shape: readonly number[], dtype: 'float32' = 'float32'): TensorInfo {
    return this.backend.makeOutput([...shape], dtype);
  }

  floats(tensor: TensorInfo): Float32Array {
    return this.backend.typedArrayFromHeap(tensor) as Float32Array;
  }

  ints(tensor: TensorInfo): Int32Array {
    return this.backend.typedArrayFromHeap(tensor) as Int32Array;
  }

  free(tensor: TensorInfo): void {
    this.backend.disposeData(tensor.dataId);
  }
}
