// Cross-validated trials, as the study worker runs them, on the SIMD engine in Node: what they give, that going on from
// a checkpoint gives the same, that pruners see folds, and that variants of the data are prepared once.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Lab } from '$core/lab/document';
import { trialRecordText } from '$core/lab/digest';
import { parseLab } from '$core/lab/validate';
import { ordinary } from '$core/pipeline/allocate';
import { prepare } from '$core/pipeline/prepare';
import { freezePruning } from '$core/pruners/registry';
import type { Checkpoint } from '$core/run/checkpoint';
import type { Asked } from '$core/run/study';
import type { TrialMessage } from '$core/run/trial';
import type { FoldPlan } from '$core/validation/foldPlan';
import { decodeHits } from '$core/validation/hits';
import type { Table } from '$core/table/types';
import { defaultTrainConfig } from '$core/train/config';
import { Trainer } from '$engine/train/trainer';
import { DataSource } from '$workers/lib/dataSource';
import { planStep, variantOf, type RunPlan } from '$workers/lib/runPlan';
import { runOnce, runTrial, type TrialContext, type TrialRunner } from '$workers/lib/trial';
import { loadDataset } from '$datasets/load';
import { readAsset } from '../../support/datasets';
import { runStep } from '../../support/runLab';

const validation: FoldPlan = { method: 'stratified', folds: 3, repeats: 2 };
const base = {
  ...defaultTrainConfig('table'),
  layers: [{ id: 'h', type: 'dense', options: { units: 4 } }],
  epochs: 3,
  batchSize: 6,
};
const lab: Lab = {
  format: 'tablab',
  version: 1,
  title: 'Folds',
  seed: 5,
  data: { kind: 'generated', id: 'moons', options: { rows: 120, noise: 0.2 }, seed: 1 },
  roles: { target: 'class', task: 'binary', exclude: [] },
  features: { scale: 'standard', impute: 'mean', categorical: 'onehot', maxCategories: 50 },
  split: { validation: 0.2, test: 0.2 },
  executor: 'simd',
  steps: [
    {
      id: 'tune',
      type: 'tune',
      config: {
        base,
        space: [{ path: 'features.scale', domain: { kind: 'choice', values: ['standard', 'none'] } }],
        sampler: { type: 'grid', options: {} },
        objective: { metric: 'accuracy', direction: 'maximize' },
        validation,
        trials: 2,
        width: 1,
      },
    },
  ],
};
const asked: Asked = { index: 0, params: { 'features.scale': 'none' } };

let table: Table;
beforeAll(async () => {
  table = await loadDataset(lab.data as Exclude<Lab['data'], { kind: 'imported' }>, readAsset);
});
function sourceOf() {
  let tables = 0;
  let named = 0;
  const source = new DataSource({
    lab,
    base: prepare(table, lab),
    allocate: ordinary,
    table: () => Promise.resolve((tables++, table)),
    name: () => `d${named++}`,
  });
  return { source, tables: () => tables, named: () => named };
}
function slotOf(source: DataSource): TrialRunner {
  const trainer = new Trainer({ now: () => performance.now() });
  let dataId = '';
  return {
    async ready(variant) {
      const data = await source.get(variant);
      if (data.dataId !== dataId) await trainer.load(data.dataId, data.prepared);
      dataId = data.dataId;
    },
    run: (job, on) => trainer.run({ ...job, dataId }, on),
  };
}
const contextOf = (more: Partial<TrialContext> = {}): TrialContext => ({
  plan: planStep(lab, 'tune'),
  checkpointEvery: 0,
  executor: 'simd',
  paused: () => false,
  stopped: () => false,
  checkpoint: () => Promise.resolve(undefined),
  onMessage: () => undefined,
  now: () => performance.now(),
  ...more,
});

