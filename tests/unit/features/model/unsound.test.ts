// When a network is refused before it runs: where it cannot be built, whatever the data and the search may still make of it.
import { describe, expect, test } from 'vitest';
import type { LayerSpec } from '$core/model/spec';
import type { Space } from '$core/space/space';
import { defaultTrainConfig } from '$core/train/config';
import type { ModelShape } from '../../../../src/features/model/shape';
import { unsound } from '../../../../src/features/model/unsound';

const image: ModelShape = {
  inputs: [{ id: 'features', shape: [8, 8, 1], dtype: 'float32' }],
  units: 10,
  exact: true,
  image: true,
  kind: 'image',
  trainingRows: 100,
};
const table = (exact: boolean): ModelShape => ({
  ...image,
  inputs: [{ id: 'features', shape: [4], dtype: 'float32' }],
  image: false,
  kind: 'table',
  exact,
});
const of = (...layers: LayerSpec[]) => ({ ...defaultTrainConfig('image'), layers });
const conv = (id: string, kernelSize: number): LayerSpec => ({
  id,
  type: 'conv2d',
  options: { filters: 2, kernelSize, padding: 'valid' },
});
const flat: LayerSpec = { id: 'flat', type: 'flatten' };
const kernel = (low: number, high: number): Space => [
  { path: 'layers.second.kernelSize', domain: { kind: 'int', low, high } },
];

describe('a network whose shape collapses', () => {
  const network = of(conv('first', 5), conv('second', 5), flat);

  test('is refused at its layer', () => {
    expect(unsound(of(conv('first', 5), conv('second', 3), flat), image)).toBeNull();
    expect(unsound(network, image)).toMatchObject({ at: 'second', text: expect.stringContaining('to nothing') });
  });

  test('is not where a search may open it, and is where no point of the space does', () => {
    expect(unsound(network, image, kernel(3, 9))).toBeNull();
    expect(unsound(network, image, kernel(5, 9))).toMatchObject({ at: 'second' });
    expect(unsound(network, image, [{ path: 'layers.second.enabled', domain: { kind: 'bool' } }])).toBeNull();
    expect(unsound(network, image, [{ path: 'batchSize', domain: { kind: 'int', low: 8, high: 64 } }])).toMatchObject({
      at: 'second',
    });
  });
});

test('a width that is known roughly refuses only what fits no table', () => {
  const cut: LayerSpec = { id: 'cut', type: 'reshape', options: { channels: 3 } };
  expect(unsound(of(cut, flat), table(true))).toMatchObject({ at: 'cut' });
  expect(unsound(of(cut, flat), table(false))).toBeNull();
  expect(unsound(of(conv('first', 3)), table(false))).toMatchObject({ at: 'first' });
  const features: Space = [{ path: 'features.numeric', domain: { kind: 'choice', values: ['none', 'standard'] } }];
  expect(unsound(of(cut, flat), table(true), features)).toBeNull();
});

test('nothing is refused while the data are unknown', () => {
  expect(unsound(of(conv('first', 3)), null)).toBeNull();
});

test('classes that are too many are no fault of the network', () => {
  expect(unsound(of(), { ...table(true), units: 10_000 })).toBeNull();
});
