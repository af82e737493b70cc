// Which rows a table shows and in which order: those of a choice, that a search finds, sorted by a column.
import { TablabError } from '../../errors/error';
import type { Column } from '../types';
import { parseSearch } from './parse';
import { searchRows, type ArrangeContext } from './search';
import { sortRows } from './sort';

export interface Arrangement {
  readonly search?: { readonly text: string; /** Left out: all columns. */ readonly column?: string };
  readonly sort?: { readonly column: string; readonly descending: boolean };
  /** Of these rows only. */
  readonly only?: Uint32Array;
}

/** Row numbers in the order to show them. Throws `column-unknown` and what `parseSearch` and `searchRows` throw. */
export async function arrangeRows(
  load: (name: string) => Promise<Column>,
  names: readonly string[],
  rows: number,
  { search, sort, only }: Arrangement,
  on: ArrangeContext,
): Promise<Uint32Array<ArrayBuffer>> {
  for (const name of [search?.column, sort?.column]) {
    if (name !== undefined && !names.includes(name)) throw new TablabError('column-unknown', { column: name });
  }
  const query = parseSearch(search?.text ?? '');
  const chosen = only && new Uint32Array(only).filter((row) => row < rows).sort();
  let found = chosen ?? new Uint32Array(0);
  if (query) {
    const columns: Column[] = [];
    for (const name of search?.column === undefined ? names : [search.column]) {
      await on.pause();
      columns.push(await load(name));
    }
    const hits = await searchRows(columns, rows, query, search?.column !== undefined, on);
    found = chosen ? both(chosen, hits) : hits;
  } else if (!chosen) {
    found = new Uint32Array(rows);
    for (let row = 0; row < rows; row++) found[row] = row;
  }
  if (!sort) return found;
  on.progress('sorting', 0, 0);
  await on.pause();
  return sortRows(await load(sort.column), found, sort.descending);
}

/** What two ascending lists share. */
function both(a: Uint32Array, b: Uint32Array): Uint32Array<ArrayBuffer> {
  let j = 0;
  return new Uint32Array(a).filter((row) => {
    while (j < b.length && b[j] < row) j++;
    return j < b.length && b[j] === row;
  });
}
