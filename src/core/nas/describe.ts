// A network in one line and as a graph, from its layers alone: for leaderboards and drawings.
import { layerDef } from '../model/registry';
import { shapeText } from '../model/layer';
import type { LayerSpec, ModelSpec } from '../model/spec';
import type { ArchSpaceDef, Genotype } from './space';

/** The genes as a short text, in the order of the space: `mlp · 2 · 32 · 16 · relu`. Micro spaces: the operations by edge. */
export function genotypeText(def: ArchSpaceDef, genes: Genotype, order: readonly { readonly path: string }[]): string {
  const cells = def.cells?.(genes, {});
  if (cells) return cells.map(({ edges }) => edges.map(edgeText).join(' ')).join(' | ');
  return order
    .filter(({ path }) => path in genes)
    .flatMap(({ path }) => geneText(path, genes[path]))
    .join(' · ');
}

const edgeText = ({ from, to, label }: { from: string; to: string; label: string }) =>
  label === '' ? '' : `${from}→${to} ${label}`;

/** What is off or absent is left out; a number or switch is named where it would not speak for itself. */
function geneText(path: string, value: Genotype[string]): string[] {
  const name = path.replace(/^b\d+\./, '');
  if (value === false || value === 'none' || (value === 0 && name !== 'width')) return [];
  if (value === true) return [name];
  if (name === 'blocks') return [`${value} ${value === 1 ? 'block' : 'blocks'}`];
  if (name === 'kernel') return [`${value}×`];
  if (['dropout', 'dense', 'embedding', 'head', 'pool'].includes(name)) return [`${name} ${value}`];
  return [String(value)];
}

export interface DrawnNode {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  /** A number for each group of layer types. */
  readonly slot: number;
}

const groups = ['core', 'convolution', 'pooling', 'normalization', 'regularization', 'shape', 'merge'];

/** Inputs and layers as nodes, in order, and what flows between them. */
export function networkNodes(spec: ModelSpec): { nodes: DrawnNode[]; edges: { from: string; to: string }[] } {
  const used = new Set(spec.layers.flatMap(({ inputs }) => inputs));
  const inputs = spec.inputs
    .filter(({ id }) => used.has(id))
    .map(({ id, shape }) => ({ id, label: id, detail: shapeText(shape), slot: 7 }));
  const layers = spec.layers.map(({ id, type, options, output }) => ({
    id,
    label: layerText({ id, type, options }),
    detail: shapeText(output.shape),
    slot: Math.max(0, groups.indexOf(layerDef(type)?.group ?? 'core')),
  }));
  const edges = spec.layers.flatMap((layer) => layer.inputs.map((from) => ({ from, to: layer.id })));
  return { nodes: [...inputs, ...layers], edges };
}

/** `Dense 32 relu`, `Convolution 2-D 16 3×3 relu`. */
export function layerText({ type, options = {} }: LayerSpec): string {
  const { units, filters, kernelSize, poolSize, activation, rate, dimension, strides, maskZero } = options;
  const size = kernelSize ?? poolSize;
  const parts = [
    type === 'activation' ? '' : (short[type] ?? layerDef(type)?.label ?? type),
    units ?? filters ?? dimension ?? '',
    size === undefined ? '' : `${size}${type.endsWith('1d') ? '' : `×${size}`}`,
    strides !== undefined && strides !== 1 ? `/${strides}` : '',
    activation === undefined || activation === 'linear' ? '' : activation,
    rate ?? '',
    maskZero === true ? 'no padding' : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

const short: Readonly<Record<string, string>> = {
  conv2d: 'conv',
  conv1d: 'conv',
  depthwiseConv2d: 'depthwise',
  separableConv2d: 'separable',
  maxPool2d: 'max pool',
  avgPool2d: 'avg pool',
  maxPool1d: 'max pool',
  avgPool1d: 'avg pool',
  globalAvgPool: 'global avg',
  globalMaxPool: 'global max',
  batchNorm: 'batch norm',
  layerNorm: 'layer norm',
  dense: 'dense',
  embedding: 'embedding',
  dropout: 'dropout',
  flatten: 'flatten',
  reshape: 'reshape',
  add: 'add',
  concat: 'concat',
};
