// One model, live, by mouse and by Space: play, pause, step, reset; the surface as it forms; what it says in the end.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createProfile, watch } from './support/browser';
import { encodeLink, labToText } from '$core/lab/codec';
import type { Lab } from '$core/lab/document';
import { exampleById } from '$core/lab/examples/registry';

const url = inject('isolatedUrl');
const profile = createProfile();
let page: Page;
let log: ReturnType<typeof watch>;
beforeAll(async () => {
  page = await (await profile.open()).newPage();
  log = watch(page, new URL(url).origin);
});
afterAll(() => profile.remove());

/** An example with one train step of so many epochs, which expects nothing. */
function oneModel(example: string, epochs: number): Lab {
  const { expected: _, ...lab } = exampleById(example)!.lab;
  const step = lab.steps.find(({ type }) => type === 'train') ?? lab.steps[0];
  if (step.type === 'validate') throw new Error('a validation has no model of its own');
  const base = step.type === 'train' ? step.config : step.config.base;
  return { ...lab, executor: 'simd', steps: [{ id: 'train', type: 'train', config: { ...base, epochs } }] };
}
async function open(lab: Lab): Promise<void> {
  await page.goto(`${url}#/storage`);
  await page.goto(`${url}${await encodeLink(lab)}`);
  await page.getByRole('button', { name: 'Open as copy', exact: true }).click();
}
const play = () => page.getByRole('main').getByRole('button', { name: /^(Play|Run again|Resume)$/ });
const pause = () => page.getByRole('button', { name: 'Pause', exact: true }).first();
const epoch = async () => {
  const text = await page.locator('dl.figures > div', { hasText: 'Epoch' }).first().innerText();
  return Number(/([\d,]+) of/.exec(text)?.[1].replace(',', '') ?? NaN);
};

describe('a model on two moons', () => {
  it('plays and pauses by mouse, and the surface is drawn as it forms', async () => {
    await open(oneModel('moons', 20_000));
    await play().click();
    await page.getByText(/Decision surface, epoch/).waitFor();
    await pause().click();
    await page.getByRole('main').getByRole('button', { name: 'Resume', exact: true }).waitFor();
    const canvas = page.locator('figure', { hasText: 'Decision surface' }).locator('canvas').first();
    const colours = await canvas.evaluate((element: HTMLCanvasElement) => {
      const { data } = element.getContext('2d')!.getImageData(0, 0, element.width, element.height);
      const seen = new Set<number>();
      for (let i = 0; i < data.length; i += 4) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      return seen.size;
    });
    expect(colours).toBeGreaterThan(10);
  });

  it('trains exactly one epoch a step', async () => {
    const before = await epoch();
    await page.getByRole('button', { name: 'Train one epoch' }).click();
    await expect.poll(epoch).toBe(before + 1);
    await page.keyboard.press('.');
    await expect.poll(epoch).toBe(before + 2);
  });

  it('goes on and stands still by Space', async () => {
    await page
      .locator('h1')
      .first()
      .evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const before = await epoch();
    await page.keyboard.press('Space');
    await pause().waitFor();
    await expect.poll(epoch).toBeGreaterThan(before);
    await page.keyboard.press('Space');
    await page.getByRole('main').getByRole('button', { name: 'Resume', exact: true }).waitFor();
  });

  it('is reset: the run stays in the history, the page is as new', async () => {
    await page.getByRole('button', { name: 'Stop and reset' }).click();
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    await page.getByText('Play to see the loss fall.').waitFor();
    await page.getByText('Run 1', { exact: true }).waitFor();
  });

  it('starts paused at its first epoch by a step', async () => {
    await page.getByRole('button', { name: 'Train one epoch' }).click();
    await expect.poll(() => epoch().catch(() => 0)).toBe(1);
    await page.getByRole('button', { name: 'Stop and reset' }).click();
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  });
});

describe('what a model says in the end', () => {
  it('for classes: a confusion matrix', async () => {
    await open(oneModel('quickstart', 20));
    await play().click();
    await page.getByText('Confusion matrix, validation').waitFor();
    await page.getByText('Chinstrap').first().waitFor();
    // And it is still there tomorrow.
    await page.reload();
    await page.getByText('Confusion matrix, validation').waitFor();
  });

  it('for values: predictions against truth, and residuals', async () => {
    await open(oneModel('cars', 20));
    await play().click();
    await page.getByText('Predicted against actual, validation').waitFor();
    await page.getByText('Residuals, validation').waitFor();
  });
});

describe('a .tablab file', () => {
  const other = createProfile();
  afterAll(() => other.remove());

  it('brings runs and models to another profile', async () => {
    await page.getByRole('button', { name: 'Share' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save .tablab file' }).click(),
    ]);
    expect(
      readFileSync(await file.path())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    await page.keyboard.press('Escape');
    const figures = await page.locator('dl.figures').innerText();

    const there = await (await other.open()).newPage();
    await there.goto(url);
    await there.getByLabel('Lab or data file').setInputFiles({
      name: file.suggestedFilename(),
      mimeType: '',
      buffer: readFileSync(await file.path()),
    });
    await there.getByText('Loss').first().waitFor();
    await expect.poll(() => there.locator('dl.figures').innerText()).toBe(figures);
    await there.goto(`${url}#/storage`);
    const row = there.getByRole('row').filter({ hasText: exampleById('cars')!.lab.title });
    expect(await row.getByRole('cell').nth(1).innerText()).toBe('1');
  });

  it('that is no lab is refused, and what was there stays', async () => {
    await page.goto(url);
    const choose = (name: string, text: string) =>
      page.getByLabel('Lab or data file').setInputFiles({ name, mimeType: '', buffer: Buffer.from(text) });
    await choose('broken.tablab', 'PK not a zip at all');
    await page
      .getByText(/archive-(damaged|not-one)/)
      .first()
      .waitFor();
    await choose('other.json', 'hello');
    await page.getByText('lab-not-json').first().waitFor();
    await choose('cut.json', labToText(oneModel('cars', 3)).replace('"seed": 1', '"seed": -1'));
    await page.getByText('lab-invalid').first().waitFor();
    await page
      .getByRole('link', { name: new RegExp(exampleById('cars')!.lab.title) })
      .first()
      .waitFor();
    expect(log.errors).toEqual([]);
    expect(log.foreign).toEqual([]);
  });
});
