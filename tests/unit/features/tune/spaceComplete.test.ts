import { expect, test } from 'vitest';
import { defaultFeatures } from '$core/lab/document';
import { tunableFields } from '$core/space/tunable';
import { defaultTrainConfig } from '$core/train/config';
import { completionsAt } from '../../../../src/features/tune/spaceComplete';

const base = defaultTrainConfig('table');
const fields = tunableFields(base, [], defaultFeatures);
const at = (text: string) => completionsAt(text, text.length, fields, []).options.map(({ insert }) => insert);

test('completes settings of the model, the training and the preparation of the data, with a range', () => {
  expect(at('learningR')[0]).toMatch(/^optimizer\.learningRate = float\(.*, log\)$/);
  expect(at('batchS')[0]).toMatch(/^batchSize = /);
  expect(at('features.sc')[0]).toMatch(/^features\.scale = choice\(/);
  expect(at('require features.sc')).toContain('features.scale');
  expect(at('# features.sc')).toEqual([]);
});

test('offers first what begins as the word does, then what only mentions it', () => {
  expect(at('bat')[0]).toMatch(/^batchSize = /);
  // "minibatch" is a value of it.
  expect(at('bat').findIndex((insert) => insert.startsWith('optimizer.type'))).toBeGreaterThan(0);
  expect(at('learn')[0]).toMatch(/^optimizer\.learningRate = /);
  expect(at('req')[0]).toBe('require ');
});
