// The few things a test does in the app again and again, by what a person sees.
import type { Page } from 'playwright';
import type { AutomationReport, AutomationRequest } from '../../../src/features/automation/index';
import { encodeLink } from '$core/lab/codec';
import type { Lab } from '$core/lab/document';
import { exampleById } from '$core/lab/examples/registry';

/** Runs a lab through the page's own automation and returns its report. */
export async function automate(page: Page, url: string, request: AutomationRequest): Promise<AutomationReport> {
  await page.goto(`${url}#/automation`);
  await page.waitForFunction(() => 'tablab' in window);
  const outcome = await page.evaluate((r) => window.tablab!.run(r), request);
  if ('error' in outcome) throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
  return outcome;
}

/** The quickstart with other settings of its study; it expects nothing, unlike the original. */
export function study(settings: { trials: number; epochs: number; width?: number }): Lab {
  const { expected: _, ...lab } = exampleById('quickstart')!.lab;
  const steps = lab.steps.map((step) => {
    if (step.type !== 'tune') return step;
    const base = { ...step.config.base, epochs: settings.epochs };
    return { ...step, config: { ...step.config, base, trials: settings.trials, width: settings.width ?? 2 } };
  });
  return { ...lab, title: 'A study of my own', executor: 'simd', steps };
}

/** Opens a link as a copy and starts it. */
export async function openAndRun(page: Page, url: string, lab: Lab): Promise<void> {
  await page.goto(`${url}${await encodeLink(lab)}`);
  await page.getByRole('button', { name: /^Open as copy and run/ }).click();
}

/** The trial rows of the leaderboard as text, without their wall times. */
export async function leaderboardRows(page: Page): Promise<string[]> {
  const rows = await page.getByRole('grid', { name: 'Trials' }).getByRole('row').allInnerTexts();
  return rows.map((row) =>
    row
      .replace(/\s+/g, ' ')
      .replace(/[\d.]+ (ms|s|min)\b/g, '')
      .trim(),
  );
}
