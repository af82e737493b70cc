// A study survives what happens to browsers: the process is killed in the middle of a trial.
import { afterAll, describe, expect, inject, it } from 'vitest';
import { automate, leaderboardRows, openAndRun, study } from './support/app';
import { createProfile } from './support/browser';
import { labToText } from '$core/lab/codec';

const url = inject('isolatedUrl');

describe('a killed browser', () => {
  const broken = createProfile();
  const whole = createProfile();
  afterAll(async () => {
    await broken.remove();
    await whole.remove();
  });

  it('resumes to the leaderboard of an unbroken run', async () => {
    const lab = study({ trials: 8, epochs: 2500 });
    const page = await (await broken.open()).newPage();
    await openAndRun(page, url, lab);
    // In the middle: some trials are done, one is under way.
    await page
      .getByText(/^[34] of 8$/)
      .first()
      .waitFor({ timeout: 60_000 });
    await broken.kill();

    const again = await (await broken.open()).newPage();
    await again.goto(url);
    await again.getByRole('button', { name: 'Resume' }).click();
    await again.getByText('8 of 8').first().waitFor({ timeout: 120_000 });
    const resumed = await leaderboardRows(again);
    const code = await again
      .getByText(/^[0-9a-f]{12}$/)
      .first()
      .innerText();

    const unbroken = await (await whole.open()).newPage();
    const report = await automate(unbroken, url, { source: labToText(lab) });
    expect(report.digest).toContain(code);
    expect(resumed.length).toBeGreaterThanOrEqual(8);
  });
});
