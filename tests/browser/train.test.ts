// The Train page on made-up runs: what a person does by mouse and by keyboard, and what it does to the lab.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { flushSync, mount, unmount } from 'svelte';
import '../../src/ui/styles.css';
import { TrainPage } from '$features/train';
import type { TrainConfig } from '$core/train/config';
import { FixtureSession } from './pages/fixtureSession.svelte';

vi.setConfig({ testTimeout: 20_000 });
// Wide enough for settings and results side by side; narrow windows fold the settings away.
beforeEach(() => page.viewport(1280, 900));

let mounted: ReturnType<typeof mount> | null = null;
afterEach(async () => {
  if (mounted) await unmount(mounted);
  mounted = null;
  document.body.replaceChildren();
});

function open(): FixtureSession {
  const session = new FixtureSession();
  mounted = mount(TrainPage, { target: document.body, props: { session, step: 'train' } });
  flushSync();
  return session;
}
const config = (session: FixtureSession) => session.step('train')!.config as TrainConfig;
const layers = (session: FixtureSession) => config(session).layers.map(({ id, type }) => `${id}:${type}`);

describe('the model form', () => {
  it('adds, moves and removes layers by keyboard', async () => {
    const session = open();
    await page.getByLabelText('Add a layer').selectOptions('dropout');
    expect(layers(session)).toEqual(['h1:dense', 'h2:dense', 'drop1:dropout']);
    const handle = page.getByRole('button', { name: /^Move drop1/ });
    (handle.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowUp}');
    expect(layers(session)).toEqual(['h1:dense', 'drop1:dropout', 'h2:dense']);
    await expect.element(page.getByText('drop1 is now layer 2 of 3')).toBeInTheDocument();
    expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^Move drop1/);
    await userEvent.keyboard('{ArrowUp}');
    expect(layers(session)[0]).toBe('drop1:dropout');
    await page.getByRole('button', { name: 'Remove drop1' }).click();
    expect(layers(session)).toEqual(['h1:dense', 'h2:dense']);
  });

  it('follows shapes, and names the layer that is wrong', async () => {
    const session = open();
    await expect.element(page.getByTitle('Output of h1, without the batch')).toHaveTextContent('32');
    await page.getByLabelText('Add a layer').selectOptions('conv2d');
    expect(layers(session).at(-1)).toBe('c1:conv2d');
    await expect
      .element(page.getByRole('alert'))
      .toHaveTextContent(/Layer "c1" \(conv2d\) cannot take an input of shape 16/);
    await expect.element(page.getByTitle('Output of h2, without the batch')).toHaveTextContent('16');
  });

  it('takes a preset with its skip connections', async () => {
    const session = open();
    await page.getByLabelText('Start from a preset').selectOptions('residual-mlp');
    expect(config(session).layers.find(({ id }) => id === 'skip1')?.inputs).toEqual(['b1b', 'stem']);
    await expect.element(page.getByTitle('Output of skip2, without the batch')).toHaveTextContent('64');
    expect(document.querySelector('[role=alert]')).toBeNull();
  });

  it('sets numbers, and refuses those out of range', async () => {
    const session = open();
    const rate = page.getByLabelText('Learning rate', { exact: true });
    await rate.fill('0.003');
    await userEvent.keyboard('{Enter}');
    expect(config(session).optimizer.learningRate).toBe(0.003);
    await rate.fill('-1');
    await userEvent.keyboard('{Enter}');
    expect(config(session).optimizer.learningRate).toBe(0.003);
  });

  it('shows the options of the chosen optimizer and schedule', async () => {
    const session = open();
    await page.getByLabelText('Optimizer', { exact: true }).selectOptions('momentum');
    expect(config(session).optimizer.type).toBe('momentum');
    await expect.element(page.getByLabelText('Momentum', { exact: true })).toBeVisible();
    await page.getByLabelText('Learning-rate schedule').selectOptions('cosine');
    await expect.element(page.getByText(/0\.01 to .* over 50 epochs/)).toBeVisible();
  });
});

describe('runs', () => {
  it('are shown with figures, curves and the outcome', async () => {
    const session = open();
    await page.getByRole('button', { name: 'Play' }).click();
    await expect.element(page.getByText('50 of 50')).toBeVisible();
    await expect.element(page.getByRole('application', { name: /^Loss/ })).toBeVisible();
    await expect.element(page.getByRole('application', { name: /^Accuracy/ })).toBeVisible();
    expect(session.runs).toHaveLength(1);
  });

  it('mark what was changed since', async () => {
    const session = open();
    session.finishTrain('train');
    flushSync();
    expect(page.getByText('Changed since this run.').query()).toBeNull();
    await page.getByLabelText('Epochs', { exact: true }).fill('80');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('Changed since this run.')).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Run again' })).toBeVisible();
    expect(document.querySelectorAll('.row.changed')).toHaveLength(1);
  });

  it('are put away by reset, and stay in the history', async () => {
    const session = open();
    session.finishTrain('train');
    flushSync();
    await page.getByRole('button', { name: 'Reset', exact: true }).click();
    expect(page.getByText('50 of 50').query()).toBeNull();
    await expect.element(page.getByText('Run 1', { exact: true })).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Play' })).toBeVisible();
  });

  it('turn into a table for who wants the numbers', async () => {
    const session = open();
    session.finishTrain('train');
    flushSync();
    await page.getByRole('button', { name: 'Table' }).first().click();
    await expect.element(page.getByRole('table')).toBeVisible();
    expect(page.getByRole('row').elements().length).toBeGreaterThan(50);
  });

  it('answer to arrow keys', async () => {
    const session = open();
    session.finishTrain('train');
    flushSync();
    const chart = page.getByRole('application', { name: /^Loss/ });
    await expect.element(chart).toBeVisible();
    (chart.element() as HTMLElement).focus();
    await expect
      .poll(async () => {
        await userEvent.keyboard('{ArrowRight}');
        return chart.getByRole('status').element().textContent;
      })
      .toMatch(/^training, Epoch \d+, Loss /);
  });
});
