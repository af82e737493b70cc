// The Features page on a real lab: real worker, real storage, real events.
import axe from 'axe-core';
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '../../../src/ui/styles.css';
import { defaultFeatures, defaultSplit, type Lab } from '$core/lab/document';
import { FeaturesPage } from '$features/features';
import { OpenLab } from '../../../src/features/lab/session.svelte';
import { putLab } from '$store/labs';
import { openStore } from '$store/open';
import { eraseAll } from '$store/sizes';

const lab: Lab = {
  format: 'tablab',
  version: 1,
  title: 'Movies',
  seed: 1,
  data: { kind: 'bundled', id: 'movies' },
  roles: { target: 'IMDB Rating', task: 'regression', exclude: ['Title'] },
  features: defaultFeatures,
  split: defaultSplit,
  executor: 'auto',
  steps: [],
};

let session: OpenLab;
let shown: ReturnType<typeof mount>;

beforeEach(async () => {
  await page.viewport(1200, 900);
  const store = await openStore();
  await eraseAll(store);
  const id = crypto.randomUUID();
  await putLab(store, { id, lab, createdAt: 1, updatedAt: 1 });
  session = await OpenLab.open(id);
  shown = mount(FeaturesPage, { target: document.body, props: { session, step: 'features' } });
  await vi.waitUntil(() => session.dataset !== null, { timeout: 20_000 });
  await tick();
});
afterEach(async () => {
  await unmount(shown);
  await session.close();
});

async function add(label: string) {
  await userEvent.click(page.getByRole('button', { name: 'Add step' }));
  await userEvent.click(page.getByRole('menuitem', { name: new RegExp(`^${label}`) }));
}
const derive = () => session.lab.features.derive ?? [];

it('adds, edits, moves, switches off, removes and brings back steps', async () => {
  await expect.element(page.getByText('No steps yet')).toBeVisible();
  await add('Parts of a date');
  expect(derive()).toEqual([{ id: 'date-parts', type: 'dateParts' }]);
  await expect.element(page.getByText('Release Date year, Release Date month', { exact: false })).toBeVisible();
  await userEvent.click(page.getByRole('switch', { name: 'Month', exact: true }));
  expect(derive()[0].options).toEqual({ month: false });

  await add('Formulas');
  await userEvent.fill(
    page.getByRole('textbox', { name: 'Formulas' }),
    'gain = `Worldwide Gross` / mean(`Worldwide Gross` by `Major Genre`)',
  );
  await userEvent.keyboard('{Tab}');
  await expect.element(page.getByText('gain', { exact: true }).first()).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Move step 2 up' }));
  expect(derive().map(({ id }) => id)).toEqual(['expression', 'date-parts']);
  await userEvent.click(page.getByRole('switch', { name: 'Use step 1, Formulas' }));
  expect(derive()[0].enabled).toBe(false);
  await userEvent.click(page.getByRole('button', { name: 'Remove step 1' }));
  expect(derive().map(({ id }) => id)).toEqual(['date-parts']);
  session.undo();
  expect(derive()).toHaveLength(2);
});

it('says on the step what is wrong with it, while the others go on', async () => {
  await add('Formulas');
  await userEvent.fill(page.getByRole('textbox', { name: 'Formulas' }), 'r = `No such` + 1');
  await userEvent.keyboard('{Tab}');
  await expect.element(page.getByText('There is no column "No such"', { exact: false })).toBeVisible();
  await add('Parts of a date');
  await expect.element(page.getByText('Release Date year', { exact: false }).first()).toBeVisible();
  await userEvent.selectOptions(page.getByLabelText('Missing numbers'), 'median');
  expect(session.lab.features.impute).toBe('median');
});

it('has no accessibility faults, wide or narrow, with steps and with the graph', async () => {
  await add('Leave out training rows');
  await expect.element(page.getByText('Validation and test rows always stay', { exact: false }).first()).toBeVisible();
  for (const view of ['Steps', 'Balance', 'Overview']) {
    await userEvent.click(page.getByRole('tab', { name: new RegExp(`^${view}`) }));
    for (const width of [1200, 390]) {
      await page.viewport(width, 900);
      await tick();
      const { violations } = await axe.run(document.body, {
        // The page lives inside the app's frame, which has the landmarks and the first heading.
        rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
      });
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`)).toEqual([]);
    }
  }
});

it('counts classes before and after balancing, and says on a matrix step what is wrong with it', async () => {
  session.update('Predict the rating', (lab) => ({
    ...lab,
    roles: { target: 'MPAA Rating', task: 'multiclass', exclude: ['Title'] },
    features: {
      ...lab.features,
      matrix: [{ id: 'many', type: 'pca', options: { components: 900 } }],
    },
  }));
  await userEvent.click(page.getByRole('tab', { name: /^Balance/ }));
  await userEvent.click(page.getByRole('button', { name: 'Balance classes' }));
  await userEvent.click(page.getByRole('menuitem', { name: /^Repeat rows/ }));
  expect(session.lab.features.resample).toEqual([{ id: 'over', type: 'over' }]);
  const rows = page.getByRole('row', { name: /^NC-17/ });
  await expect.element(rows).toBeVisible();
  const [, before, after] = [...rows.element().querySelectorAll('td')].map((cell) => cell.textContent);
  expect(Number(before?.replace(',', ''))).toBeLessThan(20);
  expect(Number(after?.replace(',', ''))).toBeGreaterThan(500);
  await userEvent.click(page.getByRole('tab', { name: /^Reduce/ }));
  await expect.element(page.getByText('is asked for 900 components', { exact: false })).toBeVisible();
});
