// Macro space for tables: a chain of dense blocks, with skips from the input (Cheng et al. 2016, "Wide & deep
// learning", 1606.07792) or residual blocks (Gorishniy et al. 2021, "Revisiting deep learning models for tabular data",
// 2106.11959, the ResNet: x + Dropout(Linear(Dropout(Act(Linear(Norm(x)))))), a last norm and activation).
import { int } from '../../fields/field';
import type { InputSpec } from '../../model/spec';
import { LayerBuilder } from '../layers';
import { defineArchSpace, doublings, flag, fromCount, oneOf, type Genotype } from '../space';

const fields = {
  maxBlocks: int('Most blocks', 3, 1, 6),
  maxWidth: int('Most units', 64, 8, 512, { log: true, help: 'Widths are powers of two from 8 up to this.' }),
};

const codesOf = (inputs: readonly InputSpec[]) => inputs.find(({ id }) => id === 'codes');
const numbersOf = (inputs: readonly InputSpec[]) => inputs.find(({ id }) => id === 'features');

export const table = defineArchSpace({
  type: 'table',
  label: 'Networks for tables',
  summary: 'Dense, residual, and wide-and-deep chains: depth, widths, activation, normalisation, dropout, skips.',
  source: 'Gorishniy et al. 2021, arXiv 2106.11959; Cheng et al. 2016, arXiv 1606.07792',
  fields,
  unfit: (inputs) => ((numbersOf(inputs)?.shape.length ?? 1) === 1 ? null : 'it takes flat rows, not images'),
  genes: ({ maxBlocks, maxWidth }, inputs) => [
    oneOf('family', ['mlp', 'residual', 'wide']),
    { path: 'blocks', domain: { kind: 'int', low: 1, high: maxBlocks } },
    ...Array.from({ length: maxBlocks }, (_, i) => i + 1).flatMap((n) => [
      oneOf(`b${n}.width`, doublings(8, maxWidth), fromCount('blocks', n, maxBlocks)),
      ...(n > 1 ? [flag(`b${n}.skip`, fromCount('blocks', n, maxBlocks))] : []),
    ]),
    oneOf('activation', ['relu', 'gelu', 'swish', 'tanh']),
    oneOf('norm', ['none', 'batchNorm', 'layerNorm']),
    oneOf('dropout', [0, 0.1, 0.3]),
    ...(codesOf(inputs) ? [oneOf('embedding', [2, 4, 8, 16])] : []),
  ],
  decode: (genes, _options, inputs) => {
    const net = new LayerBuilder();
    const parts: string[] = [];
    if (numbersOf(inputs)) parts.push('features');
    if (codesOf(inputs)) {
      const embedded = net.add('embed', 'embedding', 'codes', { dimension: Number(genes.embedding) });
      parts.push(net.add('embed-flat', 'flatten', embedded));
    }
    const x = net.join('input', parts);
    if (genes.family === 'residual') residual(net, x, genes);
    else chain(net, x, genes);
    return net.layers;
  },
});

function chain(net: LayerBuilder, x: string, genes: Genotype): void {
  const norm = String(genes.norm);
  const activation = String(genes.activation);
  let h = x;
  for (let n = 1; n <= Number(genes.blocks); n++) {
    const from = n > 1 && genes[`b${n}.skip`] === true ? net.join(`b${n}-in`, [h, x]) : h;
    const units = Number(genes[`b${n}.width`]);
    const plain = norm === 'none';
    h = net.add(`b${n}`, 'dense', from, { units, activation: plain ? activation : 'linear' });
    if (!plain) h = net.activation(`b${n}-act`, activation, net.norm(`b${n}-norm`, norm, h));
    h = net.dropout(`b${n}-drop`, Number(genes.dropout), h);
  }
  if (genes.family === 'wide') net.join('wide', [h, x]);
}

/** The width of the trunk is that of the first block; each block's own width is that of its hidden layer. */
function residual(net: LayerBuilder, x: string, genes: Genotype): void {
  const norm = String(genes.norm);
  const activation = String(genes.activation);
  const trunk = Number(genes['b1.width']);
  let h = net.add('trunk', 'dense', x, { units: trunk, activation: 'linear' });
  for (let n = 1; n <= Number(genes.blocks); n++) {
    let z = net.norm(`b${n}-norm`, norm, h);
    z = net.add(`b${n}`, 'dense', z, { units: Number(genes[`b${n}.width`]), activation });
    z = net.dropout(`b${n}-drop`, Number(genes.dropout), z);
    z = net.add(`b${n}-out`, 'dense', z, { units: trunk, activation: 'linear' });
    h = net.add(`b${n}-add`, 'add', [h, z]);
  }
  net.activation('last-act', activation, net.norm('last-norm', norm, h));
}
