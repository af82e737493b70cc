// Micro space of NAS-Bench-201 (Dong & Yang 2020, 2001.00326): a cell of four nodes whose six edges each carry one of
// five operations; a node is the sum of its edges. The network: a 3 x 3 stem, stacks of equal cells, a residual block of
// stride 2 between stacks that doubles the channels, batch norm, ReLU, global average. The paper has 16 channels and three
// stacks of five cells; here both are set small. Operations order ReLU, convolution, batch norm as there.
import { TablabError } from '../../errors/error';
import { int, type Values } from '../../fields/field';
import { LayerBuilder } from '../layers';
import type { InputSpec } from '../../model/spec';
import type { Mix, Relaxation } from '../relaxation';
import { defineArchSpace, oneOf, type Genotype } from '../space';

export const ops201 = ['none', 'skip', 'conv1x1', 'conv3x3', 'avgPool3x3'] as const;
/** Edges by gene: from node, to node; 0 is the cell's input, 3 its output. */
export const edges201 = [
  ['e01', 0, 1],
  ['e02', 0, 2],
  ['e12', 1, 2],
  ['e03', 0, 3],
  ['e13', 1, 3],
  ['e23', 2, 3],
] as const;

const cellTitle = 'Cell';
const nodeName = (node: number) => ['in', '1', '2', 'out'][node];

const fields = {
  channels: int('Channels', 8, 2, 64, { log: true, help: 'Of the first stack; each further stack has twice as many.' }),
  cells: int('Cells per stack', 1, 1, 2),
  stacks: int('Stacks', 2, 1, 3),
};

type Sizes = Values<typeof fields>;

/** Edges that lie on a way from the input to the output, in the order of the genes. */
export function liveEdges(genes: Genotype): (typeof edges201)[number][] {
  const present = edges201.filter(([gene]) => genes[gene] !== 'none');
  const fed = new Set<number>([0]);
  for (const [, from, to] of present) if (fed.has(from)) fed.add(to);
  const used = new Set<number>([3]);
  for (const [, from, to] of [...present].reverse()) if (used.has(to)) used.add(from);
  return present.filter(([, from, to]) => fed.has(from) && used.has(to));
}

export const cell201 = defineArchSpace({
  type: 'cell201',
  label: 'Cells, operations on edges',
  summary: 'One cell of four nodes, stacked; each of its six edges carries one of five operations (NAS-Bench-201).',
  source: 'Dong & Yang 2020, arXiv 2001.00326',
  fields,
  unfit: ([input]) => (input.shape.length === 3 ? null : 'it takes images'),
  genes: () => edges201.map(([gene]) => oneOf(gene, ops201)),
  decode: (genes, options, inputs) => {
    if (liveEdges(genes).length === 0) throw new TablabError('nas-disconnected');
    return stacked(options, inputs, (net, id, x, filters) => cell(net, id, x, filters, genes)).layers;
  },
  relax,
  cells: (genes) => {
    const edges = liveEdges(genes);
    return [
      {
        title: cellTitle,
        edges: edges.map(([g, from, to]) => ({ from: nodeName(from), to: nodeName(to), label: String(genes[g]) })),
      },
    ];
  },
});

type CellBuilder = (net: LayerBuilder, id: string, x: string, filters: number) => string;

/** The network around its cells. */
function stacked({ channels, cells, stacks }: Sizes, inputs: readonly InputSpec[], build: CellBuilder): LayerBuilder {
  const net = new LayerBuilder();
  let h = convNorm(net, 'stem', inputs[0].id, channels, 3, 1);
  for (let s = 1; s <= stacks; s++) {
    if (s > 1) h = reduction(net, `r${s - 1}`, h, channels * 2 ** (s - 1));
    for (let c = 1; c <= cells; c++) h = build(net, `s${s}c${c}`, h, channels * 2 ** (s - 1));
  }
  h = net.activation('last-act', 'relu', net.add('last-norm', 'batchNorm', h));
  net.add('head', 'globalAvgPool', h);
  return net;
}