describe('a cross-validated study', () => {
  test('gives means over the folds, and each fold is the training of its variant alone', async () => {
    const { trials } = await runStep(parseLab(lab), 'tune');
    expect(trials.map(({ state }) => state)).toEqual(['done', 'done']);
    for (const { folds = [], value, metrics, curve } of trials) {
      expect(folds.map(({ fold }) => fold)).toEqual([0, 1, 2, 3, 4, 5]);
      expect(value).toBeCloseTo(folds.reduce((sum, fold) => sum + fold.value, 0) / 6, 14);
      expect(metrics.loss).toBeCloseTo(folds.reduce((sum, fold) => sum + fold.metrics.loss, 0) / 6, 14);
      expect(curve.map(({ validation: { accuracy } }) => accuracy)).toEqual(folds.map((fold) => fold.value));
      // 120 rows, 24 of them for testing: 96 in three folds.
      expect(folds.map(({ rows }) => rows)).toEqual(folds.map(() => ({ train: 64, validation: 32 })));
      folds.forEach((fold) =>
        expect(decodeHits(fold.hits!, 32).filter(Boolean).length / 32).toBeCloseTo(fold.value, 6),
      );
    }
    const { source } = sourceOf();
    const context = contextOf({ live: { trainMetrics: false } });
    const alone = await runOnce(slotOf(source), asked, { ...context, fold: { ...validation, index: 4 } });
    const same = trials.find(({ params }) => params['features.scale'] === 'none')!;
    expect(same.index).toBe(1);
    const there = await runOnce(
      slotOf(source),
      { ...asked, index: 1 },
      { ...context, fold: { ...validation, index: 4 } },
    );
    expect(there.record.metrics).toEqual(same.folds![4].metrics);
    // Another trial has other streams, and so has another fold.
    expect(alone.record.curve).not.toEqual(there.record.curve);
  });

  test('goes on from any checkpoint to the same record', async () => {
    const { source } = sourceOf();
    const seen: Checkpoint[] = [];
    const onMessage = (message: TrialMessage) => void (message.type === 'checkpoint' && seen.push(message.checkpoint));
    let clock = 0;
    const now = () => (clock += 2000);
    const whole = await runTrial(slotOf(source), asked, contextOf({ checkpointEvery: 1e-9, onMessage, now }));
    const text = (record: typeof whole.record) => trialRecordText(record) + JSON.stringify(record.folds);
    expect(seen.some(({ epoch, folds }) => epoch > 0 && folds!.length === 2)).toBe(true);
    expect(seen.some(({ epoch, folds }) => epoch === 0 && folds!.length === 3)).toBe(true);
    // In the first epoch of a fold, before any is over.
    expect(seen.some(({ epoch, part, folds }) => epoch === 0 && part?.step === 8 && folds!.length === 1)).toBe(true);
    for (const checkpoint of seen) {
      const slot = slotOf(source);
      const from: (Checkpoint | undefined)[] = [];
      const run: TrialRunner['run'] = (job, on) => (from.push(job.from), slot.run(job, on));
      const rest = await runTrial(
        { ...slot, run },
        asked,
        contextOf({ checkpoint: () => Promise.resolve(checkpoint) }),
      );
      if (checkpoint.part) expect(from[0]).toBe(checkpoint);
      expect(text(rest.record)).toBe(text(whole.record));
    }
  });

  test('is stopped, or fails, as one trial', async () => {
    const { source } = sourceOf();
    let told = 0;
    const stopped = await runTrial(
      slotOf(source),
      asked,
      contextOf({ onMessage: (message) => void (message.type === 'epoch' && told++), stopped: () => told === 2 }),
    );
    expect(stopped.record.state).toBe('cancelled');
    expect(stopped.record.folds).toHaveLength(2);
    const wild = planStep(lab, 'tune');
    const plan: RunPlan = { ...wild, configOf: (params) => ({ ...wild.configOf(params), loss: 'mse' }) };
    const failed = await runTrial(slotOf(source), asked, contextOf({ plan }));
    expect(failed.record.state).toBe('failed');
    expect(failed.record.value).toBeNull();
    expect(failed.record.error?.code).toBe('field-invalid');
  });

  test('shows its folds to a pruner as steps', async () => {
    const { source } = sourceOf();
    const pruning = freezePruning(
      { type: 'threshold', options: { bounds: 'lower', lower: 0.9999 } },
      { index: 0, trials: [], direction: 'maximize', epochs: 6, seed: 5 },
    );
    const { record } = await runTrial(slotOf(source), { ...asked, pruning }, contextOf());
    expect(record.state).toBe('pruned');
    expect(record.folds!.length).toBeLessThan(6);
    expect(record.curve).toHaveLength(record.folds!.length);
  });
});

