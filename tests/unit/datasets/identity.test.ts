// The pinned content hashes: a change here breaks every link to the data set, so it gets a new id instead.
import { expect, test } from 'vitest';
import { identityOf } from '$datasets/load';
import { datasetCards } from '$datasets/registry';
import { bundled, generated } from '../../support/datasets';

test.each(datasetCards)('$id has the content that its card pins', async (card) => {
  const table = card.kind === 'bundled' ? await bundled(card.id) : await generated(card.id, {}, 1);
  expect(await identityOf(table)).toBe(card.sha256);
});
