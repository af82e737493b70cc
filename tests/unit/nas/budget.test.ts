// The first budget of a search by the size of its data.
import { expect, test } from 'vitest';
import { defaultSearch, searchEpochs } from '$core/nas/defaults';

test('small data get epochs enough to tell networks apart, large ones no more than a person waits for', () => {
  // Iris: 90 rows make 3 minibatches.
  expect(searchEpochs('table', 90, 32)).toBe(60);
  expect(searchEpochs('table', 265, 32)).toBe(34);
  expect(searchEpochs('table', 13_675, 32)).toBe(20);
  expect(searchEpochs('table', 60_000, 32)).toBe(5);
  expect(searchEpochs('table', 1_000_000, 32)).toBe(3);
  expect(searchEpochs('image', 1078, 64)).toBe(15);
  expect(searchEpochs('image', 6000, 64)).toBe(4);
  expect(searchEpochs('image', 48_000, 64)).toBe(3);
});

test('the epochs of a new search follow the rows where they are known', () => {
  expect(defaultSearch('table').base.epochs).toBe(20);
  expect(defaultSearch('table', undefined, 90).base.epochs).toBe(60);
  expect(defaultSearch('image').base.epochs).toBe(3);
  expect(defaultSearch('image', undefined, 1078).base).toMatchObject({ epochs: 15, batchSize: 64 });
  expect(defaultSearch('text', undefined, 90).base.epochs).toBe(10);
});

test('the first strategy is the one that does best with few networks of that kind of data', () => {
  const first = (kind: Parameters<typeof defaultSearch>[0]) => defaultSearch(kind).strategy.type;
  expect(['table', 'image', 'text', 'textTable'].map((kind) => first(kind as 'table'))).toEqual([
    'pnas',
    'pnas',
    'bayes',
    'bayes',
  ]);
});
