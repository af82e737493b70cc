// Dense: y = f(x W + b). x: rows x in, W: in x units.
import type { Activation } from '$core/model/activations';
import { activate } from '../activate';
import { emitMatmul, matmulFlags, sumRows } from '../kernels';
import type { Lowering } from '../lowering';

export const dense: Lowering = (context) => {
  const { rows, layer } = context;
  const [x] = context.inputs;
  const units = layer.options.units as number;
  const size = layer.inputInfos[0].shape[0];
  const name = layer.options.activation as Activation;
  const bias = layer.options.useBias ? context.weight('bias') : undefined;
  const w = context.weight('kernel');
  const z = context.buffer('z', rows * units);
  const fused = name === 'relu';
  // Without a wanted gradient x comes straight from the data, where images and one-hot columns are mostly zeros.
  const sparse = !context.wants(0) && size >= 32 ? matmulFlags.sparseA : 0;
  const flags = sparse | (fused ? matmulFlags.relu : 0);
  emitMatmul(context, { a: x, b: w, c: z, m: rows, n: units, k: size, bias, flags });
  const activated = activate(context, z, name, units, fused);
  return {
    output: activated.output,
    backward: (dy) => {
      const dz = activated.backward(dy);
      const dw = context.gradient('kernel');
      const transposed = sparse | matmulFlags.transposedA;
      emitMatmul(context, { a: x, b: dz, c: dw, m: size, n: units, k: rows, flags: transposed });
      if (bias) {
        context.emit(sumRows, { a: dz, out: context.gradient('bias'), rows, columns: units }, rows * units);
      }
      if (!context.wants(0)) return [undefined];
      const dx = context.buffer('dx', rows * size);
      emitMatmul(context, { a: dz, b: w, c: dx, m: rows, n: size, k: units, flags: matmulFlags.transposedB });
      return [dx];
    },
  };
};
