// Cheaper trainings: their levels, narrower models, smaller images, and what a document may ask for.
import { expect, test } from 'vitest';
import { checkFidelity, checkResolution, sharesOf } from '$core/lab/checkFidelity';
import type { TuneConfig } from '$core/lab/document';
import { parseLab } from '$core/lab/validate';
import { ordinary } from '$core/pipeline/allocate';
import { coverage, withResolution } from '$core/pipeline/resolution';
import { configAtLevel, distinctShares, levelShares, narrowed, partOf } from '$core/run/fidelity';
import { defaultTrainConfig } from '$core/train/config';
import { problem } from '../../support/training';
import { simulatedLab } from '../../support/simulatedRun';

test('levels are eta apart, the last is the whole, none is below the least', () => {
  expect(levelShares(0.1, 3)).toEqual([1 / 9, 1 / 3, 1]);
  expect(levelShares(1 / 9, 3)).toEqual([1 / 9, 1 / 3, 1]);
  expect(levelShares(0.25, 2)).toEqual([0.25, 0.5, 1]);
  expect(levelShares(0.6, 2)).toEqual([1]);
});

test('a narrower model has its share of units and filters, at least one, and all else as it was', () => {
  const config = defaultTrainConfig('image');
  const narrow = narrowed(config.layers, 1 / 3);
  expect(narrow.map(({ options }) => options)).toEqual([
    { filters: 3, kernelSize: 3 },
    undefined,
    { filters: 5, kernelSize: 3 },
    undefined,
    undefined,
    { units: 11, activation: 'relu' },
  ]);
  expect(narrowed(config.layers, 1e-9)[0].options).toEqual({ filters: 1, kernelSize: 3 });
  expect(narrowed(config.layers, 1)).toEqual(config.layers);
  expect(configAtLevel(config, { of: 'width', share: 1 })).toBe(config);
  expect(configAtLevel(config, { of: 'width', share: 1 / 3 })).toEqual({ ...config, layers: narrow });
  // A width that stands at its default is scaled too.
  expect(narrowed([{ id: 'h', type: 'dense' }], 0.5)).toEqual([{ id: 'h', type: 'dense', options: { units: 16 } }]);
});

test('levels of epochs and folds are whole numbers, each of them once', () => {
  expect([1 / 9, 1 / 3, 1].map((share) => partOf(5, share))).toEqual([1, 2, 5]);
  expect(distinctShares(levelShares(0.01, 3), 9)).toEqual([1 / 9, 1 / 3, 1]);
  expect(distinctShares(levelShares(0.01, 2), 3)).toEqual([1 / 4, 1 / 2, 1]);
  const config = { ...defaultTrainConfig('table'), epochs: 20 };
  expect(configAtLevel(config, { of: 'epochs', share: 1 / 3 })).toEqual({ ...config, epochs: 7 });
  expect(configAtLevel(config, { of: 'epochs', share: 1e-9 }).epochs).toBe(1);
  for (const of of ['rows', 'resolution', 'folds'] as const)
    expect(configAtLevel(config, { of, share: 0.1 })).toBe(config);
});

test('smaller images are means of areas: sums to one, brightness kept, exact where sides divide', () => {
  for (const [from, to] of [
    [28, 9],
    [5, 3],
    [4, 2],
    [3, 3],
    [7, 1],
  ]) {
    const parts = coverage(from, to);
    const covered = new Float64Array(from);
    for (const part of parts) {
      expect(part.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
      for (const { at, share } of part) covered[at] += share;
    }
    for (const each of covered) expect(each).toBeCloseTo(to / from, 12);
  }
  const base = problem({ features: 32, train: 3, validation: 2, test: 1 });
  const images = { ...base, inputs: [{ id: 'features', shape: [4, 4, 2], dtype: 'float32' as const }] };
  const small = withResolution(images, 0.5, ordinary);
  expect(small.inputs[0].shape).toEqual([2, 2, 2]);
  const at = (y: number, x: number, c: number) => images.train.features[32 + (y * 4 + x) * 2 + c];
  const mean = (at(2, 0, 1) + at(2, 1, 1) + at(3, 0, 1) + at(3, 1, 1)) / 4;
  expect(small.train.features[8 + (1 * 2 + 0) * 2 + 1]).toBeCloseTo(mean, 6);
  expect(() => withResolution(base, 0.5, ordinary)).toThrow(expect.objectContaining({ code: 'fidelity-no-images' }));
});

test('what does not go together is refused by name', () => {
  const fidelity = { of: 'rows', least: 0.1 } as const;
  const asha = { type: 'asha', options: { eta: 2 } };
  const config = (more: Partial<TuneConfig>) => simulatedLab(more).steps[0].config as TuneConfig;
  const refused = (more: Partial<TuneConfig>, code: string) =>
    expect(() => {
      const asked = config(more);
      checkFidelity(
        asked,
        asked.space.map(({ path }) => path),
      );
    }).toThrow(expect.objectContaining({ code }));
  refused({ fidelity, pruner: { type: 'median', options: {} } }, 'fidelity-no-rungs');
  refused({ fidelity, pruner: { type: 'population', options: {} } }, 'fidelity-no-rungs');
  refused({ fidelity: { of: 'folds', least: 0.1 }, pruner: asha }, 'fidelity-no-folds');
  const one = { ...defaultTrainConfig('table'), epochs: 1 };
  refused({ fidelity: { of: 'epochs', least: 0.1 }, base: one }, 'fidelity-one-level');
  refused({ fidelity: { of: 'rows', least: 0.6 }, pruner: asha }, 'fidelity-one-level');
  const epochs = [{ path: 'epochs', domain: { kind: 'int', low: 1, high: 9 } }] as const;
  refused({ space: [...epochs], pruner: { type: 'population', options: {} } }, 'population-epochs');
  expect(sharesOf(config({ fidelity, pruner: asha }))).toEqual([1 / 8, 1 / 4, 1 / 2, 1]);
  const validation = { method: 'kfold', folds: 6 } as const;
  expect(sharesOf(config({ fidelity: { of: 'folds', least: 0.1 }, validation }))).toEqual([1 / 9, 1 / 3, 1]);
  for (const more of [
    { fidelity },
    { fidelity, validation },
    { fidelity: { of: 'folds', least: 0.2 } as const, validation },
  ]) {
    const lab = simulatedLab({ ...more, pruner: asha });
    expect(parseLab(JSON.parse(JSON.stringify(lab)))).toEqual(lab);
  }
});

test('a model that the lowest resolution leaves no room for is refused with the reason', () => {
  const shape = { inputs: [{ id: 'features', shape: [28, 28, 1], dtype: 'float32' as const }], units: 10 };
  const of = (least: number) => ({ base: defaultTrainConfig('image'), fidelity: { of: 'resolution' as const, least } });
  expect(() => checkResolution(of(0.3), shape)).not.toThrow();
  expect(() => checkResolution(of(0.03), shape)).toThrow(expect.objectContaining({ code: 'fidelity-too-small' }));
  const table = { inputs: [{ id: 'features', shape: [7], dtype: 'float32' as const }], units: 3 };
  expect(() => checkResolution(of(0.3), table)).toThrow(expect.objectContaining({ code: 'fidelity-no-images' }));
});
