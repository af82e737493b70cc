// Labelling on a real lab: real worker, real storage, real keys. Labels are in the document, so they are undone, stored
// and used by training; suspects and agreement are of the labels as they stand.
import axe from 'axe-core';
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '../../../src/ui/styles.css';
import { defaultFeatures, defaultSplit, type Lab } from '$core/lab/document';
import { DataPage } from '$features/data';
import { commands } from '$ui/index';
import { OpenLab } from '../../../src/features/lab/session.svelte';
import { getLab, putLab } from '$store/labs';
import { openStore } from '$store/open';
import { eraseAll } from '$store/sizes';

const lab: Lab = {
  format: 'tablab',
  version: 1,
  title: 'Penguins',
  seed: 1,
  data: { kind: 'bundled', id: 'penguins' },
  roles: { target: 'Species', task: 'multiclass', exclude: [] },
  features: defaultFeatures,
  split: defaultSplit,
  executor: 'auto',
  steps: [],
};

let session: OpenLab;
let shown: ReturnType<typeof mount>;
let id: string;
const press = (event: KeyboardEvent) => void commands.handle(event);

beforeEach(async () => {
  await page.viewport(1200, 1400);
  const store = await openStore();
  await eraseAll(store);
  id = crypto.randomUUID();
  await putLab(store, { id, lab, createdAt: 1, updatedAt: 1 });
  session = await OpenLab.open(id);
  window.addEventListener('keydown', press);
  shown = mount(DataPage, { target: document.body, props: { session, step: 'data' } });
  await vi.waitUntil(() => session.dataset !== null, { timeout: 20_000 });
  await userEvent.click(page.getByRole('tab', { name: /^Label/ }));
  await expect.element(page.getByText('Row 1', { exact: true })).toBeVisible();
});
afterEach(async () => {
  window.removeEventListener('keydown', press);
  await unmount(shown);
  await session.close();
});

it('labels by keys, goes back and forth, undoes, and is stored', async () => {
  await userEvent.keyboard('2');
  expect(session.lab.labels).toEqual([{ column: 'Species', of: 344, values: [{ value: 'Chinstrap', rows: '0' }] }]);
  await expect.element(page.getByText('Row 2', { exact: true })).toBeVisible();
  await userEvent.keyboard(' 3');
  await userEvent.keyboard('1{ArrowLeft}');
  await expect.element(page.getByText('Row 4', { exact: true })).toBeVisible();
  expect(session.lab.labels?.[0]).toMatchObject({ kept: '3', values: [{ rows: '0' }, { value: 'Gentoo', rows: '2' }] });
  await userEvent.keyboard('uu');
  expect(session.lab.labels?.[0]).toEqual({ column: 'Species', of: 344, values: [{ value: 'Chinstrap', rows: '0' }] });
  await expect.element(page.getByText('Row 3', { exact: true })).toBeVisible();
  await vi.waitUntil(() => session.saved.kind === 'saved');
  const { lab: stored } = await getLab(session.store, id);
  expect(stored.labels).toEqual(session.lab.labels);
  await vi.waitUntil(() => {
    const top = session.dataset?.columns.find(({ name }) => name === 'Species')?.top;
    return top?.find(({ value }) => value === 'Chinstrap')?.count === 69;
  });
});

it('starts a column of its own, for a second annotator, and measures agreement', async () => {
  await userEvent.click(page.getByRole('button', { name: 'New column' }));
  await userEvent.click(page.getByRole('button', { name: 'Add column' }));
  await expect.element(page.getByText('No label yet.', { exact: false })).toBeVisible();
  expect(session.lab.roles.exclude).toEqual(['Species by me']);
  // All of the first rows are Adelie: the third answer differs.
  await userEvent.keyboard('1121');
  await userEvent.fill(page.getByRole('textbox', { name: 'Another class' }), 'Emperor');
  await userEvent.click(page.getByRole('button', { name: 'Add class' }));
  await userEvent.keyboard('4');
  await expect.element(page.getByText('5 rows with both')).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Go through 2 disagreements' }));
  await expect.element(page.getByText('Row 3', { exact: true })).toBeVisible();
  await expect.element(page.getByText('1 of 2', { exact: true })).toBeVisible();
});

it('finds what was mislabelled, offers it first, and keeps the labels as a data set', async () => {
  for (const key of ['3', '3', '2']) await userEvent.keyboard(key);
  await userEvent.click(page.getByRole('button', { name: 'Look for suspects' }));
  await expect.element(page.getByRole('button', { name: 'Go through them' })).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Go through them' }));
  await expect.element(page.getByText('1 of 3', { exact: true })).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: '1', exact: true }));
  await expect.element(page.getByText('The model says Adelie', { exact: false })).toBeVisible();
  await userEvent.keyboard('a');
  expect(session.lab.labels?.[0].kept).toBe('0');
  await expect.element(page.getByText('3, 1 judged', { exact: true })).toBeVisible();
  for (const width of [1200, 390]) {
    await page.viewport(width, 900);
    await tick();
    const { violations } = await axe.run(document.body, {
      // The page lives inside the app's frame, which has the landmarks and the first heading.
      rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`)).toEqual([]);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
  }
  await userEvent.click(page.getByRole('button', { name: 'Keep them as a data set' }));
  await vi.waitUntil(() => session.lab.data.kind === 'imported' && session.dataset !== null, { timeout: 10_000 });
  expect(session.lab.labels).toBeUndefined();
  expect(session.dataset?.name).toBe('Penguins, labelled');
  session.undo();
  expect(session.lab.data).toEqual(lab.data);
  expect(session.lab.labels).toHaveLength(1);
});
