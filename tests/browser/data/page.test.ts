// The Data page on a real lab: real worker, real storage, real events.
import axe from 'axe-core';
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '../../../src/ui/styles.css';
import { defaultFeatures, defaultSplit, type Lab } from '$core/lab/document';
import { DataPage } from '$features/data';
import { OpenLab } from '../../../src/features/lab/session.svelte';
import { putLab } from '$store/labs';
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

beforeEach(async () => {
  await page.viewport(1200, 900);
  const store = await openStore();
  await eraseAll(store);
  const id = crypto.randomUUID();
  await putLab(store, { id, lab, createdAt: 1, updatedAt: 1 });
  session = await OpenLab.open(id);
  shown = mount(DataPage, { target: document.body, props: { session, step: 'data' } });
  await vi.waitUntil(() => session.dataset !== null, { timeout: 20_000 });
  await tick();
});
afterEach(async () => {
  await unmount(shown);
  await session.close();
});

const transferOf = (...files: File[]) => {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  return transfer;
};
function drop(...files: File[]) {
  const target = document.querySelector('.results')!;
  const init = { dataTransfer: transferOf(...files), bubbles: true, cancelable: true };
  for (const type of ['dragenter', 'dragover', 'drop']) target.dispatchEvent(new DragEvent(type, init));
}
function paste(text: string) {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}
const csv = (text: string, name = 'mine.csv') => new File([text], name);

