// Texts of genes as settings: one character a gene, as NAS-Bench-Macro writes its networks (Su et al. 2021, arXiv
// 2103.11922), or a cell as NAS-Bench-201 writes it (Dong & Yang 2020, arXiv 2001.00326): operation~node it reads, | between
// edges, + between nodes.
import { TablabError } from '../errors/error';
import { edges201, ops201 } from '../nas/spaces/cell201';
import type { Cell } from './cells';

export interface Genes {
  readonly kind: 'characters' | 'cell201';
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const maxGenes = 100;
const theirs: Readonly<Record<string, (typeof ops201)[number]>> = {
  none: 'none',
  skip_connect: 'skip',
  nor_conv_1x1: 'conv1x1',
  nor_conv_3x3: 'conv3x3',
  avg_pool_3x3: 'avgPool3x3',
};

/** The name of gene number `i`, from 0: a block with an operation, as in the chains of this product. */
export const geneName = (i: number): string => `b${i + 1}.op`;

/** Throws `replay-genes`. */
export function readGenes(column: string, cells: readonly Cell[]): Genes {
  const texts = cells.map((cell) => (cell === null ? '' : String(cell)));
  const cell = texts[0].startsWith('|');
  const refuse = (row: number, reason: string) =>
    new TablabError('replay-genes', { column, row: row + 1, value: texts[row].slice(0, 80), reason });
  if (cell) {
    const rows = texts.map((text, row) => {
      const genes = cellGenes(text);
      if (!genes) throw refuse(row, 'no cell of four nodes with the five operations');
      return genes;
    });
    return { kind: 'cell201', columns: edges201.map(([gene]) => gene), rows };
  }
  const { length } = texts[0];
  const wrong = texts.findIndex((text) => text.length !== length);
  if (wrong >= 0) throw refuse(wrong, `not of ${length} characters as the first row`);
  if (length < 1 || length > maxGenes) throw refuse(0, `not of 1 to ${maxGenes} characters`);
  const columns = Array.from({ length }, (_, i) => geneName(i));
  return { kind: 'characters', columns, rows: texts.map((text) => [...text]) };
}

/** The operations on the edges in their order; null where it is no such cell. */
function cellGenes(text: string): string[] | null {
  const found = new Map<string, string>();
  for (const [to, node] of text.split('+').entries()) {
    for (const edge of node.split('|').filter((part) => part !== '')) {
      const [operation, from] = edge.split('~');
      const own = Object.hasOwn(theirs, operation) ? theirs[operation] : undefined;
      if (own === undefined || from === undefined) return null;
      found.set(`${from} ${to + 1}`, own);
    }
  }
  const genes = edges201.flatMap(([, from, to]) => found.get(`${from} ${to}`) ?? []);
  return genes.length === edges201.length && found.size === edges201.length ? genes : null;
}
