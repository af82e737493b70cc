// A first look at the columns of a table, and what each may be taken for: where a person says what the table holds.
import { TablabError } from '../errors/error';
import { areResults, kindOf, numberIn, resultIn, type Kind, type Cell, type Rows } from './cells';
import { isHash, readGenes } from './genes';
import type { TableChoices } from './table';

/**
 * `names`: a setting whose numbers are only names. `genes`: texts that hold a setting in each part. `curve`: a result in lists, of
 * which the last value counts. `epochs`: how long a row was trained; the longest counts.
 */
export type Role = 'result' | 'curve' | 'epochs' | 'setting' | 'names' | 'genes' | 'out';

export interface LookedColumn {
  readonly name: string;
  readonly kind: Kind | 'list';
  /** Different values. */
  readonly different: number;
  /** The first that is not empty. */
  readonly example: string;
  /** Most likely. */
  readonly role: Role;
}

export interface Look {
  readonly rows: number;
  readonly columns: readonly LookedColumn[];
  /** The most likely one of the result. */
  readonly direction: 'minimize' | 'maximize';
}

const results =
  /acc|loss|score|value|valid|perf|metric|result|objective|error|auc|auroc|rmse|regret|(?<![a-z])(?:err|f1|mae|mse|r2|bleu|ppl)/i;
const smaller =
  /loss|error|rmse|perplexity|regret|time|latency|seconds|param|flops|cost|size|(?<![a-z])(?:err|mae|mse|ppl)/i;
/** What is known of a configuration without being chosen. */
const beside =
  /flops|(?<![a-z])(?:params?|parameters)(?= ?(?:$|[([]|_[kmb]|_count|_million))|(?<![a-z])(?:macs?|latency|runtime|seconds|memory|energy|throughput|fps|std|stderr|sem|time|duration|seed|id|idx|index|hash|md5|uuid|notes?|comments?|remarks?|status|state|date|datetime|timestamp)(?![a-z]|.?steps?)/i;
const spread = /(?<![a-z])(?:std|stderr|sem|var|variance|seed)(?![a-z])/i;
const cell201 = /^\|[a-z0-9_]+~0\|\+/;
const network = /arch|gen|cell|net|encod|code|string|spec|struct|module|matrix|adjac|operation|ops/i;

/** How long a row was trained. By the plural alone it may be chosen as well. */
const epoch = /^(?:epoch|epochs?[ _]?trained|trained[ _]?epochs?)$/i;
const epochs = /^(?:(?:n|num|max|total)[ _]?)?epochs?$|^(?:budget|fidelity)$/i;
/** Values in a list from which on it is a learning curve rather than repeats. */
const fewestEpochs = 10;

/** From so many different texts on they may be networks written out; fewer are listed as they are. */
const fewestNetworks = 60;
/** Numbers of which more are different were measured rather than chosen, where the name is that of a result. */
const fewestResults = 12;

export function lookAt(table: Rows): Look {
  const { columns, rows, keys } = table;
  const cellsOf = (at: number) => rows.map((row) => row[at]);
  const looked = columns.map((name, at) => columnOf(name, cellsOf(at)));
  const genes = new Set(
    keys === undefined
      ? looked.filter((column, at) => isNetworks(column, () => cellsOf(at))).map(({ name }) => name)
      : [keys],
  );
  const result = resultAmong(looked.filter(({ name }) => !genes.has(name)));
  const isBeside = (column: (typeof looked)[number], at: number) =>
    column.kind === 'list' ||
    beside.test(column.name) ||
    (column.kind === 'number' && results.test(column.name) && column.different > fewestResults) ||
    (rows.length > fewestNetworks &&
      column.different === rows.length &&
      (column.kind === 'word' || isCount(cellsOf(at))));
  const trained = looked.find(
    ({ name, kind, different }) =>
      kind === 'number' && different > 1 && (epoch.test(name) || (genes.size > 0 && epochs.test(name))),
  );
  const roles = looked.map((column, at): Role => {
    if (column === result) return isCurve(column, cellsOf(at)) ? 'curve' : 'result';
    if (column === trained) return 'epochs';
    if (genes.has(column.name)) return 'genes';
    return genes.size > 0 || isBeside(column, at) ? 'out' : 'setting';
  });
  // Where nothing would be left, what there is.
  const all = !roles.some((role) => role === 'setting' || role === 'genes');
  return {
    rows: rows.length,
    direction: directionOf(result?.name ?? ''),
    columns: looked.map((column, at) => ({
      ...column,
      role: all && roles[at] === 'out' && column.kind !== 'list' ? 'setting' : roles[at],
    })),
  };
}

type Looked = Omit<LookedColumn, 'role'>;

/** Lists that are long, all of the same length. */
const isCurve = ({ kind }: Looked, cells: readonly Cell[]) =>
  kind === 'list' &&
  cells.every((cell) => Array.isArray(cell) && cell.length >= fewestEpochs) &&
  new Set(cells.map((cell) => (cell as readonly unknown[]).length)).size === 1;

/** By its name: of the validation rows rather than of others, of the training rows last; else the last number. */
function resultAmong(looked: readonly Looked[]): Looked | undefined {
  const numbers = looked.filter(({ kind }) => kind === 'number' || kind === 'list');
  const rank = ({ name, kind }: Looked) => {
    if (spread.test(name) || !results.test(name)) return -1;
    if (/(?<![a-z])val(?![a-z])|valid/i.test(name)) return 4;
    if (kind === 'list') return 3;
    if (/test/i.test(name)) return 1;
    return /train/i.test(name) ? 0 : 2;
  };
  const best = Math.max(-1, ...numbers.map(rank));
  if (best >= 0) return numbers.findLast((column) => rank(column) === best);
  return numbers.findLast(({ name }) => !beside.test(name)) ?? numbers.at(-1);
}

/** Whether the texts are networks written out, gene by gene. */
function isNetworks({ name, kind, different, example }: Looked, cells: () => readonly Cell[]): boolean {
  if (kind === 'list') return isCodes(name, cells());
  if (kind !== 'word') return false;
  if (cell201.test(example)) return true;
  if (different < fewestNetworks || beside.test(name)) return false;
  const genes = maybe(() => readGenes(name, cells()));
  if (!genes || (genes.kind === 'characters' && (isHash(example) || !network.test(name)))) return false;
  return genes.columns.every((_gene, i) => new Set(genes.rows.map((row) => row[i])).size <= fewestNetworks);
}

/** Lists of few different whole numbers, under the name of a network. */
function isCodes(name: string, cells: readonly Cell[]): boolean {
  if (!network.test(name) || results.test(name)) return false;
  const codes = cells.flatMap((cell) => (Array.isArray(cell) ? (cell as readonly (number | null)[]) : [null]));
  return codes.every(Number.isSafeInteger) && new Set(codes).size <= fewestNetworks;
}

function maybe<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof TablabError) return null;
    throw error;
  }
}

