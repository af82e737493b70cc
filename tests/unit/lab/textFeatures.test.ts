// A table of nothing but texts is read by its words at once; any other is left as it is.
import { expect, it } from 'vitest';
import { exampleLab } from '$core/lab/examples/example';
import { termsOf, textsAlone, withoutBlanks, withTexts } from '$core/lab/textFeatures';
import { kindOfData, withCounts, withTokens } from '$core/lab/tokenFeatures';
import { prepare } from '$core/pipeline/prepare';
import type { ColumnInfo, DatasetInfo } from '$core/table/types';
import { strings, tableOf } from '$datasets/columns';
import { isLabFile } from '$features/home/labFile';
import { shapeOf } from '$features/model/shape';
import { describeTable } from '$core/table/describe';
import { defaultTrainConfig } from '$core/train/config';
import { newStep } from '$features/lab/newStep';
import { sentences } from '../../support/sentences';

const info = (name: string, type: ColumnInfo['type']) => ({ name, type, missing: 0, distinct: 50 }) as ColumnInfo;
const roles = { target: 'mood', task: 'binary' as const, exclude: ['review'] };
const mood = info('mood', 'categorical');
const review = info('review', 'text');

it('takes texts where nothing else can be a feature', () => {
  expect(textsAlone([review, mood], roles)).toEqual(['review']);
  expect(textsAlone([review, mood, info('row', 'id')], { ...roles, exclude: ['row'] })).toEqual(['review']);
  expect(textsAlone([review, mood, info('age', 'numeric')], roles)).toEqual([]);
  expect(textsAlone([mood, info('age', 'numeric')], { ...roles, exclude: ['age'] })).toEqual([]);
});

it('the words become features, and the page foresees about how many', () => {
  const words = ['good', 'bad', 'long', 'short'];
  const texts = Array.from({ length: 40 }, (_, i) => `${words[i % 4]} film ${words[(i * 3) % 4]}`);
  const table = tableOf([
    strings('review', texts, 'text'),
    strings(
      'mood',
      texts.map((text) => (text.includes('bad') ? 'low' : 'high')),
    ),
  ]);
  const bare = exampleLab({ title: '', note: '', data: { kind: 'bundled', id: 'penguins' }, roles, steps: [] });
  const dataset = { rows: 40, columns: [review, mood] } as unknown as DatasetInfo;
  expect(() => prepare(table, bare)).toThrow();
  expect(shapeOf(dataset, bare)).toBeNull();
  expect(withTexts(bare, [])).toBe(bare);
  const lab = withTexts(bare, ['review']);
  expect(lab.roles.exclude).toEqual([]);
  expect(prepare(table, lab).inputs).toEqual([{ id: 'features', shape: [5], dtype: 'float32' }]);
  expect(termsOf(lab, 'review')).toBe(200);
  expect(termsOf(lab, 'mood')).toBeNull();
  expect(shapeOf(dataset, lab)).toMatchObject({ inputs: [{ id: 'features', shape: [200] }], exact: false });
});

it('token codes: only the prepared rows tell what goes into a model', () => {
  const table = sentences(60, true);
  const own = { target: 'mood', task: 'binary' as const, exclude: ['pages', 'city'] };
  const bare = exampleLab({ title: '', note: '', data: { kind: 'bundled', id: 'penguins' }, roles: own, steps: [] });
  const columns = table.columns.map(({ name, type }) => info(name, type));
  const dataset = { rows: 60, columns } as unknown as DatasetInfo;
  const lab = withTokens(bare, ['text'], columns);
  expect(kindOfData(columns, lab)).toBe('text');
  expect(termsOf(lab, 'text')).toBeNull();
  expect(shapeOf(dataset, lab)).toBeNull();
  const { inputs } = prepare(table, lab);
  expect(shapeOf(dataset, lab, inputs)).toMatchObject({ inputs, exact: true, kind: 'text' });
  const beside = { ...lab, roles: { ...own, exclude: [] } };
  expect(kindOfData(columns, beside)).toBe('textTable');
  expect(shapeOf(dataset, beside, prepare(table, beside).inputs)).toMatchObject({ kind: 'textTable' });
  expect(kindOfData(columns, { ...lab, roles: { ...own, exclude: ['text'] } })).toBe('table');
  // A recipe for a column that is not there is that of a step on the table, or of other data.
  const features = { ...lab.features, columns: { joined: { encode: { type: 'tokens' } } } };
  expect(kindOfData(columns, { ...lab, features })).toBe('table');
  const derive = [{ id: 'one', type: 'expression' }];
  expect(kindOfData(columns, { ...lab, features: { ...features, derive } })).not.toBe('table');
});

