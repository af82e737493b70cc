// Validate steps as the study worker runs them, on the SIMD engine in Node: which trainings they are, that these are the
// same bits as elsewhere, and that what judges never reaches what chooses.
import { describe, expect, test } from 'vitest';
import { trialRecordText } from '$core/lab/digest';
import { encodeLink, decodeLink } from '$core/lab/codec';
import type { Lab, Step, ValidateConfig } from '$core/lab/document';
import { parseLab } from '$core/lab/validate';
import { Study } from '$core/run/study';
import type { RunEvent, TrialRecord } from '$core/run/types';
import { defaultTrainConfig } from '$core/train/config';
import { curvePoints, headlineOf, modelFolds, outerFolds } from '$core/validation/results';
import { checkValidate } from '$core/validation/step';
import { planStep } from '$workers/lib/runPlan';
import { runStep } from '../../support/runLab';

const base = { ...defaultTrainConfig('table'), layers: [{ id: 'h', type: 'dense', options: { units: 4 } }], epochs: 3 };
const goal = { metric: 'accuracy', direction: 'maximize' } as const;
const folds = { method: 'stratified', folds: 3 } as const;
const tune: Step = {
  id: 'tune',
  type: 'tune',
  config: {
    base,
    space: [
      { path: 'optimizer.learningRate', domain: { kind: 'float', low: 0.001, high: 0.1, log: true } },
      { path: 'features.scale', domain: { kind: 'choice', values: ['standard', 'none'] } },
    ],
    sampler: { type: 'tpe', options: {} },
    objective: goal,
    validation: folds,
    trials: 4,
    width: 2,
  },
};
const labOf = (config: Omit<ValidateConfig, 'objective'>): Lab => ({
  format: 'tablab',
  version: 1,
  title: 'Validate',
  seed: 5,
  data: { kind: 'generated', id: 'moons', options: { rows: 120, noise: 0.2 }, seed: 1 },
  roles: { target: 'class', task: 'binary', exclude: [] },
  features: { scale: 'standard', impute: 'mean', categorical: 'onehot', maxCategories: 50 },
  split: { validation: 0.2, test: 0.2 },
  executor: 'simd',
  steps: [
    { id: 'train', type: 'train', config: base },
    tune,
    { id: 'validate', type: 'validate', config: { objective: goal, ...config } },
  ],
});
const configOf = (lab: Lab) => lab.steps.find(({ id }) => id === 'validate')!.config as ValidateConfig;
const text = (trials: readonly TrialRecord[]) => trials.map((trial) => trialRecordText(trial)).join('\n');

describe('models by folds', () => {
  const point = { 'optimizer.learningRate': 0.02, 'features.scale': 'none' };
  const lab = labOf({
    models: [{ step: 'train' }, { step: 'tune', trial: 2, params: point }],
    folds: { ...folds, repeats: 2 },
    method: { type: 'folds' },
  });

  test('trains every model on every fold, each pair on the same rows', async () => {
    const { trials, value } = await runStep(parseLab(lab), 'validate');
    expect(trials.map(({ params }) => params)).toEqual(
      [0, 1, 2, 3, 4, 5].flatMap((fold) => [
        { fold, model: 0 },
        { fold, model: 1 },
      ]),
    );
    expect(trials.every(({ state, folds: own }) => state === 'done' && own!.length === 1)).toBe(true);
    const models = modelFolds(configOf(lab), trials);
    expect(models.map(({ model, whole }) => [model, whole])).toEqual([
      [0, true],
      [1, true],
    ]);
    for (const { folds: own } of models) {
      expect(own.map(({ fold }) => fold)).toEqual([0, 1, 2, 3, 4, 5]);
      for (const one of own) {
        expect(one.rows).toEqual({ train: 64, validation: 32 });
        expect(one.train!.accuracy).toBeGreaterThan(0);
        expect(one.hits).toBeDefined();
      }
    }
    const means = models.map(({ folds: own }) => own.reduce((sum, one) => sum + one.value, 0) / 6);
    expect(value).toBeCloseTo(Math.max(...means), 14);
    expect(headlineOf(configOf(lab), trials.slice(0, 11), goal)?.value).toBe(means[0]);
  });

  test('gives a trial of a search the bits that it has in its own cross-validated study', async () => {
    const { trials } = await runStep(lab, 'tune');
    const same = trials[2];
    const checked = labOf({
      models: [{ step: 'tune', trial: 2, params: same.params }],
      folds,
      method: { type: 'folds' },
    });
    const again = await runStep(checked, 'validate');
    expect(again.trials.map(({ folds: own }) => own![0].metrics)).toEqual(same.folds!.map(({ metrics }) => metrics));
    expect(again.value).toBe(same.value);
  });

  test('travels in a link', async () => {
    expect((await decodeLink(await encodeLink(lab))).steps).toEqual(lab.steps);
  });
});