/** The numbers of the rows. */
const isCount = (cells: readonly Cell[]) => {
  const first = numberIn(cells[0]);
  return (first === 0 || first === 1) && cells.every((cell, i) => numberIn(cell) === first + i);
};

const shown = 40;

function columnOf(name: string, cells: readonly Cell[]): Omit<LookedColumn, 'role'> {
  const filled = cells.filter((cell) => cell !== null);
  const list = filled.some((cell) => Array.isArray(cell) && cell.every((one) => numberIn(one as Cell) !== undefined));
  const isNumbers = !list && areResults(cells);
  return {
    name,
    kind: list ? 'list' : isNumbers ? 'number' : kindOf(cells),
    different: new Set(filled.map(String)).size,
    example: String(filled.find((cell) => !isNumbers || Number.isFinite(resultIn(cell))) ?? '').slice(0, shown),
  };
}

/** Whether smaller or larger is better, by the name of the result. */
export const directionOf = (name: string): 'minimize' | 'maximize' => (smaller.test(name) ? 'minimize' : 'maximize');

/** What a table is told by the roles of its columns. */
export function choicesOf(
  roles: ReadonlyMap<string, Role>,
  direction: 'minimize' | 'maximize',
  nearest: boolean,
): TableChoices {
  const having = (...wanted: Role[]) => [...roles].filter(([, role]) => wanted.includes(role)).map(([name]) => name);
  const genes = having('genes');
  const [trained] = having('epochs');
  return {
    values: having('result', 'curve').map((column) => ({ column, direction })),
    settings: having('setting', 'names'),
    ...(genes.length === 0 ? {} : { genes }),
    ...(having('curve').length === 0 ? {} : { ends: having('curve') }),
    ...(trained === undefined ? {} : { epochs: trained }),
    ignore: [],
    categories: having('names'),
    nearest,
  };
}
