// Gradients of a depthwise convolution, by filter and by input. Both walk the same pairs of an input element and an
// output element that a filter element joins.
import {
  backend_util,
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  type DepthwiseConv2dNativeBackpropFilterAttrs,
  type DepthwiseConv2dNativeBackpropInputAttrs,
} from '@tensorflow/tfjs-core';
import { wasmKernel } from './heap';

type Shape4 = [number, number, number, number];

/** Calls `visit` with the offsets of channel 0 of the input, the output and the filter element. */
function eachPair(info: backend_util.Conv2DInfo, visit: (input: number, output: number, filter: number) => void) {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  for (let b = 0; b < batchSize; b++) {
    for (let r = 0; r < outHeight; r++) {
      for (let fr = 0; fr < info.filterHeight; fr++) {
        const row = r * info.strideHeight + fr - info.padInfo.top;
        if (row < 0 || row >= inHeight) continue;
        for (let c = 0; c < outWidth; c++) {
          for (let fc = 0; fc < info.filterWidth; fc++) {
            const column = c * info.strideWidth + fc - info.padInfo.left;
            if (column < 0 || column >= inWidth) continue;
            visit(
              ((b * inHeight + row) * inWidth + column) * inChannels,
              ((b * outHeight + r) * outWidth + c) * outChannels,
              (fr * info.filterWidth + fc) * outChannels,
            );
          }
        }
      }
    }
  }
}

export const depthwiseBackpropFilter = wasmKernel<'x' | 'dy', DepthwiseConv2dNativeBackpropFilterAttrs>(
  DepthwiseConv2dNativeBackpropFilter,
  ({ x, dy }, { strides, dilations, pad, dimRoundingMode, filterShape }, heap) => {
    const shape = x.shape as Shape4;
    const info = backend_util.computeConv2DInfo(shape, filterShape, strides, dilations, pad, dimRoundingMode, true);
    const out = heap.output(filterShape);
    const [xs, dys, dws] = [heap.floats(x), heap.floats(dy), heap.floats(out)];
    const [channels, multiplier] = [info.inChannels, filterShape[3]];
    // Summed in float64 here: thousands of positions add into one element.
    const sums = new Float64Array(dws.length);
    eachPair(info, (input, output, filter) => {
      for (let d = 0; d < channels; d++) {
        for (let m = 0; m < multiplier; m++) {
          const i = d * multiplier + m;
          sums[filter + i] += xs[input + d] * dys[output + i];
        }
      }
    });
    dws.set(sums);
    return out;
  },
);

export const depthwiseBackpropInput = wasmKernel<'dy' | 'filter', DepthwiseConv2dNativeBackpropInputAttrs>(
  DepthwiseConv2dNativeBackpropInput,
  ({ dy, filter }, { strides, dilations, pad, dimRoundingMode, inputShape }, heap) => {
    const shape = filter.shape as Shape4;
    const info = backend_util.computeConv2DInfo(inputShape, shape, strides, dilations, pad, dimRoundingMode, true);
    const out = heap.output(inputShape);
    const [dys, ws, dxs] = [heap.floats(dy), heap.floats(filter), heap.floats(out)];
    const [channels, multiplier] = [info.inChannels, shape[3]];
    dxs.fill(0);
    eachPair(info, (input, output, weight) => {
      for (let d = 0; d < channels; d++) {
        let sum = 0;
        for (let m = 0; m < multiplier; m++) sum += dys[output + d * multiplier + m] * ws[weight + d * multiplier + m];
        dxs[input + d] += sum;
      }
    });
    return out;
  },
);