describe('looking', () => {
  it('shows columns, rows, and where the data came from', async () => {
    await expect.element(page.getByRole('heading', { name: 'Penguins' })).toBeVisible();
    await expect.element(page.getByText('Ships with Tablab')).toBeVisible();
    await expect.element(page.getByRole('cell', { name: 'Beak Length (mm)' }).first()).toBeVisible();
    await expect.element(page.getByRole('gridcell', { name: '39.1' }).first()).toBeVisible();
  });

  it('has no accessibility faults, wide or narrow', async () => {
    for (const width of [1200, 390]) {
      await page.viewport(width, 900);
      await tick();
      const { violations } = await axe.run(document.body, {
        // The page lives inside the app's frame, which has the landmarks and the first heading.
        rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
      });
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`)).toEqual([]);
    }
  });

  it('does not overflow a narrow window', async () => {
    await page.viewport(390, 844);
    await tick();
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(390);
  });
});

describe('editing', () => {
  it('changes a type, and undo takes it back', async () => {
    await userEvent.selectOptions(page.getByLabelText('Type of Island'), 'id');
    expect(session.lab.types).toEqual({ Island: 'id' });
    session.undo();
    expect(session.lab.types).toBeUndefined();
    await expect.element(page.getByLabelText('Type of Island')).toHaveValue('categorical');
  });

  it('chooses target and features', async () => {
    await userEvent.click(page.getByLabelText('Predict Body Mass (g)'));
    expect(session.lab.roles).toEqual({ target: 'Body Mass (g)', task: 'regression', exclude: [] });
    await userEvent.click(page.getByLabelText('Use Island as a feature'));
    expect(session.lab.roles.exclude).toEqual(['Island']);
    await userEvent.click(page.getByRole('button', { name: 'Use all' }));
    expect(session.lab.roles.exclude).toEqual([]);
  });

  it('sets the split', async () => {
    await userEvent.fill(page.getByRole('spinbutton', { name: /^Validation/ }), '30');
    await userEvent.keyboard('{Enter}');
    expect(session.lab.split.validation).toBeCloseTo(0.3, 12);
  });
});

describe('the rows', () => {
  const grid = () => page.getByRole('grid', { name: /^Rows of the data set/ });
  const numbers = () =>
    [...grid().element().querySelectorAll('[role=rowheader]')].map((cell) => cell.textContent.replace('✓ ', ''));
  const selection = () => [...session.selection('rows').selected].sort((a, b) => a - b);

  it('are found, sorted and picked by keyboard alone', async () => {
    const search = page.getByRole('searchbox', { name: 'Search the rows' });
    await userEvent.selectOptions(page.getByLabelText('Search in'), 'Body Mass (g)');
    await userEvent.fill(search, '> 6000');
    await userEvent.selectOptions(page.getByLabelText('Sort by'), 'Body Mass (g)');
    await userEvent.click(page.getByRole('button', { name: 'Ascending' }));
    // Two penguins weigh more than six kilograms; the heaviest weighs 6300 g. The order comes from the worker.
    const weights = () =>
      [...grid().element().querySelectorAll('[role=row]')].map((row) => /6,?300|6,?050/.exec(row.textContent)?.[0]);
    await vi.waitFor(
      () => expect(weights().flatMap((weight) => weight?.replace(',', '') ?? [])).toEqual(['6300', '6050']),
      { timeout: 10_000 },
    );
    expect(numbers()).toHaveLength(2);
    await expect.element(page.getByRole('button', { name: 'Select these 2' })).toBeVisible();
    const [heaviest, other] = numbers().map((number) => Number(number) - 1);
    (grid().element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown} ');
    expect(selection()).toEqual([heaviest]);
    await userEvent.keyboard('{Shift>}{End}{/Shift}');
    expect(selection()).toEqual([heaviest, other].sort((a, b) => a - b));

    await userEvent.fill(search, '');
    await userEvent.click(page.getByRole('switch', { name: 'Selected only' }));
    await vi.waitFor(() => expect(numbers()).toEqual([heaviest, other].map((row) => String(row + 1))));
    (grid().element() as HTMLElement).focus();
    await vi.waitFor(async () => {
      await userEvent.keyboard('{Escape}');
      expect(selection()).toEqual([]);
    });
    await vi.waitFor(() => expect(numbers().length).toBeGreaterThan(10));
    // The list of all rows is another one, and the keys go on in it.
    expect(document.activeElement).toBe(grid().element());
  });

  it('refuse a search that says nothing', async () => {
    await userEvent.fill(page.getByRole('searchbox', { name: 'Search the rows' }), '>= heavy');
    await expect.element(page.getByRole('alert')).toHaveTextContent('no number or date follows the comparison');
  });
});

describe('importing', () => {
  it('takes a dropped file, with roles proposed for it', async () => {
    drop(csv('x,y\n1,cat\n2.5,dog\n3,cat\n'));
    await vi.waitUntil(() => session.dataset?.name === 'mine.csv', { timeout: 20_000 });
    expect(session.lab.data).toMatchObject({ kind: 'imported', name: 'mine.csv', sha256: session.dataset?.sha256 });
    expect(session.lab.roles).toEqual({ target: 'y', task: 'binary', exclude: [] });
    await expect.element(page.getByText('Your file, on this device only')).toBeVisible();
  });

  it('takes pasted cells, but leaves pasting into fields alone', async () => {
    paste('one line only');
    paste('a\tb\n1\t2\n3\t4\n');
    await vi.waitUntil(() => session.dataset?.name === 'pasted', { timeout: 20_000 });
    expect(session.dataset?.rows).toBe(2);
  });

  it('says what is wrong with a bad file and keeps what was there', async () => {
    drop(new File([new Uint8Array([0x25, 0x50, 0x44, 0x46, 0x2d])], 'report.csv'));
    await expect
      .element(page.getByRole('alert'))
      .toHaveTextContent('"report.csv" does not hold text: it looks like a PDF.');
    expect(session.lab).toEqual(lab);
    await userEvent.click(page.getByRole('button', { name: 'Dismiss' }));
    await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
  });

  it('makes generated data and follows its options', async () => {
    await userEvent.click(page.getByRole('button', { name: 'Choose other data' }));
    await userEvent.click(page.getByRole('tab', { name: /Generated/ }));
    await userEvent.click(page.getByRole('button', { name: /Two moons/ }));
    await vi.waitUntil(() => session.dataset?.name === 'Two moons', { timeout: 20_000 });
    const before = session.dataset?.sha256;
    await userEvent.fill(page.getByRole('spinbutton', { name: 'Rows' }), '600');
    await userEvent.keyboard('{Enter}');
    await vi.waitUntil(() => session.dataset?.rows === 600, { timeout: 20_000 });
    expect(session.dataset?.sha256).not.toBe(before);
  });
});