/** Every edge carries all operations; a node is the sum of its edges, as in a cell. One gene, one decision. */
function relax(sizes: Sizes): Relaxation {
  return {
    ops: ops201,
    none: ops201.indexOf('none'),
    skip: ops201.indexOf('skip'),
    edges: edges201.map(([, from, to]) => ({ cell: cellTitle, from: nodeName(from), to: nodeName(to) })),
    decisions: edges201.map(([gene], edge) =>
      ops201.flatMap((value, op) => (value === 'none' ? [] : [{ genes: { [gene]: value }, uses: [{ edge, op }] }])),
    ),
    supernet: (inputs) => {
      const mixes = new Map<string, Mix>();
      const candidates = new Set<string>();
      const { layers } = stacked(sizes, inputs, (net, id, x, filters) => {
        const nodes = [x];
        for (const end of [1, 2, 3]) {
          const arriving = edges201.flatMap(([gene, from, to], edge) => {
            if (to !== end) return [];
            const known = net.layers.length;
            const ops = ops201.map((_, op) => op).filter((op) => ops201[op] !== 'none');
            const made = ops.map((op) =>
              operation(net, `${id}-${gene}-${ops201[op]}`, ops201[op], nodes[from], filters),
            );
            net.layers.slice(known).forEach((layer) => candidates.add(layer.id));
            const mix = net.add(`${id}-${gene}`, 'add', made);
            mixes.set(mix, { edge, ops });
            return [mix];
          });
          nodes.push(net.sum(`${id}-n${end}`, arriving));
        }
        return nodes[3];
      });
      return { layers, mixes, candidates };
    },
  };
}

const convNorm = (net: LayerBuilder, id: string, x: string, filters: number, kernelSize: number, strides: number) => {
  const options = { filters, kernelSize, strides, activation: 'linear', useBias: false };
  return net.add(`${id}-norm`, 'batchNorm', net.add(id, 'conv2d', x, options));
};
const reluConvNorm = (net: LayerBuilder, id: string, x: string, filters: number, kernelSize: number, strides = 1) =>
  convNorm(net, id, net.activation(`${id}-relu`, 'relu', x), filters, kernelSize, strides);

function cell(net: LayerBuilder, id: string, x: string, filters: number, genes: Genotype): string {
  const nodes = new Map<number, string>([[0, x]]);
  const edges = liveEdges(genes);
  for (const to of [1, 2, 3]) {
    const arriving = edges
      .filter(([, , end]) => end === to)
      .map(([gene, from]) => operation(net, `${id}-${gene}`, String(genes[gene]), nodes.get(from)!, filters));
    // The same node twice by "skip" is a sum of itself; a sum of one is the one.
    if (arriving.length > 0) nodes.set(to, net.sum(`${id}-n${to}`, arriving));
  }
  return nodes.get(3)!;
}

function operation(net: LayerBuilder, id: string, op: string, x: string, filters: number): string {
  switch (op) {
    case 'conv1x1':
      return reluConvNorm(net, id, x, filters, 1);
    case 'conv3x3':
      return reluConvNorm(net, id, x, filters, 3);
    case 'avgPool3x3':
      return net.add(id, 'avgPool2d', x, { poolSize: 3, strides: 1, padding: 'same' });
    default:
      return x;
  }
}

/** The residual block between stacks, with average pooling and a 1 x 1 convolution around it. */
function reduction(net: LayerBuilder, id: string, x: string, filters: number): string {
  const h = reluConvNorm(net, `${id}b`, reluConvNorm(net, `${id}a`, x, filters, 3, 2), filters, 3);
  const pooled = net.add(`${id}-pool`, 'avgPool2d', x, { poolSize: 2, strides: 2, padding: 'same' });
  const around = net.add(`${id}-proj`, 'conv2d', pooled, {
    filters,
    kernelSize: 1,
    activation: 'linear',
    useBias: false,
  });
  return net.add(`${id}-add`, 'add', [h, around]);
}
