// The packed files as a page gets them: by URL, from the server that serves the app.
import { expect, test } from 'vitest';
import { TablabError } from '$core/errors/error';
import { assetUrls, fetchAsset } from '$datasets/assets';
import { loadDataset } from '$datasets/load';
import { datasetCards } from '$datasets/registry';

test.each(datasetCards.filter((card) => card.kind === 'bundled'))('$id arrives by fetch', async (card) => {
  expect(new URL(assetUrls[card.id], location.href).origin).toBe(location.origin);
  const table = await loadDataset({ kind: 'bundled', id: card.id }, fetchAsset);
  expect([table.rows, table.columns.length]).toEqual([card.rows, card.columns]);
});

test('a data set that this version does not have is named', async () => {
  const unknown = loadDataset({ kind: 'bundled', id: 'iris' }, fetchAsset);
  await expect(unknown).rejects.toSatisfy((e) => e instanceof TablabError && e.code === 'dataset-unknown');
});
