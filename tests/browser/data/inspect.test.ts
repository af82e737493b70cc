// Look and Checks on a real lab: real worker, real storage. A column that copies the target and one that never varies
// are found, left out with one press, and brought back by undo.
import axe from 'axe-core';
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '../../../src/ui/styles.css';
import { createTableClient, type TableClient } from '$bridge/tableClient';
import { defaultFeatures, defaultSplit, type Lab } from '$core/lab/document';
import { DataPage } from '$features/data';
import { OpenLab } from '../../../src/features/lab/session.svelte';
import { putLab } from '$store/labs';
import { openStore } from '$store/open';
import { eraseAll } from '$store/sizes';

const lines = Array.from({ length: 200 }, (_, i) => {
  const kind = i % 3 === 0 ? 'left' : 'right';
  return [Math.sin(i * 7.3).toFixed(4), Math.cos(i * 3.1).toFixed(4), 5, kind === 'left' ? 'L' : 'R', kind].join(',');
});
const csv = `wave,other,flat,copy,kind\n${lines.join('\n')}\n`;

let client: TableClient;
let session: OpenLab;
let shown: ReturnType<typeof mount>;
let main: HTMLElement;

beforeEach(async () => {
  await page.viewport(1200, 900);
  const store = await openStore();
  await eraseAll(store);
  client = createTableClient();
  const { dataset } = await client.importText(csv, 'made.csv', {}, () => undefined);
  const lab: Lab = {
    format: 'tablab',
    version: 1,
    title: 'Made',
    seed: 1,
    data: { kind: 'imported', name: 'made.csv', sha256: dataset.sha256 },
    roles: { target: 'kind', task: 'binary', exclude: [] },
    features: defaultFeatures,
    split: defaultSplit,
    executor: 'auto',
    steps: [],
  };
  const id = crypto.randomUUID();
  await putLab(store, { id, lab, createdAt: 1, updatedAt: 1 });
  session = await OpenLab.open(id);
  // The landmark that the app puts a step's page into.
  main = document.body.appendChild(document.createElement('main'));
  shown = mount(DataPage, { target: main, props: { session, step: 'data' } });
  await vi.waitUntil(() => session.dataset !== null, { timeout: 20_000 });
  await tick();
});
afterEach(async () => {
  await unmount(shown);
  main.remove();
  await session.close();
  client.terminate();
});

const open = async (name: RegExp) => userEvent.click(page.getByRole('tab', { name }));
const violations = async () => (await axe.run(document.body)).violations.map(({ id, nodes }) => [id, nodes[0].html]);

it('finds what is wrong, fixes it in the document, and undo brings it back', async () => {
  await open(/^Checks/);
  await expect.element(page.getByText('"copy" alone predicts "kind"')).toBeVisible();
  await expect.element(page.getByText('"flat" has the same value in every row.')).toBeVisible();
  expect(await violations()).toEqual([]);

  await userEvent.click(page.getByRole('button', { name: 'Leave out copy' }));
  expect(session.lab.roles.exclude).toEqual(['copy']);
  await expect.element(page.getByText('"copy" alone predicts "kind"')).not.toBeInTheDocument();
  session.undo();
  expect(session.lab.roles.exclude).toEqual([]);
  await expect.element(page.getByText('"copy" alone predicts "kind"')).toBeVisible();
});

it('sums the columns up, sorts them by key, and draws what tells of the target', async () => {
  await open(/^Look/);
  const table = page.getByRole('region', { name: 'Numbers, column by column' });
  await expect.element(table).toBeVisible();
  const names = () => [...table.element().querySelectorAll('tbody th')].map((cell) => cell.textContent);
  expect(names()).toEqual(['wave', 'other', 'flat']);
  const mean = table.getByRole('button', { name: 'Mean' });
  (mean.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  expect(names()[0]).toBe('flat');
  await expect.element(page.getByRole('img', { name: 'Association with kind' })).toBeVisible();
  await expect.element(page.getByRole('img', { name: 'Correlation of columns' })).toBeVisible();
  await expect
    .element(
      page
        .getByRole('application', { name: /by kind/ })
        .or(page.getByText(/by kind$/))
        .first(),
    )
    .toBeVisible();
  await vi.waitUntil(() => document.querySelectorAll('.plotted svg').length === 2, { timeout: 10_000 });
  expect(await violations()).toEqual([]);
});

/** Reads a chart's first mark by keyboard, as soon as the chart is drawn. */
async function readFirst(chart: HTMLElement): Promise<void> {
  chart.focus();
  await vi.waitFor(async () => {
    await userEvent.keyboard('{PageUp}');
    expect(chart.querySelector('.tip')).not.toBeNull();
  });
}

it('shows a column close up, and what is picked in one picture is picked in all', async () => {
  await open(/^Look/);
  await userEvent.selectOptions(page.getByLabelText('Column shown'), 'wave');
  await expect.element(page.getByRole('application', { name: /^wave: density/ })).toBeVisible();
  await expect.element(page.getByRole('application', { name: /^wave by kind: box plots/ })).toBeVisible();
  const bins = page.getByRole('application', { name: /^wave: rows/ });
  await readFirst(bins.element() as HTMLElement);
  await userEvent.keyboard('{Enter}');
  const selection = session.selection('rows');
  await vi.waitFor(() => expect(selection.selected.size).toBeGreaterThan(0));
  // The first bin of a sine holds the lowest values, and nothing else.
  const wave = lines.map((line) => Number(line.split(',')[0]));
  const highest = Math.max(...[...selection.selected].map((row) => wave[row]));
  expect(wave.filter((value) => value <= highest)).toHaveLength(selection.selected.size);

  await userEvent.selectOptions(page.getByLabelText('Column shown'), 'copy');
  const shares = page.getByRole('application', { name: /^kind by copy/ });
  await expect.element(shares).toBeVisible();
  await readFirst(shares.element() as HTMLElement);
  await userEvent.keyboard('{Escape}');
  await vi.waitFor(() => expect(selection.selected.size).toBe(0));
  await readFirst(shares.element() as HTMLElement);
  await userEvent.keyboard('{Enter}');
  await vi.waitFor(() => expect(selection.selected.size).toBe(133));
  // The most frequent first: two rows of three are on the right.
  expect([...selection.selected].every((row) => row % 3 !== 0)).toBe(true);

  await open(/^Columns/);
  await vi.waitFor(() => expect(document.querySelectorAll('rect.part').length).toBeGreaterThan(3));
  const toggle = page.getByRole('switch', { name: 'Selected only' });
  await userEvent.click(toggle);
  const numbers = () => [...document.querySelectorAll('[role=rowheader]')].map((cell) => cell.textContent);
  await vi.waitFor(() => expect(numbers().slice(0, 3)).toEqual(['✓ 2', '✓ 3', '✓ 5']));
  expect(await violations()).toEqual([]);
});

it('a look can be stopped, and its worker goes on to answer', async () => {
  const dataset = session.dataset!;
  const stopper = new AbortController();
  const what = { sha256: dataset.sha256, types: {}, roles: session.lab.roles };
  const looking = client.look(what, () => stopper.abort(), stopper.signal);
  await expect(looking).rejects.toMatchObject({ code: 'aborted' });
  const { columns, target } = await client.look(what, () => undefined);
  expect(columns.map(({ name }) => name)).toEqual(['wave', 'other', 'flat', 'copy', 'kind']);
  expect(target[0].column).toBe('copy');
});
