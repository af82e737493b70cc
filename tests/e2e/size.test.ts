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
    const path = new URL(response.url()).pathname.slice(1);
    // The table worker starts after the first paint, on a thread of its own: whether it is here already is a race.
    if (response.request().resourceType() === 'script' && !path.includes('.worker-')) scripts.push(path);
  });
  await page.goto(url);
  await page.locator('[data-first-run]').waitFor();
  const texts = scripts.map((script) => readFileSync(`dist/${script}`));
  expect(texts.reduce((sum, text) => sum + gzipSync(text).length, 0)).toBeLessThanOrEqual(120_000);
  expect(scripts.filter((_, i) => texts[i].includes('Conv2DBackpropFilter'))).toEqual([]);
});