describe('variants of the data', () => {
  test('are prepared once each; the lab itself needs no table again', async () => {
    const { source, tables, named } = sourceOf();
    expect((await source.get()).dataId).toBe(source.base.dataId);
    expect(tables()).toBe(0);
    const fold = { ...validation, index: 1 };
    const [a, b, c] = await Promise.all([
      source.get({ fold }),
      source.get({ fold }),
      source.get({ fold: { ...fold, index: 2 } }),
    ]);
    expect(a).toBe(b);
    expect(c.dataId).not.toBe(a.dataId);
    expect([tables(), named()]).toEqual([1, 3]);
  });

  test('a lab whose trials vary no features has none', () => {
    const plan = planStep(lab, 'tune');
    expect(variantOf(plan, { params: { epochs: 3 } })).toEqual({});
    expect(variantOf(plan, { params: { 'features.scale': 'none' }, share: 0.5 })).toEqual({
      features: { ...lab.features, scale: 'none' },
      share: 0.5,
    });
  });

  test('what cannot be prepared fails its trial with the reason, and is tried again by the next', async () => {
    const { source } = sourceOf();
    const [{ name }] = table.columns;
    const bad = { features: { ...lab.features, columns: { [name]: { transforms: [{ type: 'log' }] } } } };
    await expect(source.get(bad)).rejects.toMatchObject({ code: 'step-domain' });
    await expect(source.get(bad)).rejects.toMatchObject({ code: 'step-domain' });
    const plan = { ...planStep(lab, 'tune'), features: bad.features };
    const { record } = await runTrial(
      slotOf(source),
      { index: 0, params: { 'features.impute': 'mean' } },
      contextOf({ plan }),
    );
    expect(record.error?.code).toBe('step-domain');
  });
});

const measured = (fidelity: { of: 'rows' | 'folds' | 'epochs'; least: number }): Lab => ({
  ...lab,
  steps: lab.steps.map((step) => (step.type === 'tune' ? { ...step, config: { ...step.config, fidelity } } : step)),
});

test('at the top level of a fidelity stands the whole cross-validation, below it every fold on less', async () => {
  const whole = (await runStep(lab, 'tune')).trials;
  for (const of of ['rows', 'epochs'] as const) {
    const { trials } = await runStep(measured({ of, least: 0.3 }), 'tune');
    trials.forEach(({ metrics, value, folds, curve, state, share }, i) => {
      expect([state, share, curve.length]).toEqual(['done', undefined, 2]);
      expect(metrics).toEqual(whole[i].metrics);
      expect(value).toBe(whole[i].value);
      expect(folds).toEqual(whole[i].folds);
      expect(curve[1].validation).toEqual(metrics);
      expect(curve[0].validation).not.toEqual(metrics);
    });
  }
});

test('where folds are the fidelity a level is the mean of its folds, and none is trained twice', async () => {
  const whole = (await runStep(lab, 'tune')).trials;
  const { trials, outcomes } = await runStep(measured({ of: 'folds', least: 0.1 }), 'tune');
  expect(outcomes).toEqual([null, null]);
  trials.forEach(({ metrics, folds, curve }, i) => {
    expect(folds).toEqual(whole[i].folds);
    expect(metrics).toEqual(whole[i].metrics);
    // Of six folds the first, the first two, and all.
    const mean = (n: number) => folds!.slice(0, n).reduce((sum, fold) => sum + fold.value, 0) / n;
    expect(curve.map(({ validation: at }) => at.accuracy)).toEqual([1, 2, 6].map(mean));
  });
});
