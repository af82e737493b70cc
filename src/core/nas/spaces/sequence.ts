// Macro space for sequences: codes through an embedding, or a row of numbers as a sequence of one channel; then 1-D
// convolutions with pooling and residual skips, and a pooled or flat head (Kim 2014, 1408.5882; Bai et al. 2018, 1803.01271).
import { bool, int } from '../../fields/field';
import { LayerBuilder } from '../layers';
import { defineArchSpace, doublings, flag, fromCount, oneOf, type Genotype } from '../space';

const fields = {
  maxBlocks: int('Most blocks', 3, 1, 6),
  maxFilters: int('Most filters', 32, 4, 256, { log: true, help: 'Filters are powers of two from 4 up to this.' }),
  maskZero: bool('Leave padding out', false, {
    help: 'What fills shorter texts up to the common length counts for nothing.',
  }),
};

export const sequence = defineArchSpace({
  type: 'sequence',
  label: 'Networks for sequences',
  summary: 'Codes or ordered numbers: embedding, 1-D convolutions, pooling, skips.',
  source: 'Kim 2014, arXiv 1408.5882; Bai, Kolter & Koltun 2018, arXiv 1803.01271',
  fields,
  unfit: (inputs) => {
    // Numbers beside codes are no sequence and may be one alone.
    const [steps] = [...inputs].sort((a, b) => Number(b.id === 'codes') - Number(a.id === 'codes'));
    return inputs.every(({ shape }) => shape.length === 1) && steps.shape[0] > 1
      ? null
      : 'it takes rows of two and more codes or numbers in order';
  },
  genes: ({ maxBlocks, maxFilters }, inputs) => [
    ...(inputs.some(({ id }) => id === 'codes') ? [oneOf('embedding', [4, 8, 16, 32])] : []),
    { path: 'blocks', domain: { kind: 'int', low: 1, high: maxBlocks } },
    ...Array.from({ length: maxBlocks }, (_, i) => i + 1).flatMap((n) => {
      const when = fromCount('blocks', n, maxBlocks);
      return [
        oneOf(`b${n}.filters`, doublings(4, maxFilters), when),
        oneOf(`b${n}.kernel`, [3, 5, 7], when),
        oneOf(`b${n}.pool`, ['none', 'max', 'avg'], when),
        flag(`b${n}.skip`, when),
      ];
    }),
    oneOf('activation', ['relu', 'gelu', 'tanh']),
    oneOf('norm', ['none', 'batchNorm', 'layerNorm']),
    oneOf('head', ['flatten', 'average', 'max']),
    oneOf('dense', [0, 16, 32]),
    oneOf('dropout', [0, 0.1, 0.3]),
  ],
  decode: (genes, { maskZero }, inputs) => {
    const net = new LayerBuilder();
    const codes = inputs.some(({ id }) => id === 'codes');
    let h = codes
      ? net.add('embed', 'embedding', 'codes', {
          dimension: Number(genes.embedding),
          ...(maskZero ? { maskZero } : {}),
        })
      : net.add('steps', 'reshape', 'features', { channels: 1 });
    let channels = codes ? Number(genes.embedding) : 1;
    for (let n = 1; n <= Number(genes.blocks); n++) {
      h = block(net, h, channels, n, genes);
      channels = Number(genes[`b${n}.filters`]);
      const pool = genes[`b${n}.pool`];
      if (pool !== 'none') h = net.add(`b${n}-pool`, pool === 'max' ? 'maxPool1d' : 'avgPool1d', h);
    }
    const kind = { flatten: 'flatten', average: 'globalAvgPool', max: 'globalMaxPool' }[String(genes.head)]!;
    h = net.add('head', kind, h);
    // Where the data has both, the numbers join the head.
    if (codes && inputs.length > 1) h = net.join('both', [h, 'features']);
    const units = Number(genes.dense);
    if (units > 0) h = net.add('dense', 'dense', h, { units, activation: String(genes.activation) });
    net.dropout('drop', Number(genes.dropout), h);
    return net.layers;
  },
});

function block(net: LayerBuilder, x: string, channels: number, n: number, genes: Genotype): string {
  const filters = Number(genes[`b${n}.filters`]);
  const activation = String(genes.activation);
  const norm = String(genes.norm);
  const skip = genes[`b${n}.skip`] === true;
  const id = `b${n}`;
  const late = norm !== 'none' || skip;
  const kernelSize = Number(genes[`b${n}.kernel`]);
  let h = net.add(id, 'conv1d', x, { filters, kernelSize, activation: late ? 'linear' : activation });
  h = net.norm(`${id}-norm`, norm, h);
  if (skip) {
    const same = channels === filters;
    const around = same ? x : net.add(`${id}-proj`, 'conv1d', x, { filters, kernelSize: 1, activation: 'linear' });
    h = net.add(`${id}-add`, 'add', [h, around]);
  }
  return late ? net.activation(`${id}-act`, activation, h) : h;
}
