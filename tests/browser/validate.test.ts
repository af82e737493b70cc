// The Validate page on made-up runs: what is asked follows the form, and what came out is said in words and figures.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { flushSync, mount, unmount } from 'svelte';
import '../../src/ui/styles.css';
import type { ValidateConfig } from '$core/lab/document';
import { defaultValidation } from '$core/validation/defaults';
import type { FoldRecord, TrialRecord } from '$core/run/types';
import { ValidatePage } from '$features/validate';
import { FixtureSession } from './pages/fixtureSession.svelte';

vi.setConfig({ testTimeout: 20_000 });
beforeEach(() => page.viewport(1280, 900));
let mounted: ReturnType<typeof mount> | null = null;
afterEach(async () => {
  if (mounted) await unmount(mounted);
  mounted = null;
  document.body.replaceChildren();
});

function open(trials: readonly TrialRecord[] = []): FixtureSession {
  const session = new FixtureSession();
  const config: ValidateConfig = {
    ...defaultValidation(session.lab, { metric: 'accuracy', direction: 'maximize' }),
    models: [{ step: 'train' }, { step: 'tune', trial: 3, params: { 'layers.h1.units': 8 } }],
  };
  session.update('', (lab) => ({ ...lab, steps: [...lab.steps, { id: 'validate', type: 'validate', config }] }));
  if (trials.length > 0) session.finishWith('validate', trials);
  mounted = mount(ValidatePage, { target: document.body, props: { session, step: 'validate' } });
  flushSync();
  return session;
}
const configOf = (session: FixtureSession) => session.step('validate')!.config as ValidateConfig;

function trial(index: number, fold: number, model: number, value: number): TrialRecord {
  const record: FoldRecord = {
    fold,
    value,
    metrics: { accuracy: value },
    train: { accuracy: value + 0.01 },
    curve: [],
    bestEpoch: 0,
    rows: { train: 200, validation: 50 },
  };
  const ran = { executor: 'simd', backend: 'simd', attempts: 1, seconds: 0.1, startedAt: 0 };
  const told = { state: 'done' as const, value, metrics: { accuracy: value }, curve: [], bestEpoch: null };
  return { index, params: { fold, model }, ...told, folds: [record], ...ran };
}

it('asks what the form says', async () => {
  const session = open();
  await expect.element(page.getByRole('button', { name: 'Run 10 trainings' })).toBeEnabled();
  await page.getByLabelText('What', { exact: true }).selectOptions('Learning curve');
  expect(configOf(session)).toMatchObject({ models: [{ step: 'train' }], method: { type: 'learning', seeds: 2 } });
  await page.getByLabelText('Shares').fill('50, 100');
  await page.getByLabelText('Seeds').click();
  expect(configOf(session).method).toMatchObject({ sizes: [0.5, 1] });
  await expect.element(page.getByRole('button', { name: 'Run 20 trainings' })).toBeEnabled();
  await page.getByLabelText('What', { exact: true }).selectOptions('Validation curve');
  await page.getByLabelText('Setting', { exact: true }).selectOptions('Batch size');
  expect(configOf(session).method).toMatchObject({ path: 'batchSize' });
  await page.getByLabelText('What', { exact: true }).selectOptions('Nested cross-validation');
  expect(configOf(session)).toMatchObject({ models: [{ step: 'tune' }], method: { type: 'nested' } });
  await expect.element(page.getByRole('button', { name: 'Run 255 trainings' })).toBeEnabled();
});

it('says which model is better, and shows every fold', async () => {
  const scores = [
    [0.9, 0.91, 0.89, 0.92, 0.9],
    [0.8, 0.82, 0.78, 0.81, 0.8],
  ];
  open(
    scores[0].flatMap((first, fold) => [
      trial(2 * fold, fold, 0, first),
      trial(2 * fold + 1, fold, 1, scores[1][fold]),
    ]),
  );
  await expect.element(page.getByText(/^Train is better than Tune, trial 3 by 0\.102/)).toBeVisible();
  await expect.element(page.getByText('Score on every fold')).toBeVisible();
  expect(page.getByRole('region', { name: 'Folds' }).elements()).toHaveLength(2);
});

it('says what keeps it from running', async () => {
  const session = open();
  await page.getByRole('checkbox', { name: 'Train' }).click();
  await page.getByRole('checkbox', { name: 'Tune, trial 3' }).click();
  expect(configOf(session).models).toEqual([]);
  await expect.element(page.getByRole('button', { name: /^Run/ })).toBeDisabled();
  await expect.element(page.getByText(/No model is chosen/).first()).toBeVisible();
});
