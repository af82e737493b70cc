// Micro space of NASNet's form (Zoph et al. 2018, 1707.07012; blocks joined by addition as in PNAS, Liu et al. 2018,
// 1712.00559): a normal and a reduction cell of up to B blocks. A block applies one operation to each of two inputs and adds
// the results; an input is the cell before, the one before that, or an earlier block. Blocks that no other block uses are
// joined and brought to the cell's channels by a 1 x 1 convolution. A reduction cell halves height and width by stride 2 on
// what it takes from outside, and doubles the channels. Operations are those of the papers that our engine has.
import { int, type Values } from '../../fields/field';
import type { InputSpec } from '../../model/spec';
import { LayerBuilder } from '../layers';
import type { Mix, Relaxation } from '../relaxation';
import { defineArchSpace, fromCount, oneOf, type CellEdge, type Genotype } from '../space';

export const nasnetOps = ['identity', 'conv3', 'sep3', 'sep5', 'avg3', 'max3'] as const;

const fields = {
  maxBlocks: int('Most blocks in a cell', 2, 1, 4),
  channels: int('Channels', 8, 2, 64, { log: true, help: 'Of the first stage; each further stage has twice as many.' }),
  cells: int('Normal cells per stage', 1, 1, 2),
  stages: int('Stages', 2, 1, 3, { help: 'A reduction cell stands between two stages.' }),
};

const kinds = ['normal', 'reduction'] as const;
type Kind = (typeof kinds)[number];

/** What block `n` (from 1) may take: the two cells before, and the blocks before it. */
export const inputsOfBlock = (n: number): string[] => [
  'prev',
  'prev2',
  ...Array.from({ length: n - 1 }, (_, i) => `b${i + 1}`),
];

interface Half {
  readonly input: string;
  readonly op: string;
}

/** A cell's blocks, the two halves of each in a fixed order: a sum does not care, and equal cells get equal names. */
export function blocksOf(genes: Genotype, kind: Kind): (readonly [Half, Half])[] {
  return Array.from({ length: Number(genes.blocks) }, (_, i) => {
    const half = (side: 1 | 2): Half => ({
      input: String(genes[`${kind}.b${i + 1}.in${side}`]),
      op: String(genes[`${kind}.b${i + 1}.op${side}`]),
    });
    const [a, b] = [half(1), half(2)];
    return `${a.input} ${a.op}` <= `${b.input} ${b.op}` ? [a, b] : [b, a];
  });
}

export const nasnet = defineArchSpace({
  type: 'nasnet',
  label: 'Cells, blocks of two operations',
  summary: 'A normal and a reduction cell of blocks that add two operations, stacked (NASNet, PNAS).',
  source: 'Zoph et al. 2018, arXiv 1707.07012; Liu et al. 2018, arXiv 1712.00559',
  fields,
  sharesByInput: true,
  unfit: ([input]) => (input.shape.length === 3 ? null : 'it takes images'),
  genes: ({ maxBlocks, stages }) => [
    { path: 'blocks', domain: { kind: 'int', low: 1, high: maxBlocks } },
    ...kinds
      .filter((kind) => kind === 'normal' || stages > 1)
      .flatMap((kind) =>
        Array.from({ length: maxBlocks }, (_, i) => i + 1).flatMap((n) => {
          const when = fromCount('blocks', n, maxBlocks);
          return ([1, 2] as const).flatMap((side) => [
            oneOf(`${kind}.b${n}.in${side}`, inputsOfBlock(n), when),
            oneOf(`${kind}.b${n}.op${side}`, nasnetOps, when),
          ]);
        }),
      ),
  ],
  decode: (genes, options, inputs) =>
    stacked(options, inputs, (net, id, kind, given, filters) => cell(net, id, kind, given, filters, genes)).layers,
  relax,
  cells: (genes) =>
    kinds
      .filter((kind) => `${kind}.b1.op1` in genes)
      .map((kind) => ({ title: titles[kind], edges: cellEdges(genes, kind) })),
});

const titles: Readonly<Record<Kind, string>> = { normal: 'Normal cell', reduction: 'Reduction cell' };
type Sizes = Values<typeof fields>;
type CellBuilder = (
  net: LayerBuilder,
  id: string,
  kind: Kind,
  given: { readonly prev: Source; readonly prev2: Source },
  filters: number,
) => Source;

