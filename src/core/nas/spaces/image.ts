// Macro space for images: a chain of convolution blocks with optional residual skips and pooling, then a head.
// Blocks: plain convolution; depthwise then 1 x 1 with an activation between (MobileNet, Howard et al. 2017, 1704.04861);
// separable without one (Xception, Chollet 2017, 1610.02357). Skips add the block's input, through a 1 x 1 projection
// where the number of channels differs (He et al. 2016, 1512.03385).
import { int } from '../../fields/field';
import { LayerBuilder } from '../layers';
import { chainsOf, defineArchSpace, doublings, flag, fromCount, oneOf, type Genotype } from '../space';

const fields = {
  maxBlocks: int('Most blocks', 4, 1, 6),
  maxFilters: int('Most filters', 32, 4, 256, { log: true, help: 'Filters are powers of two from 4 up to this.' }),
};

export const image = defineArchSpace({
  type: 'image',
  label: 'Convolutional networks',
  summary: 'Chains of plain, depthwise or separable convolutions: filters, kernels, pooling, skips, head.',
  source: 'He et al. 2016, arXiv 1512.03385; Howard et al. 2017, arXiv 1704.04861; Chollet 2017, arXiv 1610.02357',
  fields,
  unfit: ([input]) => (input.shape.length === 3 ? null : 'it takes images'),
  reference: (options, [{ shape }]) => {
    const rest = { activation: 'relu', norm: 'batchNorm', head: 'flatten', dense: 0, dropout: 0 };
    return chainsOf(options, shape.slice(0, 2), { op: 'conv', kernel: 3 }, rest);
  },
  genes: ({ maxBlocks, maxFilters }) => [
    { path: 'blocks', domain: { kind: 'int', low: 1, high: maxBlocks } },
    ...Array.from({ length: maxBlocks }, (_, i) => i + 1).flatMap((n) => {
      const when = fromCount('blocks', n, maxBlocks);
      return [
        oneOf(`b${n}.op`, ['conv', 'depthwise', 'separable'], when),
        oneOf(`b${n}.filters`, doublings(4, maxFilters), when),
        oneOf(`b${n}.kernel`, [3, 5], when),
        oneOf(`b${n}.pool`, ['none', 'max', 'avg'], when),
        flag(`b${n}.skip`, when),
      ];
    }),
    oneOf('activation', ['relu', 'swish', 'gelu']),
    oneOf('norm', ['none', 'batchNorm']),
    oneOf('head', ['flatten', 'average', 'max']),
    oneOf('dense', [0, 16, 32, 64]),
    oneOf('dropout', [0, 0.1, 0.3]),
  ],
  decode: (genes, _options, inputs) => {
    const net = new LayerBuilder();
    let h: string = inputs[0].id;
    let channels = inputs[0].shape[2];
    for (let n = 1; n <= Number(genes.blocks); n++) {
      h = block(net, h, channels, n, genes);
      channels = Number(genes[`b${n}.filters`]);
      const pool = genes[`b${n}.pool`];
      if (pool !== 'none') h = net.add(`b${n}-pool`, pool === 'max' ? 'maxPool2d' : 'avgPool2d', h);
    }
    head(net, h, genes);
    return net.layers;
  },
});

function block(net: LayerBuilder, x: string, channels: number, n: number, genes: Genotype): string {
  const op = String(genes[`b${n}.op`]);
  const filters = Number(genes[`b${n}.filters`]);
  const kernelSize = Number(genes[`b${n}.kernel`]);
  const activation = String(genes.activation);
  const norm = String(genes.norm);
  const skip = genes[`b${n}.skip`] === true;
  const id = `b${n}`;
  let h = x;
  if (op === 'depthwise') {
    h = net.add(`${id}-dw`, 'depthwiseConv2d', h, { kernelSize, activation: norm === 'none' ? activation : 'linear' });
    if (norm !== 'none') h = net.activation(`${id}-dw-act`, activation, net.norm(`${id}-dw-norm`, norm, h));
  }
  const type = op === 'separable' ? 'separableConv2d' : 'conv2d';
  const late = norm !== 'none' || skip;
  const size = op === 'depthwise' ? 1 : kernelSize;
  h = net.add(id, type, h, { filters, kernelSize: size, activation: late ? 'linear' : activation });
  h = net.norm(`${id}-norm`, norm, h);
  if (skip) {
    const same = channels === filters;
    const around = same ? x : net.add(`${id}-proj`, 'conv2d', x, { filters, kernelSize: 1, activation: 'linear' });
    h = net.add(`${id}-add`, 'add', [h, around]);
  }
  return late ? net.activation(`${id}-act`, activation, h) : h;
}

/** Flat or pooled, an optional dense layer, dropout. */
function head(net: LayerBuilder, x: string, genes: Genotype): void {
  const kind = { flatten: 'flatten', average: 'globalAvgPool', max: 'globalMaxPool' }[String(genes.head)]!;
  let h = net.add('head', kind, x);
  const units = Number(genes.dense);
  if (units > 0) h = net.add('dense', 'dense', h, { units, activation: String(genes.activation) });
  net.dropout('drop', Number(genes.dropout), h);
}
