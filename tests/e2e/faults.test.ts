// What goes wrong on real machines: a full disk, a dying worker, a diverging model, a reload in the middle, links that
// no honest page would make. Each fault is injected from outside; the app is the built one.
import type { BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { automate, leaderboardRows, openAndRun, study } from './support/app';
import { createProfile } from './support/browser';
import { encodeLink, labToText } from '$core/lab/codec';
import type { Lab, TuneConfig } from '$core/lab/document';

const url = inject('isolatedUrl');
const profile = createProfile();
let context: BrowserContext;
let page: Page;
beforeAll(async () => {
  context = await profile.open();
  page = await context.newPage();
});
afterAll(() => profile.remove());

/** The first digits of the digest of the shown study. */
const digestCode = () => page.getByText(/^[0-9a-f]{12}$/).first();

function withTune(lab: Lab, change: (config: TuneConfig) => Partial<TuneConfig>): Lab {
  const steps = lab.steps.map((step) =>
    step.type === 'tune' ? { ...step, config: { ...step.config, ...change(step.config) } } : step,
  );
  return { ...lab, steps };
}

/** Whether the browser lets this origin store anything. It looks at its own limits only now and then. */
const roomLeft = () =>
  page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        const request = indexedDB.open('room-probe');
        request.onupgradeneeded = () => request.result.createObjectStore('rows', { autoIncrement: true });
        request.onerror = () => resolve(false);
        request.onsuccess = () => {
          const database = request.result;
          const transaction = database.transaction('rows', 'readwrite');
          transaction.objectStore('rows').add(new Uint8Array(10_000));
          transaction.oncomplete = () => (database.close(), resolve(true));
          transaction.onabort = () => (database.close(), resolve(false));
        };
      }),
  );

