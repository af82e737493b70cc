// Adds rows of x into the row that its segment id names: the gradient of a gather.
import { UnsortedSegmentSum, type UnsortedSegmentSumAttrs } from '@tensorflow/tfjs-core';
import { wasmKernel } from './heap';

export const unsortedSegmentSum = wasmKernel<'x' | 'segmentIds', UnsortedSegmentSumAttrs>(
  UnsortedSegmentSum,
  ({ x, segmentIds }, { numSegments }, heap) => {
    const inner = x.shape.slice(segmentIds.shape.length);
    const out = heap.output([numSegments, ...inner]);
    const [values, ids, sums] = [heap.floats(x), heap.ints(segmentIds), heap.floats(out)];
    const width = inner.reduce((a, b) => a * b, 1);
    sums.fill(0);
    for (let row = 0; row < ids.length; row++) {
      const id = ids[row];
      if (id < 0 || id >= numSegments) continue;
      for (let i = 0; i < width; i++) sums[id * width + i] += values[row * width + i];
    }
    return out;
  },
);
