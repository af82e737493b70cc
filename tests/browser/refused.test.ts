// A text that a field cannot take keeps the step from running, by button, key and command, on every page with a form.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { page, userEvent, type Locator } from 'vitest/browser';
import { flushSync, mount, unmount, type Component } from 'svelte';
import '../../src/ui/styles.css';
import { NasPage } from '$features/nas';
import { TrainPage } from '$features/train';
import { TunePage } from '$features/tune';
import { commands, toasts } from '$ui/index';
import { FixtureSession } from './pages/fixtureSession.svelte';

beforeEach(() => page.viewport(1280, 900));
let mounted: ReturnType<typeof mount> | null = null;
async function close() {
  if (mounted) await unmount(mounted);
  mounted = null;
  document.body.replaceChildren();
}
afterEach(close);

function open(Page: Component<{ session: FixtureSession; step: string }>, step: string) {
  const session = new FixtureSession();
  const ran = vi.spyOn(session, 'run').mockResolvedValue();
  const id = step === 'nas' ? session.addStep('nas') : step;
  const target = document.createElement('div');
  target.style.height = '860px';
  document.body.append(target);
  mounted = mount(Page as Component<object>, { target, props: { session, step: id } });
  flushSync();
  return { session, ran };
}
/** It acts though it says that it cannot run. */
const press = (button: Locator) => button.click({ force: true });
const command = (id: string) => commands.list.find((one) => one.id === id)!;

const pages: [string, Component<never>, string, string, string, RegExp][] = [
  ['Train', TrainPage as Component<never>, 'train', 'Learning rate', '5000', /^Play/],
  ['Tune', TunePage as Component<never>, 'tune', 'Trials', '0', /^Run 50 trials/],
  ['Search architectures', NasPage as Component<never>, 'nas', 'Networks to try', '-3', /^Run/],
];
it.each(pages)('%s does not run with another value than the one in sight', async (_, Page, step, label, bad, name) => {
  const { ran } = open(Page as never, step);
  const field = page.getByRole('spinbutton', { name: label, exact: true });
  const button = page.getByRole('button', { name });
  await field.fill(bad);
  await press(button);
  expect(ran).not.toHaveBeenCalled();
  await expect.element(field).toHaveFocus();
  await expect.element(field).toHaveValue(bad);
  await expect.element(button).toHaveAttribute('aria-disabled', 'true');
  await expect.element(page.getByRole('button', { name: `${label}: Enter` })).toBeVisible();

  (document.activeElement as HTMLElement).blur();
  await userEvent.keyboard(' ');
  command('run').run();
  command('train-step')?.run();
  await expect.element(field).toHaveFocus();
  expect(ran).not.toHaveBeenCalled();

  await userEvent.keyboard('{Escape}');
  await field.fill('1');
  await button.click();
  expect(ran).toHaveBeenCalledOnce();
});

it.each([
  ['Train', TrainPage as Component<never>, 'train', /^Play/],
  ['Tune', TunePage as Component<never>, 'tune', /^Run 50 trials/],
] as const)('%s does not run a network that cannot be built, and leads to its layer', async (_, Page, step, name) => {
  const { session, ran } = open(Page as never, step);
  const layer = { id: 'wide', type: 'conv1d', options: { filters: 4, kernelSize: 3, padding: 'valid' } };
  const cut = [
    { id: 'cut', type: 'reshape' },
    { ...layer, id: 'narrow', options: { ...layer.options, kernelSize: 1 } },
  ];
  const rate = { path: 'optimizer.learningRate', domain: { kind: 'float', low: 0.001, high: 0.1, log: true } };
  const set = (layers: object[]) =>
    session.updateStep('Set layers', step, step as 'train', (before) => {
      const config = (step === 'tune' ? (before as unknown as { base: object }).base : before) as object;
      const next = { ...config, layers };
      return (step === 'tune' ? { ...before, base: next, space: [rate] } : next) as never;
    });
  set([layer]);
  const button = page.getByRole('button', { name });
  await expect.element(button).toHaveAttribute('aria-disabled', 'true');
  await press(button);
  expect(ran).not.toHaveBeenCalled();
  await expect.element(page.getByRole('button', { name: /^Convolution 1-D/ })).toHaveFocus();
  command('run').run();
  command('train-step')?.run();
  // Folded away as on a phone, the form comes back with it.
  await page.getByRole('button', { name: 'Hide settings' }).click();
  await press(button);
  await expect.element(page.getByRole('button', { name: /^Convolution 1-D/ })).toHaveFocus();
  expect(ran).not.toHaveBeenCalled();
  set([...cut, { id: 'flat', type: 'flatten' }]);
  await expect.element(button).not.toHaveAttribute('aria-disabled');
  await button.click();
  expect(ran).toHaveBeenCalledOnce();
});

it('leads to a field that is folded away, and keeps its text', async () => {
  const { ran } = open(TunePage as never, 'tune');
  await page.getByRole('spinbutton', { name: 'Trials', exact: true }).fill('many');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page.getByRole('button', { name: 'Hide settings' }).click();
  expect(page.getByRole('spinbutton', { name: 'Trials', exact: true }).query()).toBeNull();
  await press(page.getByRole('button', { name: /^Run 50 trials/ }));
  const field = page.getByRole('spinbutton', { name: 'Trials', exact: true });
  await expect.element(field).toHaveFocus();
  await expect.element(field).toHaveValue('many');
  expect(ran).not.toHaveBeenCalled();
});

it('lets undo past a refused text, counts no field of the results, and says what is left behind', async () => {
  const { session } = open(TunePage as never, 'tune');
  const field = page.getByRole('spinbutton', { name: 'Width', exact: true });
  const button = page.getByRole('button', { name: /^Run 50 trials/ });
  await field.fill('1000');
  await userEvent.keyboard('{Enter}');
  await expect.element(button).toHaveAttribute('aria-disabled', 'true');
  session.updateStep('Set width', 'tune', 'tune', (config) => ({ ...config, width: 3 }));
  await expect.element(field).toHaveValue('3');
  await expect.element(button).not.toHaveAttribute('aria-disabled');

  await field.fill('1000');
  await userEvent.keyboard('{Enter}');
  await close();
  expect(toasts.list.at(-1)?.text).toContain('Width: Enter a number from 1 to 64.');
});

it('holds a wrong line of the space as text and a wrong list of shares like any number', async () => {
  const { ran } = open(TunePage as never, 'tune');
  await page.getByRole('button', { name: /^Space as text/ }).click();
  const text = page.getByLabelText('Search space as text');
  await text.fill('optimizer.learningRate: 0.1 to');
  await press(page.getByRole('button', { name: /^Run 50 trials/ }));
  await expect.element(text).toHaveFocus();
  expect(ran).not.toHaveBeenCalled();
});

it('leaves the button where it is while a field is left', async () => {
  open(TrainPage as never, 'train');
  const button = page.getByRole('button', { name: /^Play/ });
  const at = () => button.element().getBoundingClientRect().bottom;
  const before = at();
  const field = page.getByRole('spinbutton', { name: 'Learning rate', exact: true });
  await field.fill('5000');
  await userEvent.keyboard('{Enter}');
  await expect.element(button).toHaveAttribute('aria-disabled', 'true');
  expect(at()).toBeCloseTo(before, 3);
});