describe('a full disk', () => {
  it('pauses the study with a message; with room again it ends as if nothing had happened', async () => {
    const lab = study({ trials: 6, epochs: 4000 });
    const whole = await automate(page, url, { source: labToText(lab) });
    const session = await context.newCDPSession(page);
    const { origin } = new URL(url);
    await openAndRun(page, url, lab);
    await page
      .getByText(/^[1-4] of 6$/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Pause' }).first().click();
    const resume = page.getByRole('button', { name: /^Resume, / });
    await resume.waitFor();
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
    await expect.poll(roomLeft, { timeout: 60_000 }).toBe(false);
    await resume.click();
    const message = page.getByRole('alert').filter({ hasText: 'quota-exceeded' }).first();
    await message.getByText(/no room left/).waitFor();
    await resume.waitFor();
    await session.send('Storage.overrideQuotaForOrigin', { origin });
    await expect.poll(roomLeft, { timeout: 60_000 }).toBe(true);
    await resume.click();
    await page.getByText('6 of 6').first().waitFor();
    expect(whole.digest).toContain(await digestCode().innerText());
    await message.waitFor({ state: 'detached' });
    // What was shown is on disk.
    await page.reload();
    await page.getByText('6 of 6').first().waitFor();
    expect(whole.digest).toContain(await digestCode().innerText());
  });
});

describe('a trial in trouble', () => {
  it('that diverges fails with its reason, and the study goes on', async () => {
    const lab = withTune(study({ trials: 4, epochs: 20 }), ({ base }) => ({
      base: { ...base, optimizer: { type: 'momentum', learningRate: 100, options: {} }, loss: 'auto' },
      sampler: { type: 'grid', options: {} },
      space: [{ path: 'optimizer.learningRate', domain: { kind: 'choice', values: [0.01, 100, 0.02] } }],
      trials: 3,
    }));
    const regression: Lab = { ...lab, roles: { target: 'Body Mass (g)', task: 'regression', exclude: [] } };
    const run = withTune(regression, () => ({ objective: { metric: 'rmse', direction: 'minimize' } }));
    await openAndRun(page, url, run);
    await page.getByText('3 of 3').first().waitFor();
    const failed = page.getByRole('row').filter({ hasText: 'failed' });
    await failed.first().click();
    await page
      .getByText(/Training diverged/)
      .first()
      .waitFor();
    await page
      .getByText(/Lower the learning rate/)
      .first()
      .waitFor();
    const rows = await leaderboardRows(page);
    expect(rows.filter((row) => row.includes('done'))).toHaveLength(2);
  });

  it('is started again when its trainer dies, and the study is whole', async () => {
    // Long enough that the trial is not over when its trainer is ended.
    await openAndRun(page, url, study({ trials: 2, epochs: 12_000, width: 1 }));
    const trainers = () => page.workers().filter((worker) => worker.url().includes('trainer'));
    const endOne = async () => {
      await expect.poll(() => trainers().length).toBeGreaterThan(0);
      await page
        .getByRole('list', { name: 'Running trials' })
        .getByText(/^[1-9]\d*\/12000$/)
        .first()
        .waitFor();
      const [worker] = trainers();
      await worker.evaluate(() => self.close());
    };
    await endOne();
    await page.getByText('2 of 2').first().waitFor();
    // The leaderboard is drawn a moment after the count.
    const done = async () => (await leaderboardRows(page)).filter((row) => row.includes('done')).length;
    await expect.poll(done, { timeout: 10_000 }).toBe(2);
  });
});

describe('a reload in the middle of a run', () => {
  it('shows the run as interrupted and resumes it', async () => {
    const lab = study({ trials: 5, epochs: 2000 });
    const whole = await automate(page, url, { source: labToText(lab) });
    await openAndRun(page, url, lab);
    await page
      .getByText(/^[1-4] of 5$/)
      .first()
      .waitFor();
    await page.reload();
    await page.getByText('interrupted').first().waitFor();
    await page
      .getByRole('button', { name: /^Resume/ })
      .first()
      .click();
    await page.getByText('5 of 5').first().waitFor();
    expect(whole.digest).toContain(await digestCode().innerText());
  });
});

describe('a link that no honest page made', () => {
  const open = async (lab: unknown) => {
    await page.goto(`${url}#/storage`);
    await page.goto(`${url}${await encodeLink(lab as Lab)}`);
  };
  const refused = async (code: string) => {
    await page.getByText(code, { exact: true }).first().waitFor();
    expect(await page.getByRole('button', { name: /^Open as copy/ }).count()).toBe(0);
  };
  const lab = study({ trials: 2, epochs: 2 });

  it('with an unknown step is refused', async () => {
    await open({ ...lab, steps: [{ id: 'fly', type: 'teleport', config: {} }] });
    await refused('lab-step-unknown');
  });
  it('with a search space of no points is refused', async () => {
    await open(withTune(lab, () => ({ space: [{ path: 'epochs', domain: { kind: 'int', low: 9, high: 1 } }] })));
    await refused('space-range');
    await open(withTune(lab, () => ({ space: [{ path: 'epochs', domain: { kind: 'choice', values: [] } }] })));
    await refused('lab-invalid');
    await open(withTune(lab, () => ({ space: [] })));
    await refused('space-empty');
  });
  it('with a grid of 10^12 points is refused', async () => {
    const values = [...Array(1000).keys()].map((i) => i + 1);
    const space: TuneConfig['space'] = ['epochs', 'batchSize', 'layers.h1.units', 'l1'].map((path) =>
      path === 'l1'
        ? { path, domain: { kind: 'float', low: 0, high: 0.999, step: 0.001 } }
        : { path, domain: { kind: 'int', low: 1, high: values.length } },
    );
    await open(withTune(lab, () => ({ space, sampler: { type: 'grid', options: {} } })));
    await refused('space-too-large');
  });
  it('with megabytes of JSON is refused', async () => {
    await open({ ...lab, note: 'a'.repeat(11 * 2 ** 20) });
    await refused('lab-too-large');
    await open({ ...lab, note: 'a'.repeat(5 * 2 ** 20) });
    await refused('lab-invalid');
  });
});
