// The first screen stays small: its JavaScript, and nothing of tfjs.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, inject, it } from 'vitest';
import { createProfile } from './support/browser';

const profile = createProfile();
afterAll(() => profile.remove());

it('loads at most 120 kB of JavaScript for the first screen', async () => {
  const url = inject('isolatedUrl');
  const page = await (await profile.open()).newPage();
  const scripts: string[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(new URL(response.url()).pathname.slice(1));
  });
  await page.goto(url);
  await page.locator('[data-first-run]').waitFor();
  const texts = scripts.map((script) => readFileSync(`dist/${script}`));
  expect(texts.reduce((sum, text) => sum + gzipSync(text).length, 0)).toBeLessThanOrEqual(120_000);
  expect(scripts.filter((_, i) => texts[i].includes('Conv2DBackpropFilter'))).toEqual([]);
});
