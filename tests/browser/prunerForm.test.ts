// The pruner on the Tune page: chosen, set up, and taken out of the lab without a trace.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { flushSync, mount, unmount } from 'svelte';
import '../../src/ui/styles.css';
import type { TuneConfig } from '$core/lab/document';
import { TunePage } from '$features/tune';
import { FixtureSession } from './pages/fixtureSession.svelte';

beforeEach(() => page.viewport(1280, 900));
let mounted: ReturnType<typeof mount> | null = null;
afterEach(async () => {
  if (mounted) await unmount(mounted);
  mounted = null;
  document.body.replaceChildren();
});

it('is none at first, has its options when chosen, and says what does not go together', async () => {
  const session = new FixtureSession();
  mounted = mount(TunePage, { target: document.body, props: { session, step: 'tune' } });
  flushSync();
  const config = () => session.step('tune')!.config as TuneConfig;
  const pruner = page.getByLabelText('Pruner');
  await expect.element(pruner).toHaveValue('none');
  await expect.element(page.getByText('Every trial trains to its end.')).toBeVisible();

  await pruner.selectOptions('Median');
  expect(config().pruner).toEqual({ type: 'median', options: {} });
  await page.getByLabelText('Startup trials').fill('2');
  await userEvent.keyboard('{Enter}');
  expect(config().pruner).toEqual({ type: 'median', options: { startupTrials: 2 } });

  await pruner.selectOptions('Threshold');
  await page.getByLabelText('Bounds').selectOptions('both');
  await page.getByLabelText('Lower bound').fill('3');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('button', { name: /^Run 50 trials/ })).toBeDisabled();
  await expect.element(page.getByText(/at most the upper bound, 1/).first()).toBeVisible();

  await pruner.selectOptions('None');
  expect(config()).not.toHaveProperty('pruner');
  await expect.element(page.getByRole('button', { name: /^Run 50 trials/ })).toBeEnabled();
});

it('lets rungs be cheaper trainings, sets BOHB beside Hyperband, and keeps what fits', async () => {
  const session = new FixtureSession();
  mounted = mount(TunePage, { target: document.body, props: { session, step: 'tune' } });
  flushSync();
  const config = () => session.step('tune')!.config as TuneConfig;
  expect(page.getByLabelText('Rungs are').query()).toBeNull();
  await page.getByLabelText('Sampler', { exact: true }).selectOptions('BOHB');
  expect(config().pruner).toEqual({ type: 'brackets', options: {} });
  await page.getByLabelText('Rungs are').selectOptions('Widths of the layers');
  expect(config().fidelity).toEqual({ of: 'width', least: 0.1 });
  await expect.element(page.getByText('Levels: 1/9, 1/3, all.', { exact: false })).toBeVisible();

  await page.getByLabelText('Pruner').selectOptions('Median');
  await expect.element(page.getByRole('alert').first()).toHaveTextContent('compares no rungs');
  await expect.element(page.getByRole('button', { name: /^Run 50 trials/ })).toBeDisabled();
  await page.getByLabelText('Rungs are').selectOptions('Epochs');
  expect(config()).not.toHaveProperty('fidelity');
  await expect.element(page.getByRole('button', { name: /^Run 50 trials/ })).toBeEnabled();
});

it('asks for folds where a pruner compares them, beside the pruner', async () => {
  const session = new FixtureSession();
  mounted = mount(TunePage, { target: document.body, props: { session, step: 'tune' } });
  flushSync();
  await page.getByLabelText('Pruner').selectOptions('Wilcoxon over folds');
  await expect.element(page.getByRole('alert').first()).toHaveTextContent('Choose folds as validation');
  const run = page.getByRole('button', { name: /^Run 50 trials/ });
  await expect.element(run).toBeDisabled();
  await page.getByLabelText('Validation', { exact: true }).selectOptions('Stratified k-fold');
  await expect.element(run).toBeEnabled();
});
