// Genes and their values in words, for forms and sentences.
import type { Scalar } from '../fields/field';

const named: Readonly<Record<string, string>> = {
  blocks: 'number of blocks',
  norm: 'normalisation',
  dense: 'dense layer',
  head: 'head',
  op: 'operation',
};
const values: Readonly<Record<string, string>> = { batchNorm: 'batch norm', layerNorm: 'layer norm', mlp: 'MLP' };

/** `b2.width`: width of block 2; `e01`: edge in to 1; `normal.b1.op2`: second operation of block 1, normal cell. */
export function geneName(path: string): string {
  const edge = /^e([0-3])([0-3])$/.exec(path);
  if (edge) return `edge ${nodes[Number(edge[1])]} to ${nodes[Number(edge[2])]}`;
  const half = /^(normal|reduction)\.b(\d+)\.(in|op)([12])$/.exec(path);
  if (half) {
    const what = half[3] === 'in' ? 'input' : 'operation';
    return `${half[4] === '1' ? 'first' : 'second'} ${what} of block ${half[2]}, ${half[1]} cell`;
  }
  const block = /^b(\d+)\.(.+)$/.exec(path);
  if (block)
    return block[2] === 'skip' ? `skip at block ${block[1]}` : `${named[block[2]] ?? block[2]} of block ${block[1]}`;
  return named[path] ?? path;
}
const nodes = ['in', '1', '2', 'out'];

export const geneValue = (value: Scalar): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : (values[String(value)] ?? String(value));
