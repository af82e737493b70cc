// A first look at the columns of a table, and what each may be taken for: where a person says what the table holds.
import { areResults, kindOf, numberIn, type Kind, type Cell, type Rows } from './cells';
import type { TableChoices } from './table';

/** `names`: a setting whose numbers are only names. `genes`: texts that hold all settings. */
export type Role = 'result' | 'setting' | 'names' | 'genes' | 'out';

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

const results = /acc|auc|loss|err|f1|rmse|mae|mse|r2|score|value|valid|perf|metric|result|objective/i;
const smaller = /loss|err|rmse|mae|mse|time|latency|seconds|param|flops|cost|size/i;
const cell201 = /^\|[a-z0-9_]+~0\|\+/;

export function lookAt({ columns, rows, keys }: Rows): Look {
  const looked = columns.map((name, at) =>
    columnOf(
      name,
      rows.map((row) => row[at]),
    ),
  );
  const genes = keys ?? looked.find(({ example }) => cell201.test(example))?.name;
  const numbers = looked.filter(({ name, kind }) => name !== genes && (kind === 'number' || kind === 'list'));
  const result = numbers.findLast(({ name }) => results.test(name)) ?? numbers.at(-1);
  return {
    rows: rows.length,
    direction: result && smaller.test(result.name) ? 'minimize' : 'maximize',
    columns: looked.map((column) => {
      if (column === result) return { ...column, role: 'result' };
      if (column.name === genes) return { ...column, role: 'genes' };
      return { ...column, role: genes !== undefined || column.kind === 'list' ? 'out' : 'setting' };
    }),
  };
}

const shown = 40;

function columnOf(name: string, cells: readonly Cell[]): Omit<LookedColumn, 'role'> {
  const filled = cells.filter((cell) => cell !== null);
  const list = filled.some((cell) => Array.isArray(cell) && cell.every((one) => numberIn(one as Cell) !== undefined));
  const isNumbers = !list && areResults(cells);
  return {
    name,
    kind: list ? 'list' : isNumbers ? 'number' : kindOf(cells),
    different: new Set(filled.map(String)).size,
    example: String(filled.find((cell) => !isNumbers || Number.isFinite(numberIn(cell))) ?? '').slice(0, shown),
  };
}

/** What a table is told by the roles of its columns. */
export function choicesOf(
  roles: ReadonlyMap<string, Role>,
  direction: 'minimize' | 'maximize',
  nearest: boolean,
): TableChoices {
  const having = (...wanted: Role[]) => [...roles].filter(([, role]) => wanted.includes(role)).map(([name]) => name);
  const [genes] = having('genes');
  return {
    values: having('result').map((column) => ({ column, direction })),
    ...(genes === undefined ? { settings: having('setting', 'names') } : { genes }),
    ignore: [],
    categories: having('names'),
    nearest,
  };
}
