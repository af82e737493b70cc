// What a stranger does first: open the page, run the lab in focus, open the quickstart, run it, look around.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createProfile, watch } from './support/browser';

const url = inject('isolatedUrl');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function violations(page: Page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    (window as unknown as { axe: typeof import('axe-core') }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
    }),
  );
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`);
}

for (const dark of [false, true]) {
  describe(`a first visit, ${dark ? 'dark' : 'light'}`, () => {
    const profile = createProfile();
    let page: Page;
    let log: ReturnType<typeof watch>;
    beforeAll(async () => {
      page = await (await profile.open({ dark })).newPage();
      log = watch(page, new URL(url).origin);
    });
    afterAll(() => profile.remove());

    it('starts with Run in focus, and Enter trains', async () => {
      await page.goto(url);
      const run = page.locator('[data-first-run]');
      await run.waitFor();
      expect(await run.evaluate((button) => button === document.activeElement)).toBe(true);
      await page.keyboard.press('Enter');
      await page.getByText('Run again').waitFor();
      expect(await violations(page)).toEqual([]);
    });

    it('opens the quickstart as a copy and reproduces it', async () => {
      await page
        .getByRole('link', { name: /Quickstart/ })
        .or(page.getByRole('button', { name: /Quickstart/ }))
        .first()
        .click();
      await page.getByRole('button', { name: 'Run 12 trials' }).click();
      await page.getByText('Reproduced bit for bit').first().waitFor();
      await page.getByText('12 of 12').first().waitFor();
      expect(await violations(page)).toEqual([]);
    });

    it('shows data and storage', async () => {
      await page.getByRole('link', { name: /Data/ }).first().click();
      await page.getByText('Beak Length (mm)').locator('visible=true').first().waitFor();
      expect(await violations(page)).toEqual([]);
      await page.goto(`${url}#/storage`);
      await page.getByRole('heading', { name: 'Storage' }).waitFor();
      expect(await violations(page)).toEqual([]);
    });

    it('sent nothing to another origin and logged no error', () => {
      expect(log.foreign).toEqual([]);
      expect(log.errors).toEqual([]);
    });
  });
}
