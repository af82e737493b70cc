// The quickstart from the first key to the last without a mouse; what the keys are; and that an edit can be undone.
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createProfile, watch } from './support/browser';

const url = inject('isolatedUrl');
const profile = createProfile();
let page: Page;
let log: ReturnType<typeof watch>;
beforeAll(async () => {
  page = await (await profile.open()).newPage();
  log = watch(page, new URL(url).origin);
  await page.goto(url);
  await page.locator('[data-first-run]').waitFor();
  await page.getByRole('heading', { name: 'Examples' }).waitFor();
});
afterAll(() => profile.remove());

/** What has the focus, by its accessible name or else its text; fields with the word before it. */
const focused = () =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
    const name = element?.ariaLabel ?? labels[0]?.innerText ?? element?.innerText ?? '';
    return `${element instanceof HTMLInputElement ? 'field ' : ''}${name.trim()}`;
  });
/** Presses Tab until the focus is on what the words describe; whoever never gets there is trapped or lost. */
async function tabTo(name: RegExp, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 200; presses++) {
    if (name.test(await focused())) return;
    await page.keyboard.press(key);
  }
  throw new Error(`no Tab leads to ${String(name)}; the focus is on "${await focused()}"`);
}

describe('the quickstart by keyboard', () => {
  it('is found, run and reproduced', async () => {
    await tabTo(/^Quickstart: three kinds of penguins/);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Run 12 trials' }).waitFor();
    await page.keyboard.press('Space');
    await page.getByText('Reproduced bit for bit').first().waitFor();
    await page.getByText('12 of 12').first().waitFor();
  });

  it('shows trial after trial with j and k', async () => {
    const shown = page.getByRole('heading', { name: /^Trial \d+/, level: 3 });
    await shown.waitFor();
    const best = await shown.innerText();
    await page.keyboard.press('j');
    await expect.poll(() => shown.innerText()).not.toBe(best);
    await page.keyboard.press('k');
    await expect.poll(() => shown.innerText()).toBe(best);
  });

  it('is edited, and the edit undone and done again', async () => {
    await tabTo(/^field Trials/);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('5');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Run 5 trials' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ControlOrMeta+z');
    await page.getByRole('button', { name: 'Run 12 trials' }).waitFor();
    await page.keyboard.press('ControlOrMeta+Shift+z');
    await page.getByRole('button', { name: 'Run 5 trials' }).waitFor();
    await page.keyboard.press('ControlOrMeta+z');
    await page.getByRole('button', { name: 'Run 12 trials' }).waitFor();
  });

  it('lists its keys under ? and gives the focus back', async () => {
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keys and help' });
    await sheet.waitFor();
    for (const line of ['Run, pause or continue the step', 'Undo', 'Next trial', 'Find a command'])
      expect(await sheet.getByText(line, { exact: true }).count()).toBe(1);
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
  });

  it('goes anywhere by the palette', async () => {
    await page.keyboard.press('ControlOrMeta+k');
    const field = page.getByRole('combobox', { name: 'Command, step or lab' });
    await field.waitFor();
    await page.keyboard.type('go to storage');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Storage', level: 1 }).waitFor();
    await page.keyboard.press('ControlOrMeta+k');
    await field.waitFor();
    await page.keyboard.type('quickstart');
    await page.keyboard.press('Enter');
    await page.getByText('12 of 12').first().waitFor();
  });

  it('is shared without a mouse', async () => {
    await tabTo(/^Share$/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Share this lab' }).waitFor();
    await expect.poll(() => page.locator('dialog[open] textarea').inputValue()).toContain('#v1.');
    await page.keyboard.press('Escape');
    await expect.poll(focused).toBe('Share');
    expect(log.errors).toEqual([]);
  });
});
