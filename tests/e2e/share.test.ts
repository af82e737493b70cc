// A link made in one profile reproduces in another; what a stranger may send is refused without harm.
import { afterAll, describe, expect, inject, it } from 'vitest';
import { openAndRun, study } from './support/app';
import { createProfile, watch } from './support/browser';

const url = inject('isolatedUrl');

describe('a link', () => {
  const sender = createProfile();
  const receiver = createProfile();
  afterAll(async () => {
    await sender.remove();
    await receiver.remove();
  });

  it('carries a run to another profile, which reproduces it', async () => {
    const page = await (await sender.open()).newPage();
    await openAndRun(page, url, study({ trials: 4, epochs: 5 }));
    await page.getByText('4 of 4').first().waitFor();
    await page.getByRole('button', { name: 'Share' }).click();
    const field = page.locator('dialog[open] textarea');
    await expect.poll(() => field.inputValue()).toContain('#v1.');
    const link = await field.inputValue();
    expect(link.length).toBeLessThanOrEqual(1800);

    const other = await (await receiver.open()).newPage();
    const log = watch(other, new URL(url).origin);
    await other.goto(link);
    // Nothing runs before the person says so.
    await other.getByRole('button', { name: 'Open as copy and run' }).waitFor();
    expect(await other.getByText('Penguins').count()).toBeGreaterThan(0);
    await other.getByRole('button', { name: 'Open as copy and run' }).click();
    await other.getByText('Reproduced bit for bit').first().waitFor();
    expect(log.foreign).toEqual([]);
  });

  it('that was cut or is newer says so', async () => {
    const page = await (await receiver.open()).newPage();
    await page.goto(`${url}#v1.abcdef`);
    await page.getByText('This link is incomplete').waitFor();
    await page.goto(`${url}#v9.abcdef`);
    await page.getByText('newer version').first().waitFor();
  });
});
