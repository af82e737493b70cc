// Gradient of max pooling: to the first largest element of each window. tfjs 4.22 has a WASM kernel of that name whose
// gradients are wrong, so this one takes its place.
import { backend_util, MaxPoolGrad, type MaxPoolGradAttrs } from '@tensorflow/tfjs-core';
import { wasmKernel } from './heap';

type Shape4 = [number, number, number, number];

export const maxPoolGrad = wasmKernel<'dy' | 'input', MaxPoolGradAttrs>(
  MaxPoolGrad,
  ({ dy, input }, { filterSize, strides, pad, dimRoundingMode }, heap) => {
    const info = backend_util.computePool2DInfo(input.shape as Shape4, filterSize, strides, 1, pad, dimRoundingMode);
    const out = heap.output(input.shape);
    const [xs, dys, dxs] = [heap.floats(input), heap.floats(dy), heap.floats(out)];
    dxs.fill(0);
    let output = 0;
    eachWindow(info, (batch, top, bottom, left, right) => {
      for (let d = 0; d < info.inChannels; d++) {
        let best = -1;
        for (let row = top; row < bottom; row++) {
          for (let column = left; column < right; column++) {
            const at = ((batch * info.inHeight + row) * info.inWidth + column) * info.inChannels + d;
            if (best < 0 || xs[at] > xs[best]) best = at;
          }
        }
        dxs[best] += dys[output++];
      }
    });
    return out;
  },
);

/** Calls `visit` with the real elements under each window, windows in the order of the output. */
function eachWindow(
  { batchSize, inHeight, inWidth, outHeight, outWidth, ...info }: backend_util.Conv2DInfo,
  visit: (batch: number, top: number, bottom: number, left: number, right: number) => void,
) {
  for (let b = 0; b < batchSize; b++) {
    for (let r = 0; r < outHeight; r++) {
      const top = r * info.strideHeight - info.padInfo.top;
      for (let c = 0; c < outWidth; c++) {
        const left = c * info.strideWidth - info.padInfo.left;
        visit(
          b,
          Math.max(0, top),
          Math.min(inHeight, top + info.filterHeight),
          Math.max(0, left),
          Math.min(inWidth, left + info.filterWidth),
        );
      }
    }
  }
}