/** The network around its cells. */
function stacked({ channels, cells, stages }: Sizes, inputs: readonly InputSpec[], build: CellBuilder): LayerBuilder {
  const net = new LayerBuilder();
  const stem = net.add('stem', 'conv2d', inputs[0].id, { filters: channels, activation: 'linear', useBias: false });
  let prev: Source = { id: net.add('stem-norm', 'batchNorm', stem), halvings: 0 };
  let prev2 = prev;
  const grow = (id: string, kind: Kind, filters: number) => {
    const next = build(net, id, kind, { prev, prev2 }, filters);
    [prev2, prev] = [prev, next];
  };
  for (let s = 1; s <= stages; s++) {
    const filters = channels * 2 ** (s - 1);
    if (s > 1) grow(`r${s - 1}`, 'reduction', filters);
    for (let c = 1; c <= cells; c++) grow(`n${s}${c > 1 ? `-${c}` : ''}`, 'normal', filters);
  }
  net.add('head', 'globalAvgPool', net.activation('last-act', 'relu', prev.id));
  return net;
}

/** What an edge of a relaxed cell carries: DARTS adds the operation that gives nothing. */
const mixedOps = ['none', ...nasnetOps];

/**
 * Every block hears both cells before and all earlier blocks, each over all operations; all blocks are joined, as in DARTS.
 * A genotype has the largest number of blocks, and each of them takes two different inputs.
 */
function relax(sizes: Sizes): Relaxation {
  const { maxBlocks, stages } = sizes;
  const shown = kinds.filter((kind) => kind === 'normal' || stages > 1);
  const places = shown.flatMap((kind) =>
    Array.from({ length: maxBlocks }, (_, i) => i + 1).flatMap((block) =>
      inputsOfBlock(block).map((input) => ({ kind, block, input })),
    ),
  );
  const edgeOf = (kind: Kind, block: number, input: string) =>
    places.findIndex((one) => one.kind === kind && one.block === block && one.input === input);
  const choices = mixedOps.flatMap((op, i) => (op === 'none' ? [] : [{ op, number: i }]));
  const decision = (kind: Kind, block: number) => {
    const inputs = inputsOfBlock(block);
    const pairs = inputs.flatMap((a, i) => inputs.slice(i + 1).map((b) => [a, b] as const));
    const gene = (name: string) => `${kind}.b${block}.${name}`;
    return pairs.flatMap(([a, b]) =>
      choices.flatMap((first) =>
        choices.map((second) => ({
          genes: {
            [gene('in1')]: a,
            [gene('op1')]: first.op,
            [gene('in2')]: b,
            [gene('op2')]: second.op,
          },
          uses: [
            { edge: edgeOf(kind, block, a), op: first.number },
            { edge: edgeOf(kind, block, b), op: second.number },
          ],
        })),
      ),
    );
  };
  return {
    ops: mixedOps,
    none: mixedOps.indexOf('none'),
    skip: mixedOps.indexOf('identity'),
    edges: places.map(({ kind, block, input }) => ({ cell: titles[kind], from: input, to: `b${block}` })),
    decisions: [
      [{ genes: { blocks: maxBlocks }, uses: [] }],
      ...shown.flatMap((kind) => Array.from({ length: maxBlocks }, (_, i) => decision(kind, i + 1))),
    ],
    supernet: (inputs) => {
      const mixes = new Map<string, Mix>();
      const candidates = new Set<string>();
      const { layers } = stacked(sizes, inputs, (net, id, kind, given, filters) => {
        const level = given.prev.halvings;
        const nodes = new Map<string, string>();
        for (const name of ['prev', 'prev2'] as const) {
          const strides = 2 ** (level - given[name].halvings);
          nodes.set(name, pointwise(net, `${id}-${name}`, given[name].id, filters, strides));
        }
        const blocks = Array.from({ length: maxBlocks }, (_, i) => `b${i + 1}`);
        blocks.forEach((block, i) => {
          const sums = inputsOfBlock(i + 1).map((input) => {
            const known = net.layers.length;
            const strides = kind === 'reduction' && !input.startsWith('b') ? 2 : 1;
            const at = `${id}-${block}-${input}`;
            const made = choices.map(({ op }) =>
              operation(net, `${at}-${op}`, op, nodes.get(input)!, filters, strides),
            );
            net.layers.slice(known).forEach((layer) => candidates.add(layer.id));
            const mix = net.add(at, 'add', made);
            mixes.set(mix, { edge: edgeOf(kind, i + 1, input), ops: choices.map(({ number }) => number) });
            return mix;
          });
          nodes.set(block, net.sum(`${id}-${block}`, sums));
        });
        const joined = net.join(
          `${id}-join`,
          blocks.map((block) => nodes.get(block)!),
        );
        const out = blocks.length === 1 ? joined : pointwise(net, `${id}-out`, joined, filters, 1);
        return { id: out, halvings: level + (kind === 'reduction' ? 1 : 0) };
      });
      return { layers, mixes, candidates };
    },
  };
}

