// Embedding: y[row, column] = table[code]. Codes carry no gradient.
import { kernel } from '../ir';
import type { Lowering } from '../lowering';
import { emitMaskSteps } from '../mask';

const embed = kernel('embed', {
  codes: 'in',
  table: 'in',
  y: 'out',
  n: 'int',
  vocabulary: 'int',
  dimension: 'int',
});
const embedGradient = kernel('embedGradient', {
  codes: 'in',
  dy: 'in',
  dtable: 'out',
  n: 'int',
  vocabulary: 'int',
  dimension: 'int',
});

export const embedding: Lowering = (context) => {
  const [codes] = context.inputs;
  const dimension = context.layer.options.dimension as number;
  const table = context.weight('embeddings');
  const size = { n: codes.size, vocabulary: table.size / dimension, dimension };
  const y = context.buffer('vectors', codes.size * dimension);
  context.emit(embed, { codes, table, y, ...size }, 0);
  // Zeros for padding, and no gradient for its row of the table.
  const mask = context.layer.options.maskZero ? context.mask(0) : undefined;
  if (mask) emitMaskSteps(context, y, mask);
  return {
    output: y,
    backward: (dy) => {
      if (mask) emitMaskSteps(context, dy, mask);
      context.emit(embedGradient, { codes, dy, dtable: context.gradient('embeddings'), ...size }, dy.size);
      return [undefined];
    },
  };
};