describe('curves', () => {
  test('of learning: sizes grow within a seed, all rows are the lab itself under other seeds', async () => {
    const lab = labOf({
      models: [{ step: 'train' }],
      method: { type: 'learning', sizes: [0.25, 0.5, 1], seeds: 2 },
    });
    const { trials, value } = await runStep(parseLab(lab), 'validate');
    const points = curvePoints(configOf(lab), trials, 'accuracy');
    expect(points.map(({ at, rows, whole }) => [at, rows, whole])).toEqual([
      [0.25, 18, true],
      [0.5, 36, true],
      [1, 72, true],
    ]);
    expect(points[2].validation).toMatchObject({ count: 2 });
    expect(value).toBe(points[2].validation.mean);
    const trained = await runStep(lab, 'train');
    const whole = trials.find(({ params }) => params.seed === 0 && params.size === 1)!;
    expect(whole.metrics).toEqual(trained.trials[0].metrics);
    const other = trials.find(({ params }) => params.seed === 1 && params.size === 1)!;
    expect(other.metrics).not.toEqual(whole.metrics);
  });

  test('over a setting of the model or of the features', async () => {
    const lab = labOf({
      models: [{ step: 'train' }],
      folds,
      method: { type: 'curve', path: 'features.scale', values: ['standard', 'none'], seeds: 1 },
    });
    const { trials } = await runStep(parseLab(lab), 'validate');
    expect(curvePoints(configOf(lab), trials, 'accuracy').map(({ at, whole }) => [at, whole])).toEqual([
      ['standard', true],
      ['none', true],
    ]);
    const bad = {
      ...configOf(lab),
      method: { type: 'curve', path: 'layers.x.units', values: [1, 2], seeds: 1 },
    } as const;
    expect(() =>
      planStep(
        {
          ...lab,
          steps: [
            ...lab.steps.slice(0, 2),
            { id: 'validate', type: 'validate', config: { ...bad, method: { ...bad.method, values: [1, 2] } } },
          ],
        },
        'validate',
      ),
    ).toThrow(/layers\.x\.units/);
  });
});

describe('nested', () => {
  const lab = labOf({ models: [{ step: 'tune' }], folds, method: { type: 'nested', inner: { ...folds, folds: 2 } } });

  test('searches within each fold, and judges what it chose on the fold', async () => {
    const { trials, value } = await runStep(parseLab(lab), 'validate');
    expect(trials).toHaveLength(3 * 5);
    expect(trials.slice(0, 12).map(({ params }) => [params.outer, params.try])).toEqual(
      [0, 1, 2, 3].flatMap((t) => [0, 1, 2].map((outer) => [outer, t])),
    );
    const judged = outerFolds(trials);
    expect(judged.map(({ fold }) => fold.fold)).toEqual([0, 1, 2]);
    judged.forEach(({ chosen, point, inner, fold }, outer) => {
      const own = trials.filter(({ params }) => params.outer === outer && 'try' in params);
      const best = Math.max(...own.map((trial) => trial.value!));
      expect(own[chosen].value).toBe(best);
      expect(own.findIndex((trial) => trial.value === best)).toBe(chosen);
      expect(inner).toBe(best);
      expect(own[chosen].params).toMatchObject(point);
      // 96 rows: 64 of them train the judged model, and 32 of those each inner one.
      expect(fold.rows).toEqual({ train: 64, validation: 32 });
      for (const trial of own)
        expect(trial.folds!.map(({ rows }) => rows)).toEqual([
          { train: 32, validation: 32 },
          { train: 32, validation: 32 },
        ]);
    });
    expect(value).toBeCloseTo(judged.reduce((sum, { fold }) => sum + fold.value, 0) / 3, 14);
  });

  test('asks the same however the trials come in, and goes on from a journal', async () => {
    const { trials } = await runStep(lab, 'validate');
    const plan = planStep(lab, 'validate');
    for (const cut of [0, 5, 12, 14]) {
      const told = trials.slice(0, cut).map((trial): RunEvent => ({ type: 'told', trial }));
      const study = Study.replay(plan.study, told, plan.sampler);
      const running: number[] = [];
      // As many at once as may be, answered last first.
      while (!study.finished) {
        for (let asked = study.next(); asked; asked = study.next()) {
          expect(asked.params).toEqual(trials[asked.index].params);
          running.push(asked.index);
        }
        study.tell(trials[running.pop()!]);
      }
      expect(text(study.trials)).toBe(text(trials));
    }
  });

  test('holds out a part of each fold where no inner folds are given', async () => {
    const held = labOf({ models: [{ step: 'tune' }], folds, method: { type: 'nested' } });
    const { trials } = await runStep(held, 'validate');
    // A fifth of 64 rows, class by class.
    for (const { folds: own } of trials.slice(0, 12)) {
      expect(own).toHaveLength(1);
      expect(own![0].rows.train + own![0].rows.validation).toBe(64);
      expect(own![0].rows.validation).toBeLessThanOrEqual(13);
    }
  });
});

describe('what keeps a validation from running', () => {
  const codes = (config: Omit<ValidateConfig, 'objective'>) => {
    const lab = labOf(config);
    try {
      checkValidate(lab, configOf(lab));
      return null;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  test('is a coded error', () => {
    const method = { type: 'folds' } as const;
    expect(codes({ models: [], folds, method })).toBe('validate-no-model');
    expect(codes({ models: [{ step: 'gone' }], folds, method })).toBe('validate-model-missing');
    expect(codes({ models: [{ step: 'validate' }], folds, method })).toBe('validate-model-kind');
    expect(codes({ models: [{ step: 'tune' }], folds, method })).toBe('validate-model-trial');
    expect(codes({ models: [{ step: 'train' }], method })).toBe('validate-folds-missing');
    expect(codes({ models: [], folds, method: { type: 'nested' } })).toBe('validate-no-search');
    expect(codes({ models: [{ step: 'train' }], folds, method: { type: 'nested' } })).toBe('validate-nested-step');
    expect(
      codes({
        models: [{ step: 'train' }],
        folds: { method: 'kfold', folds: 50, repeats: 50 },
        method: { type: 'learning', sizes: [0.5, 0.75, 1], seeds: 1 },
      }),
    ).toBe('validate-too-many');
    expect(codes({ models: [{ step: 'train' }], folds, method })).toBeNull();
  });
});
