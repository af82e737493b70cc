// After the first visit the network is not needed: on a host with isolation headers, and on a plain one in a sub-path.
import { afterAll, describe, expect, inject, it } from 'vitest';
import { automate, study } from './support/app';
import { createProfile, watch } from './support/browser';
import { labToText } from '$core/lab/codec';

for (const [name, url] of [
  ['an isolated host', inject('isolatedUrl')],
  ['a plain host under a sub-path', inject('plainUrl')],
] as const) {
  describe(`offline, from ${name}`, () => {
    const profile = createProfile();
    afterAll(() => profile.remove());

    it('runs with the network cut', async () => {
      const context = await profile.open();
      const page = await context.newPage();
      const log = watch(page, new URL(url).origin);
      await page.goto(url);
      await page.getByText('Ready to work offline').waitFor({ timeout: 60_000 });
      await context.setOffline(true);
      await page.reload();
      await page.locator('[data-first-run]').waitFor();
      // Isolated either way: where the host sends no headers, the service worker adds them.
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
      const quick = await automate(page, url, { source: 'quickstart' });
      expect(quick.verdict).toBe('reproduced bit for bit');
      const cpu = await automate(page, url, { source: labToText(study({ trials: 2, epochs: 2 })), executor: 'cpu' });
      expect(cpu.state).toBe('done');
      await page.goto(url);
      for (const example of ['digits', 'flights'])
        expect(await page.getByText(new RegExp(example, 'i')).count()).toBeGreaterThan(0);
      expect(log.foreign).toEqual([]);
    });
  });
}

describe('a plain host', () => {
  const profile = createProfile();
  afterAll(() => profile.remove());

  it('gives the same bits on the first visit, without isolation', async () => {
    const page = await (await profile.open()).newPage();
    const report = await automate(page, inject('plainUrl'), { source: 'quickstart' });
    expect(report.verdict).toBe('reproduced bit for bit');
  });
});
