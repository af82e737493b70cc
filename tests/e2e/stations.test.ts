// The pages of results with runs in them, and storage: no accessibility violation on any, light or dark, and no results
// wider than a phone.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Lab, Step } from '$core/lab/document';
import { dense, exampleLab, training } from '$core/lab/examples/example';
import { defaultSearch } from '$core/nas/defaults';
import { automate } from './support/app';
import { createProfile, watch } from './support/browser';

const url = inject('isolatedUrl');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const profile = createProfile();
let page: Page;
let log: ReturnType<typeof watch>;

const goal = { metric: 'accuracy', direction: 'maximize' } as const;
const folds = { method: 'stratified', folds: 3 } as const;
const train = training('table', { layers: [dense('h1', 8)], epochs: 3 });
const networks = { ...defaultSearch('table'), base: { ...train, layers: [] }, objective: goal, trials: 6 };
const compare = { on: true, networks: 6, epochs: 1, share: 0.5, inherit: true };
const steps: Step[] = [
  { id: 'line', type: 'train', config: { ...train, layers: [] } },
  { id: 'small', type: 'train', config: train },
  {
    id: 'tune',
    type: 'tune',
    config: {
      base: train,
      space: [{ path: 'optimizer.learningRate', domain: { kind: 'float', low: 0.001, high: 0.1, log: true } }],
      sampler: { type: 'random', options: {} },
      objective: goal,
      trials: 4,
      width: 2,
    },
  },
  {
    id: 'folds',
    type: 'validate',
    config: { models: [{ step: 'line' }, { step: 'small' }], objective: goal, folds, method: { type: 'folds' } },
  },
  {
    id: 'nested',
    type: 'validate',
    config: { models: [{ step: 'tune' }], objective: goal, folds, method: { type: 'nested' } },
  },
  {
    id: 'words',
    type: 'validate',
    config: {
      models: [{ step: 'small' }],
      objective: goal,
      method: { type: 'curve', path: 'layers.h1.activation', values: ['relu', 'tanh', 'gelu'], seeds: 2 },
    },
  },
  { id: 'grown', type: 'nas', config: { ...networks, strategy: { type: 'morphism', options: {} } } },
  { id: 'shortcuts', type: 'nas', config: { ...networks, compare } },
];
const lab: Lab = exampleLab({
  title: 'Every kind of result',
  note: 'To be looked at.',
  data: { kind: 'bundled', id: 'penguins' },
  roles: { target: 'Species', task: 'multiclass', exclude: [] },
  executor: 'simd',
  steps,
});

async function violations() {
  const found = await page.evaluate(() =>
    (window as unknown as { axe: typeof import('axe-core') }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
    }),
  );
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`);
}

let labId = '';
beforeAll(async () => {
  page = await (await profile.open()).newPage();
  log = watch(page, new URL(url).origin);
  expect((await automate(page, url, { source: JSON.stringify(lab) })).state).toBe('done');
  // The home page was open under the run, and lists anew when it opens.
  await page.goto(`${url}#/`);
  await page.reload();
  const link = page.getByRole('link', { name: lab.title }).first();
  labId = /#\/lab\/([^/]+)/.exec((await link.getAttribute('href')) ?? '')?.[1] ?? '';
  await page.evaluate(axe);
});
afterAll(() => profile.remove());

/** The Tune page is looked at by the first visit. */
const shown = steps.filter(({ type }) => type === 'validate' || type === 'nas');

describe('the page of storage', () => {
  it('can be read by everyone, light and dark', async () => {
    await page.goto(`${url}#/storage`);
    await page.getByRole('heading', { name: 'Data sets' }).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await violations(), colorScheme).toEqual([]);
    }
  });
});

describe('a page of results', () => {
  for (const [i, { id }] of shown.entries()) {
    it(`of "${id}" can be read by everyone`, async () => {
      await page.emulateMedia({ colorScheme: i % 2 === 0 ? 'dark' : 'light', reducedMotion: 'reduce' });
      await page.goto(`${url}#/lab/${labId}/${id}`);
      await page.getByRole('heading', { name: 'Runs' }).waitFor();
      expect(await violations()).toEqual([]);
    });
  }

  it('of a search leads to its best networks under several seeds, beside simple baselines', async () => {
    await page.goto(`${url}#/lab/${labId}/grown`);
    await page.getByRole('heading', { name: 'What was found' }).waitFor();
    for (const name of ['Networks to check', 'Seeds of each']) {
      await page.getByLabel(name, { exact: true }).fill('2');
      await page.keyboard.press('Tab');
    }
    await page.getByRole('button', { name: 'Check the best 2 under 2 seeds' }).click();
    await page.getByText('On the test rows network').waitFor();
    await page.getByRole('rowheader', { name: 'Linear model' }).waitFor();
    await page.getByText('4 of 4 trainings').waitFor();
    expect(await violations()).toEqual([]);
  });

  it('scrolls within its form and its results, and nowhere else, on a wide screen', async () => {
    await page.setViewportSize({ width: 1280, height: 700 });
    for (const { id } of steps) {
      await page.goto(`${url}#/lab/${labId}/${id}`);
      await page.getByRole('heading', { name: 'Runs' }).waitFor();
      const below = await page.evaluate(() => {
        const view = document.querySelector('.app > .view')!;
        return view.scrollHeight - view.clientHeight;
      });
      expect(below, id).toBe(0);
    }
  });

  it('fits a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const { id } of shown) {
      await page.goto(`${url}#/lab/${labId}/${id}`);
      await page.getByRole('heading', { name: 'Runs' }).waitFor();
      const wide = await page.evaluate(() => {
        const view = document.querySelector('.page')!;
        return view.scrollWidth - view.clientWidth;
      });
      expect(wide, id).toBe(0);
    }
    expect(log.errors).toEqual([]);
  });
});
