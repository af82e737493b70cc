// Searching and sorting the rows of a table, against what it means said slowly.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrangeRows, type Arrangement } from '$core/table/arrange/arrange';
import { parseSearch } from '$core/table/arrange/parse';
import { cellText } from '$core/table/look';
import type { Column } from '$core/table/types';

const word = (name: string, cells: readonly (string | null)[]): Column => {
  const dictionary = [...new Set(cells.filter((cell) => cell !== null))];
  const codes = Int32Array.from(cells, (cell) => (cell === null ? -1 : dictionary.indexOf(cell)));
  return { name, type: 'categorical', data: { kind: 'dict', codes, dictionary } };
};
const number = (name: string, values: readonly number[], type: Column['type'] = 'numeric'): Column => ({
  name,
  type,
  data: { kind: 'number', values: Float64Array.from(values) },
});
const day = (text: string) => Date.parse(`${text}T00:00:00Z`);
const table = [
  word('city', ['Oslo', 'oslo', 'Bergen', null, 'Tromsø', 'Bergen']),
  number('rain', [10, 2.5, NaN, 100, -3, 10]),
  number('day', [day('2024-01-05'), day('2024-02-01'), NaN, day('2023-12-31'), day('2024-01-05'), 0], 'date'),
  number('open', [1, 0, 1, NaN, 1, 0], 'boolean'),
  word('size', ['10', '9', '2', '2', null, '30']),
];
const idle = { progress: () => undefined, pause: () => Promise.resolve() };
const arrange = async (what: Arrangement, columns = table, rows = 6) => [
  ...(await arrangeRows(
    (name) => Promise.resolve(columns.find((column) => column.name === name)!),
    columns.map(({ name }) => name),
    rows,
    what,
    idle,
  )),
];
const search = (text: string, column?: string) => arrange({ search: { text, ...(column && { column }) } });

describe('search', () => {
  test.each<[string, string | undefined, number[]]>([
    ['', undefined, [0, 1, 2, 3, 4, 5]],
    ['OSLO', undefined, [0, 1]],
    ['erg', 'city', [2, 5]],
    ['10', undefined, [0, 3, 5]],
    ['10', 'rain', [0, 3, 5]],
    ['2024-01', undefined, [0, 4]],
    ['true', undefined, [0, 2, 4]],
    ['>= 10', 'rain', [0, 3, 5]],
    ['>10', 'rain', [3]],
    ['<0', undefined, [4]],
    ['= 10', undefined, [0, 5]],
    ['!= 10', 'rain', [1, 3, 4]],
    ['2..10', 'rain', [0, 1, 5]],
    ['>= 2024-01-05', 'day', [0, 1, 4]],
    ['2023-12-31 .. 2024-01-05', 'day', [0, 3, 4]],
    ['= bergen', undefined, [2, 5]],
    ['!= bergen', 'city', [0, 1, 4]],
    ['= missing', 'rain', [2]],
    ['!= missing', 'city', [0, 1, 2, 4, 5]],
    ['> 9', 'size', [0, 5]],
    ['"> 9"', undefined, []],
    ['no such thing', undefined, []],
  ])('%s in %s', async (text, column, rows) => {
    expect(await search(text, column)).toEqual(rows);
  });

  test.each([
    ['>= ten', 'search-operand'],
    ['>', 'search-operand'],
    ['=', 'search-operand'],
    ['> 1; alert(1)', 'search-operand'],
    ['10..2', 'search-range'],
    ['x'.repeat(201), 'search-long'],
  ])('%s is refused', async (text, code) => {
    await expect(search(text)).rejects.toMatchObject({ code });
  });
  test('a column that cannot be compared, and one that is not there', async () => {
    await expect(search('> 3', 'city')).rejects.toMatchObject({ code: 'search-column-kind' });
    await expect(search('> 2024-01-01', 'rain')).rejects.toMatchObject({ code: 'search-column-kind' });
    await expect(search('x', 'nowhere')).rejects.toMatchObject({ code: 'column-unknown' });
  });
  test('whatever is typed is read or refused with a code', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseSearch(text);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^search-/) as string });
        }
      }),
    );
  });
  test('letters are found where the cells as people read them hold them', async () => {
    const values = fc.array(fc.oneof(fc.double(), fc.integer({ min: -20, max: 20 })), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        values,
        fc.string({ unit: fc.constantFrom(...'0123456789.e-+'), minLength: 1, maxLength: 3 }),
        async (all, text) => {
          const column = number('x', all);
          const found = await arrange({ search: { text: `"${text}"` } }, [column], all.length);
          const holds = (row: number) => cellText('numeric', column.data, row)?.toLowerCase().includes(text);
          expect(found).toEqual([...all.keys()].filter(holds));
        },
      ),
    );
  });
});

describe('sort', () => {
  const sort = (column: string, descending = false) => arrange({ sort: { column, descending } });
  test('numbers and words either way, equal ones as they were, missing last', async () => {
    expect(await sort('rain')).toEqual([4, 1, 0, 5, 3, 2]);
    expect(await sort('rain', true)).toEqual([3, 0, 5, 1, 4, 2]);
    expect(await sort('city')).toEqual([2, 5, 0, 1, 4, 3]);
    expect(await sort('city', true)).toEqual([4, 1, 0, 2, 5, 3]);
    // Words that are all numbers: 2 before 10.
    expect(await sort('size')).toEqual([2, 3, 1, 0, 5, 4]);
  });
  test('of what was found, among chosen rows', async () => {
    const what = { search: { text: '10' }, sort: { column: 'rain', descending: true } };
    expect(await arrange(what)).toEqual([3, 0, 5]);
    expect(await arrange({ ...what, only: Uint32Array.of(5, 0, 4, 99) })).toEqual([0, 5]);
    expect(await arrange({ only: Uint32Array.of(4, 1) })).toEqual([1, 4]);
  });
});

test('a search can be stopped', async () => {
  const rows = 200_000;
  const column = number(
    'x',
    Array.from({ length: rows }, (_, i) => i),
  );
  let pauses = 0;
  const stopped = arrangeRows(
    () => Promise.resolve(column),
    ['x'],
    rows,
    { search: { text: '7' } },
    {
      progress: () => undefined,
      pause: () => (++pauses < 3 ? Promise.resolve() : Promise.reject(new Error('stopped'))),
    },
  );
  await expect(stopped).rejects.toThrow('stopped');
});
