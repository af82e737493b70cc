// A table replayed in the page: real worker, from the file to the figures.
import axe from 'axe-core';
import { mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '../../../src/ui/styles.css';
import { ReplayPage, ReplayTable } from '$features/replay';

let shown: ReturnType<typeof mount>;
beforeEach(() => {
  shown = mount(ReplayTable, { target: document.body });
});
afterEach(() => unmount(shown));

const lines = [1, 2, 3, 4].flatMap((a) => ['x', 'y', 'z'].map((b, i) => `${a},${b},${a * (i + 1)},${100 * a + i}`));

it('reads a table, asks what its columns are, searches it and shows regret', async () => {
  const file = new File([['units,kind,score,id', ...lines].join('\n')], 'small.csv');
  await userEvent.upload(page.getByLabelText('Table of results'), file);
  await expect.element(page.getByText('small.csv, 12 rows.')).toBeVisible();
  // An id is no setting: with it nothing but the rows themselves could be asked.
  await userEvent.selectOptions(page.getByLabelText('What id is'), 'Left out');
  await expect.element(page.getByText('all 12 combinations are in the table')).toBeVisible();
  await userEvent.click(page.getByLabelText('Regularized evolution').last());
  await userEvent.selectOptions(page.getByLabelText('Seeds'), '5');
  await userEvent.selectOptions(page.getByLabelText('Trials'), '25');
  await userEvent.click(page.getByRole('button', { name: 'Replay' }));
  const row = page.getByRole('row', { name: /^Regularized evolution \(strategy\) 5 0/ });
  await expect.element(row, { timeout: 20_000 }).toBeVisible();
  await expect.element(page.getByRole('row', { name: /^Random 5 0/ })).toBeVisible();
  await expect.element(page.getByText('Regret by number of trials')).toBeVisible();
  const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);

  // What is wrong is said at once, and mended by another choice.
  await userEvent.selectOptions(page.getByLabelText('What score is'), 'Setting');
  await expect.element(page.getByText(/Nothing says which column holds the results/)).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Put away' }));
  await expect.element(page.getByText('Nothing of it is kept.')).toBeVisible();
});

it('unpacks a gzipped file, whatever joins its columns', async () => {
  const hot = [0, 1, 2].flatMap((op) =>
    [8, 16].map((units) => [0, 1, 2].map((k) => Number(k === op)).concat(units, op + units)),
  );
  const text = ['op_none,op_conv,op_skip,units,score', ...hot].join('\n');
  const packed = await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).blob();
  await userEvent.upload(page.getByLabelText('Table of results'), new File([packed], 'hot.csv.gz'));
  await expect.element(page.getByText('op: op_none to op_skip, of which each row has one')).toBeVisible();
  await expect.element(page.getByText('all 6 combinations are in the table')).toBeVisible();
  const broken = new File([packed.slice(0, 40)], 'broken.csv.gz');
  await userEvent.upload(page.getByLabelText('Table of results'), broken);
  await expect.element(page.getByText(/broken\.csv\.gz/)).toBeVisible();
  await expect.element(page.getByText('file-unreadable')).toBeVisible();
});

it('takes a file that is dropped beside the frame', async () => {
  await unmount(shown);
  shown = mount(ReplayPage, { target: document.body });
  await expect.element(page.getByText('Choose a table')).toBeVisible();
  const transfer = new DataTransfer();
  transfer.items.add(new File([['units,kind,score,id', ...lines].join('\n')], 'beside.csv'));
  const drop = new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true });
  document.querySelector('main h1')!.dispatchEvent(drop);
  expect(drop.defaultPrevented).toBe(true);
  await expect.element(page.getByText('beside.csv, 12 rows.')).toBeVisible();
});
