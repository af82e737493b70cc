// Filter gradient of a convolution: patches of x, laid out as a matrix [patch, position] (im2col), times dy
// [position, filters]; the product runs on tfjs's own SIMD matrix kernel.
import {
  backend_util,
  BatchMatMul,
  Conv2DBackpropFilter,
  getKernel,
  type Conv2DBackpropFilterAttrs,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { wasmKernel, type Heap } from './heap';

type Shape4 = [number, number, number, number];

export const conv2DBackpropFilter = wasmKernel<'x' | 'dy', Conv2DBackpropFilterAttrs>(
  Conv2DBackpropFilter,
  ({ x, dy }, { strides, pad, filterShape, dimRoundingMode }, heap) => {
    const info = backend_util.computeConv2DInfo(x.shape as Shape4, filterShape, strides, 1, pad, dimRoundingMode);
    const patches = patchMatrix(x, info, heap);
    const positions = patches.shape[1];
    const flat: TensorInfo = { ...dy, shape: [positions, info.outChannels] };
    const matMul = getKernel(BatchMatMul, 'wasm');
    const product = matMul.kernelFunc({
      inputs: { a: patches, b: flat },
      backend: heap.backend,
      attrs: { transposeA: false, transposeB: false },
    }) as TensorInfo;
    heap.free(patches);
    return { ...product, shape: filterShape };
  },
);

/** [filterHeight * filterWidth * inChannels, batch * outHeight * outWidth]; zeros where a patch hangs over the edge. */
function patchMatrix(x: TensorInfo, info: backend_util.Conv2DInfo, heap: Heap): TensorInfo {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth } = info;
  const positions = batchSize * outHeight * outWidth;
  const out = heap.output([filterHeight * filterWidth * inChannels, positions]);
  const [source, target] = [heap.floats(x), heap.floats(out)];
  target.fill(0);
  for (let fr = 0; fr < filterHeight; fr++) {
    for (let fc = 0; fc < filterWidth; fc++) {
      const patchRow = (fr * filterWidth + fc) * inChannels * positions;
      for (let b = 0; b < batchSize; b++) {
        for (let r = 0; r < outHeight; r++) {
          const row = r * info.strideHeight + fr - info.padInfo.top;
          if (row < 0 || row >= inHeight) continue;
          for (let c = 0; c < outWidth; c++) {
            const column = c * info.strideWidth + fc - info.padInfo.left;
            if (column < 0 || column >= inWidth) continue;
            const from = ((b * inHeight + row) * inWidth + column) * inChannels;
            const to = patchRow + (b * outHeight + r) * outWidth + c;
            for (let d = 0; d < inChannels; d++) target[to + d * positions] = source[from + d];
          }
        }
      }
    }
  }
  return out;
}