/** A tensor and how often its height was halved. */
interface Source {
  readonly id: string;
  readonly halvings: number;
}

function cell(
  net: LayerBuilder,
  id: string,
  kind: Kind,
  given: { readonly prev: Source; readonly prev2: Source },
  filters: number,
  genes: Genotype,
): Source {
  const blocks = blocksOf(genes, kind);
  const level = given.prev.halvings;
  const wanted = new Set(blocks.flatMap((halves) => halves.map(({ input }) => input)));
  const nodes = new Map<string, string>();
  // Both inputs at the cell's channels; the older one also at the newer one's size (a strided 1 x 1 convolution).
  for (const name of ['prev', 'prev2'] as const) {
    if (!wanted.has(name)) continue;
    const strides = 2 ** (level - given[name].halvings);
    nodes.set(name, pointwise(net, `${id}-${name}`, given[name].id, filters, strides));
  }
  const used = new Set<string>();
  blocks.forEach((halves, i) => {
    const sums = halves.map(({ input, op }, side) => {
      used.add(input);
      const strides = kind === 'reduction' && !input.startsWith('b') ? 2 : 1;
      return operation(net, `${id}-b${i + 1}${'ab'[side]}`, op, nodes.get(input)!, filters, strides);
    });
    nodes.set(`b${i + 1}`, net.add(`${id}-b${i + 1}`, 'add', sums));
  });
  const open = blocks.map((_, i) => `b${i + 1}`).filter((name) => !used.has(name));
  const joined = net.join(
    `${id}-join`,
    open.map((name) => nodes.get(name)!),
  );
  const out = open.length === 1 ? joined : pointwise(net, `${id}-out`, joined, filters, 1);
  return { id: out, halvings: level + (kind === 'reduction' ? 1 : 0) };
}

function pointwise(net: LayerBuilder, id: string, x: string, filters: number, strides: number): string {
  const relu = net.activation(`${id}-relu`, 'relu', x);
  const options = { filters, kernelSize: 1, strides, activation: 'linear', useBias: false };
  return net.add(`${id}-norm`, 'batchNorm', net.add(id, 'conv2d', relu, options));
}

function operation(net: LayerBuilder, id: string, op: string, x: string, filters: number, strides: number): string {
  if (op === 'identity') return strides === 1 ? x : pointwise(net, id, x, filters, strides);
  if (op === 'avg3' || op === 'max3') {
    return net.add(id, op === 'avg3' ? 'avgPool2d' : 'maxPool2d', x, { poolSize: 3, strides, padding: 'same' });
  }
  const relu = net.activation(`${id}-relu`, 'relu', x);
  const type = op === 'conv3' ? 'conv2d' : 'separableConv2d';
  const kernelSize = op === 'sep5' ? 5 : 3;
  const conv = net.add(id, type, relu, { filters, kernelSize, strides, activation: 'linear', useBias: false });
  return net.add(`${id}-norm`, 'batchNorm', conv);
}

function cellEdges(genes: Genotype, kind: Kind): CellEdge[] {
  const blocks = blocksOf(genes, kind);
  const used = new Set(blocks.flatMap((halves) => halves.map(({ input }) => input)));
  const into = blocks.flatMap((halves, i) =>
    halves.map(({ input, op }) => ({ from: input, to: `b${i + 1}`, label: op })),
  );
  const out = blocks.map((_, i) => `b${i + 1}`).filter((name) => !used.has(name));
  return [...into, ...out.map((from) => ({ from, to: 'out', label: '' }))];
}
