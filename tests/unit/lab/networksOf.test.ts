// A lab's first networks follow its data: what nobody has touched becomes what the new data want.
import { expect, test } from 'vitest';
import type { Lab, TrainStep } from '$core/lab/document';
import { withNetworksOf } from '$core/lab/tokenFeatures';
import { withData } from '$core/lab/withData';
import { defaultSearch } from '$core/nas/defaults';
import type { ColumnInfo } from '$core/table/types';
import { defaultTrainConfig } from '$core/train/config';

const goal = { metric: 'accuracy', direction: 'maximize' } as const;
const train: TrainStep = { id: 'train', type: 'train', config: defaultTrainConfig('table') };
const search = { id: 'nas', type: 'nas', config: { ...defaultSearch('table'), objective: goal } } as const;
const lab = (...steps: Lab['steps']) => ({ steps }) as unknown as Lab;

test('when images come, the untouched first network and search are those for images', () => {
  const { steps } = withNetworksOf(lab(train, search), 'table', 'image');
  expect(steps[0].config).toEqual(defaultTrainConfig('image'));
  expect(steps[1].config).toEqual({ ...defaultSearch('image'), objective: goal });
});

test('what a person chose stays', () => {
  const layers = [{ id: 'mine', type: 'dense', options: { units: 5 } }];
  const own: TrainStep = { ...train, config: { ...train.config, layers } };
  const longer: TrainStep = { ...train, config: { ...train.config, epochs: 7 } };
  const { steps } = withNetworksOf(lab(own, longer), 'table', 'image');
  expect(steps[0]).toEqual(own);
  // Another number of epochs, and the network alone is for images.
  expect(steps[1].config).toEqual({ ...longer.config, layers: defaultTrainConfig('image').layers });
  expect(withNetworksOf(lab(train), 'table', 'table').steps).toEqual([train]);
});

test('other data take what belonged to the old ones with them, and bring their networks', () => {
  const columns = [
    { name: 'image', type: 'image' },
    { name: 'label', type: 'category' },
  ] as unknown as ColumnInfo[];
  const before = { ...lab(train), features: {}, types: { a: 'text' }, rows: [], labels: {} } as unknown as Lab;
  const ref = { kind: 'imported', name: 'pictures', sha256: 'f'.repeat(64) } as const;
  const roles = { target: 'label', task: 'multiclass', exclude: [] } as const;
  const after = withData(before, { ref, columns, roles }, []);
  expect(after).toMatchObject({ data: ref, roles });
  expect(Object.keys(after)).not.toEqual(expect.arrayContaining(['types']));
  expect(after.steps[0].config).toEqual(defaultTrainConfig('image'));
});
