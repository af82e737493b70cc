// Texts of genes as settings: one character a gene, as NAS-Bench-Macro writes its networks (Su et al. 2021, arXiv
// 2103.11922), a cell as NAS-Bench-201 writes it (Dong & Yang 2020, arXiv 2001.00326): operation~node it reads, | between
// edges, + between nodes; or parts with something between them: channels as in NATS-Bench (64:32:16:8:48), lists and matrices
// as in NAS-Bench-101.
import { TablabError } from '../errors/error';
import type { Scalar } from '../fields/field';
import { edges201, ops201 } from '../nas/spaces/cell201';
import type { Cell } from './cells';

export interface Genes {
  readonly kind: 'characters' | 'cell201' | 'parts';
  readonly columns: readonly string[];
  /** A text that has fewer parts than others lacks the last ones. */
  readonly rows: readonly (readonly Cell[])[];
}

const maxGenes = 100;
const theirs: Readonly<Record<string, (typeof ops201)[number]>> = {
  none: 'none',
  skip_connect: 'skip',
  nor_conv_1x1: 'conv1x1',
  nor_conv_3x3: 'conv3x3',
  avg_pool_3x3: 'avgPool3x3',
};

/** Such names say nothing of what they name. */
export const isHash = (text: string): boolean => /^(?=.*\d)(?=.*[a-f])[0-9a-f]{8,}$/i.test(text);
/** A cell as NAS-Bench-201 writes it, or a list. */
export const isWritten = (text: string): boolean => /^\|[a-z0-9_]+~0\|\+/.test(text) || bracketed.test(text);

/** The name of gene number `i`, from 0: a block with an operation, as in the chains of this product. */
export const geneName = (i: number): string => `b${i + 1}.op`;

/** The genes of several columns, one after the other. Throws `replay-genes`. */
export function genesOf(columns: readonly string[], of: (column: string) => readonly Cell[]): Genes {
  const [first, ...others] = columns.map((column) => readGenes(column, of(column)));
  if (others.length === 0) return first;
  const all = [first, ...others];
  return {
    kind: 'parts',
    columns: all.flatMap(({ columns: names }, i) =>
      names.map((name, k) => (all[i].kind === 'parts' ? name : `${columns[i]} ${k + 1}`)),
    ),
    rows: first.rows.map((_row, at) => all.flatMap(({ rows }) => rows[at])),
  };
}

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
  const parts = partsOf(texts);
  if (parts) {
    const names = [...new Set(parts.flatMap((row) => [...row.keys()]))].sort(byPlace);
    if (names.length > maxGenes) throw refuse(0, `more than ${maxGenes} parts in all`);
    return {
      kind: 'parts',
      columns: names.map((name) => `${column} ${name}`),
      rows: parts.map((row) => names.map((name) => row.get(name) || null)),
    };
  }
  const { length } = texts[0];
  const wrong = texts.findIndex((text) => text.length !== length);
  if (wrong >= 0) throw refuse(wrong, `not of ${length} characters as the first row`);
  if (length < 1 || length > maxGenes) throw refuse(0, `not of 1 to ${maxGenes} characters`);
  const columns = Array.from({ length }, (_, i) => geneName(i));
  return { kind: 'characters', columns, rows: texts.map((text) => [...text]) };
}

const separators = [';', '|', ',', ':', '/', '+', ' ', '-', '_'];
const bracketed = /^[[({].*[\])}]$/;

type Parts = ReadonlyMap<string, string>;
type List = string | number | boolean | null | readonly List[];

/** Texts as lists, or cut at what stands between their parts: at the first sign that makes equally many of each; null without. */
function partsOf(texts: readonly string[]): Parts[] | null {
  if (texts.every((text) => bracketed.test(text))) return texts.map(listParts);
  const cuts = separators
    .map((separator) => texts.map((text) => text.split(separator).map((part) => part.trim())))
    .filter((rows) => rows.every((row) => row.length > 1));
  const rows = cuts.find((all) => all.every((row) => row.length === all[0].length)) ?? cuts[0];
  return rows?.map(numbered) ?? null;
}

const numbered = (parts: readonly string[]): Parts => new Map(parts.map((part, i) => [String(i + 1), part]));

/** Of lists in lists each place has its own name, so that matrices of different size agree. As JSON or Python writes them. */
function listParts(text: string): Parts {
  const json = text.replace(/[({]/g, '[').replace(/[)}]/g, ']').replaceAll("'", '"').replace(/, *\]/g, ']');
  const parts = new Map<string, string>();
  const add = (value: List, place: string) => {
    if (Array.isArray(value)) {
      for (const [i, one] of (value as readonly List[]).entries())
        add(one, place === '' ? `${i + 1}` : `${place}.${i + 1}`);
    } else if (value !== null) parts.set(place, String(value as Scalar));
  };
  try {
    add(JSON.parse(json) as List, '');
    return parts;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return numbered(
      text
        .replace(/[[\](){}'"]/g, '')
        .split(',')
        .map((part) => part.trim()),
    );
  }
}

/** 2 before 10, 1.2 before 1.10. */
const byPlace = (a: string, b: string) => {
  const [left, right] = [a, b].map((place) => place.split('.').map(Number));
  const at = left.findIndex((number, i) => number !== right[i]);
  return at < 0 ? left.length - right.length : left[at] - (right[at] ?? 0);
};

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
