// One writer per lab: a second tab watches what the first does, and may take over. Nothing is lost on the way.
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { leaderboardRows, openAndRun, study } from './support/app';
import { createProfile, watch } from './support/browser';

const url = inject('isolatedUrl');
/** Milliseconds: two tabs and their workers share what the machine has left. */
const patience = 90_000;

describe('two tabs on one lab', () => {
  const profile = createProfile();
  let first: Page;
  let second: Page;
  let log: ReturnType<typeof watch>;
  beforeAll(async () => {
    const context = await profile.open();
    context.setDefaultTimeout(patience);
    first = await context.newPage();
    second = await context.newPage();
    log = watch(second, new URL(url).origin);
    await openAndRun(first, url, study({ trials: 6, epochs: 4000 }));
    await first
      .getByText(/^[1-4] of 6$/)
      .first()
      .waitFor();
    await first.getByRole('button', { name: 'Pause' }).first().click();
    await first.getByRole('button', { name: /^Resume, / }).waitFor();
    await second.goto(first.url());
  });
  afterAll(() => profile.remove());

  it('shows the second one live progress and lets it change nothing', async () => {
    await second.getByText('Another tab is editing this lab').first().waitFor();
    await second.getByText('Read-only here').waitFor();
    const resume = second.getByRole('button', { name: /^Resume, / });
    await resume.waitFor();
    expect(await resume.isDisabled()).toBe(true);
    expect(await second.getByRole('button', { name: 'Add step' }).count()).toBe(0);
    await first.getByRole('button', { name: /^Resume, / }).click();
    await second.getByRole('list', { name: 'Running trials' }).waitFor();
  });

  it('hands the pen over without breaking the run', async () => {
    await second.getByRole('button', { name: 'Take over' }).click();
    await first.getByText('Read-only here').waitFor();
    await second.getByText(/^Saved/).waitFor();
    // The run goes on where it was started, and both tabs see its end.
    for (const page of [first, second]) await page.getByText('6 of 6').first().waitFor();
    await expect.poll(() => leaderboardRows(second), { timeout: patience }).toHaveLength(7);
    const rows = await leaderboardRows(second);
    await expect.poll(() => leaderboardRows(first), { timeout: patience }).toEqual(rows);
  });

  it('keeps an edit of the tab that took over', async () => {
    await second.getByLabel('Trials').first().fill('7');
    await second.keyboard.press('Enter');
    await second.getByRole('button', { name: 'Run 7 trials' }).waitFor();
    await second.getByText(/^Saved/).waitFor();
    await first.close();
    await second.reload();
    await second.getByRole('button', { name: 'Run 7 trials' }).waitFor();
    await second.getByText('6 of 6').first().waitFor();
    expect(log.errors).toEqual([]);
  });

  it('goes on with a paused run in the tab that took over', async () => {
    await second.getByRole('button', { name: 'Run 7 trials' }).click();
    await second
      .getByText(/^[1-4] of 7$/)
      .first()
      .waitFor();
    await second.getByRole('button', { name: 'Pause' }).first().click();
    await second.getByRole('button', { name: /^Resume, / }).waitFor();
    const third = await second.context().newPage();
    await third.goto(second.url());
    await third.getByRole('button', { name: 'Take over' }).click();
    await second.getByText('Read-only here').waitFor();
    await third.getByRole('button', { name: /^Resume, / }).click();
    await third.getByText('7 of 7').first().waitFor();
    // The one that watches goes on by itself when the other is gone.
    await third.close();
    await second.getByText('Read-only here').waitFor({ state: 'detached' });
    expect(await second.getByRole('button', { name: 'Run 7 trials' }).isEnabled()).toBe(true);
  });
});
