// Layers with several inputs: add and concat.
import { slice, type Ref } from '../ir';
import { accumulate, copyStrided } from '../kernels';
import type { Lowering } from '../lowering';

const tail = (ref: Ref, offset: number) => slice(ref, offset, ref.size - offset);

export const add: Lowering = (context) => {
  const { inputs } = context;
  const n = inputs[0].size;
  const y = context.buffer('sum', n);
  context.emit(copyStrided, { from: inputs[0], to: y, rows: 1, columns: n, fromStride: n, toStride: n }, 0);
  for (const from of inputs.slice(1)) context.emit(accumulate, { from, to: y, n }, n);
  return {
    output: y,
    backward: (dy) => {
      const wanted = inputs.map((_, index) => index).filter((index) => context.wants(index));
      return inputs.map((_, index) => {
        if (!wanted.includes(index)) return undefined;
        // Each input owns its gradient, so all but the last get a copy.
        if (index === wanted[wanted.length - 1]) return dy;
        const copy = context.buffer('dx', n);
        context.emit(copyStrided, { from: dy, to: copy, rows: 1, columns: n, fromStride: n, toStride: n }, 0);
        return copy;
      });
    },
  };
};

export const concat: Lowering = (context) => {
  const { inputs, layer, rows } = context;
  const widths = layer.inputInfos.map(({ shape }) => shape[shape.length - 1]);
  const total = widths.reduce((a, b) => a + b, 0);
  const runs = (rows * layer.output.shape.reduce((a, b) => a * b, 1)) / total;
  const starts = widths.map((_, index) => widths.slice(0, index).reduce((a, b) => a + b, 0));
  const y = context.buffer('joined', runs * total);
  inputs.forEach((from, index) => {
    const columns = widths[index];
    const to = tail(y, starts[index]);
    context.emit(copyStrided, { from, to, rows: runs, columns, fromStride: columns, toStride: total }, 0);
  });
  return {
    output: y,
    backward: (dy) =>
      inputs.map((_, index) => {
        if (!context.wants(index)) return undefined;
        const columns = widths[index];
        const dx = context.buffer('dx', runs * columns);
        const from = tail(dy, starts[index]);
        context.emit(copyStrided, { from, to: dx, rows: runs, columns, fromStride: total, toStride: columns }, 0);
        return dx;
      }),
  };
};
