// A table of texts dropped on the home page: read as token codes by one press, searched for networks that hear the order of
// words.
import { Buffer } from 'node:buffer';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Page } from 'playwright';
import { sentences } from '../support/sentences';
import { createProfile, watch } from './support/browser';

const url = inject('isolatedUrl');
const profile = createProfile();
let page: Page;
let log: ReturnType<typeof watch>;

function csv(): string {
  const { rows, columns } = sentences(240);
  const cells = columns.map(({ data }) =>
    data.kind === 'dict' ? Array.from(data.codes, (c) => data.dictionary[c]) : [],
  );
  return `text,mood\n${Array.from({ length: rows }, (_, i) => `"${cells[0][i]}",${cells[1][i]}`).join('\n')}`;
}

beforeAll(async () => {
  page = await (await profile.open()).newPage();
  log = watch(page, new URL(url).origin);
  await page.goto(url);
});
afterAll(() => profile.remove());

it('from the file to a leaderboard of networks for sequences', async () => {
  const main = page.locator('main').first();
  await main.waitFor();
  const transfer = await page.evaluateHandle((base64) => {
    const made = new DataTransfer();
    made.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], 'moods.csv'));
    return made;
  }, Buffer.from(csv()).toString('base64'));
  await main.dispatchEvent('drop', { dataTransfer: transfer });
  await page.getByRole('button', { name: 'Search architectures' }).click();
  await page.getByRole('button', { name: 'Read as token codes' }).click();
  await page.getByText('Codes or ordered numbers').waitFor();
  await page.getByLabel('Networks to try').fill('4');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Run 4 networks' }).click();
  await page.getByText('4 of 4').first().waitFor();
  await page.getByRole('button', { name: 'Run 4 networks' }).waitFor();
  const board = await page.getByRole('grid', { name: 'Networks' }).innerText();
  expect(board).toContain('embedding');
  // The step in the recipe names the best, which counting words cannot reach.
  const best = /accuracy (\S+)/.exec(await page.locator('nav').first().innerText())?.[1];
  expect(Number(best)).toBeGreaterThan(0.9);
  // The network of the train step has followed, and takes as many codes as the longest sentences have words.
  await page.getByRole('link', { name: /Train/ }).first().click();
  await page.getByText('10 x 16').waitFor();
  expect(log).toEqual({ errors: [], foreign: [] });
});
