// Files through the real worker into the real IndexedDB, asked for by the page's own client.
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createTableClient } from '$bridge/tableClient';
import { TablabError } from '$core/errors/error';
import type { Progress } from '$core/run/types';
import { getTable, listDatasets } from '$store/datasets';
import { openStore } from '$store/open';
import { eraseAll } from '$store/sizes';

const client = createTableClient();
const quiet = () => {};
const fileOf = (name: string, text: string) => new File([text], name);
const codeOf = (error: unknown) => (error instanceof TablabError ? error.code : String(error));

beforeEach(async () => eraseAll(await openStore()));
afterAll(() => client.terminate());

describe('importing through the worker', () => {
  it('stores a CSV file and gives it back', async () => {
    const text = 'name,mass,ok\nadelie,3750,true\ngentoo,5000,false\nchinstrap,,true\n';
    const { dataset, roles } = await client.importFiles([fileOf('birds.csv', text)], {}, quiet);
    expect(dataset).toMatchObject({ name: 'birds.csv', rows: 3, source: { kind: 'imported', detail: 'birds.csv' } });
    expect(dataset.columns.map(({ name, type, missing }) => [name, type, missing])).toEqual([
      ['name', 'categorical', 0],
      ['mass', 'numeric', 1],
      ['ok', 'boolean', 0],
    ]);
    expect(roles).toMatchObject({ target: 'ok', task: 'binary' });
    const table = await getTable(await openStore(), dataset.sha256);
    expect(table.columns[1].data).toEqual({ kind: 'number', values: Float64Array.of(3750, 5000, NaN) });
    const page = await client.rows(dataset.sha256, 1, 2);
    expect(page.columns.map(({ cells }) => cells)).toEqual([
      ['gentoo', 'chinstrap'],
      ['5000', null],
      ['false', 'true'],
    ]);
  });

  it('stores identical content once, under one identity', async () => {
    const first = await client.importFiles([fileOf('a.csv', 'x,y\n1,2\n3,4\n')], {}, quiet);
    const second = await client.importText('x\ty\r\n1.0\t2\r\n3\t4\r\n', 'pasted', {}, quiet);
    expect(second.dataset).toEqual(first.dataset);
    expect(await listDatasets(await openStore())).toHaveLength(1);
  });

  it('makes bundled and generated data', async () => {
    const { dataset, roles } = await client.ensure({ kind: 'bundled', id: 'penguins' }, quiet);
    expect(dataset.rows).toBe(344);
    expect(dataset.columns.some(({ name }) => name === roles.target)).toBe(true);
    const moons = await client.ensure({ kind: 'generated', id: 'moons', options: {}, seed: 1 }, quiet);
    expect(moons.dataset.source).toEqual({ kind: 'generated', detail: 'moons' });
    expect(await listDatasets(await openStore())).toHaveLength(2);
  });

  it('says what is missing when a lab names data that is not here', async () => {
    const ref = { kind: 'imported', name: 'mine.csv', sha256: '0'.repeat(64) } as const;
    await expect(client.ensure(ref, quiet).catch(codeOf)).resolves.toBe('dataset-missing');
  });

  it('stores nothing when a file is bad', async () => {
    const bad = [
      fileOf('empty.csv', ''),
      new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1])], 'photo.csv'),
    ];
    const codes = await Promise.all(bad.map((file) => client.importFiles([file], {}, quiet).catch(codeOf)));
    expect(codes).toEqual(['file-empty', 'file-binary']);
    expect(await listDatasets(await openStore())).toEqual([]);
  });

  it('tells its progress and stops when asked, leaving nothing', async () => {
    const line = `${Array.from({ length: 20 }, (_, i) => i / 7).join(',')}\n`;
    const big = new File(
      Array.from({ length: 40 }, () => line.repeat(5000)),
      'big.csv',
    );
    const stop = new AbortController();
    const seen: Progress[] = [];
    const importing = client.importFiles(
      [big],
      {},
      (progress) => {
        seen.push(progress);
        if (progress.done > 0) stop.abort();
      },
      stop.signal,
    );
    await expect(importing.catch(codeOf)).resolves.toBe('aborted');
    expect(seen[0]).toMatchObject({ stage: 'reading', total: big.size });
    expect(await listDatasets(await openStore())).toEqual([]);
  });
});