it.each([
  ['a.tablab', 'PK anything', true],
  ['a.json', '{"format": "tablab"}', true],
  ['a.json', 'hello', true],
  ['a.json', ' [{"x": 1}]', false],
  ['a.csv', 'x,y\n1,2', false],
  ['a.csv', '', false],
  ['a.zip', `PK${' '.repeat(24)}\x0e\0\0\0labs/0/lab.json`, true],
  ['a.zip', `PK${' '.repeat(24)}\x09\0\0\0cats/1.png`, false],
  ['a.zip', 'PK', false],
])('%s with %j is a lab: %s', async (name, text, lab) => {
  expect(await isLabFile(new File([text], name))).toBe(lab);
});

it('where words have no blanks between them, letters are the tokens', async () => {
  const praise = ['这部电影真好看', '我很喜欢这家餐厅', '服务态度非常好', 'この本はとても良い'];
  const blame = ['这部电影太难看了', '我讨厌这家餐厅', '服务态度非常差', 'この本はつまらない'];
  const texts = Array.from({ length: 80 }, (_, i) => `${(i % 2 ? praise : blame)[(i >> 1) % 4]}第${i}次`);
  const table = tableOf([
    strings('review', texts, 'text'),
    strings(
      'mood',
      texts.map((_, i) => (i % 2 ? 'high' : 'low')),
    ),
  ]);
  const { columns } = await describeTable(table);
  expect(withoutBlanks(columns[0])).toBe(true);
  for (const value of ['Ein Satz über 東京', 'Привет, как дела?', '안녕 하세요', '', '😂'])
    expect(withoutBlanks({ top: [{ value, count: 1 }] })).toBe(false);
  expect(withoutBlanks({})).toBe(false);
  const bare = exampleLab({ title: '', note: '', data: { kind: 'bundled', id: 'penguins' }, roles, steps: [] });
  // Each whole sentence would be one word, in one row.
  expect(() => prepare(table, withTokens(bare, ['review'], []))).toThrow('left to learn from');
  const [coded] = prepare(table, withTokens(bare, ['review'], columns)).inputs;
  expect([coded.id, coded.shape[0] > 8, coded.vocabulary! > 30]).toEqual(['codes', true, true]);
  expect(prepare(table, withTexts(bare, ['review'], columns)).inputs[0].shape[0]).toBeGreaterThan(50);
});

it('there and back: networks and what is varied of them follow the reading', async () => {
  const { columns } = await describeTable(sentences(60));
  const own = { target: 'mood', task: 'binary' as const, exclude: [] };
  const bare = exampleLab({ title: '', note: '', data: { kind: 'bundled', id: 'penguins' }, roles: own, steps: [] });
  const counted = withTexts(bare, ['text'], columns);
  const train = { id: 'train', type: 'train' as const, config: defaultTrainConfig('table') };
  const before = { ...counted, steps: [train, newStep({ ...counted, steps: [train] }, 'tune', 'table')] };
  const tokens = withTokens(before, ['text'], columns);
  const varied = (lab: typeof bare) => lab.steps.flatMap((step) => (step.type === 'tune' ? step.config.space : []));
  expect(varied(tokens).map(({ path }) => path)).toEqual(['optimizer.learningRate', 'layers.h1.units']);
  const back = withCounts(tokens, ['text'], columns);
  expect(back.steps).toEqual(before.steps);
  expect(back.features.columns).toEqual(before.features.columns);
  // A tune step made for texts varies a convolution that networks for tables lack.
  const made = { ...tokens, steps: [newStep({ ...tokens, steps: [tokens.steps[0]] }, 'tune', 'text')] };
  expect(varied(made).map(({ path }) => path)).toEqual(['optimizer.learningRate', 'layers.c1.filters']);
  const [tune] = withCounts(made, ['text'], columns).steps;
  expect(tune.type === 'tune' && tune.config.base).toEqual(defaultTrainConfig('table'));
  expect(tune.type === 'tune' && tune.config.space.map(({ path }) => path)).toEqual(['optimizer.learningRate']);
});
