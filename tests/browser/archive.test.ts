// A .tablab file through the browser's own database and compressor.
import { expect, test } from 'vitest';
import { quickstart } from '$core/lab/examples/quickstart';
import { describeTable, tableBytes } from '$core/table/describe';
import { numbers, strings, tableOf } from '$datasets/columns';
import { exportAll, importArchive } from '$store/archive';
import { getTable, putDataset } from '$store/datasets';
import { listLabs, putLab } from '$store/labs';
import { openStore } from '$store/open';
import { eraseAll } from '$store/sizes';

test('everything exported comes back into an erased storage', async () => {
  const store = await openStore('archive-test');
  await eraseAll(store);
  const rows = 50_000;
  const table = tableOf([
    numbers(
      'x',
      Array.from({ length: rows }, (_, i) => (i % 7 === 0 ? NaN : Math.sqrt(i))),
    ),
    strings(
      'c',
      Array.from({ length: rows }, (_, i) => (i % 5 === 0 ? null : `name ${i % 13}`)),
    ),
  ]);
  const { sha256, columns } = await describeTable(table);
  const source = { kind: 'imported', detail: 'x.csv' } as const;
  const info = { sha256, columns, name: 'x', rows, bytes: tableBytes(table), source, notes: [], createdAt: 1 };
  await putDataset(
    store,
    info,
    table.columns.map(({ data }) => data),
  );
  const lab = { ...quickstart.lab, data: { kind: 'imported', name: 'x', sha256 } as const };
  await putLab(store, { id: 'one', lab, createdAt: 1, updatedAt: 2 });

  const file = await exportAll(store, Date.now());
  expect(file.size).toBeLessThan(info.bytes);
  await eraseAll(store);
  expect(await importArchive(store, file)).toMatchObject({ datasets: 1, missing: [] });
  expect((await listLabs(store)).map((record) => record.lab)).toEqual([lab]);
  expect(await getTable(store, sha256)).toEqual(table);
});
