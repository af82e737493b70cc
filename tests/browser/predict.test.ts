// From a trained run in storage to new rows: the predicting worker through the page's client, and the page by hand.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { mount, unmount } from 'svelte';
import '../../src/ui/styles.css';
import { createPredictClient, type ModelCard } from '$bridge/predictClient';
import { createStudyClient } from '$bridge/studyClient';
import { decodeOutcome } from '$core/run/outcomeFile';
import type { Lab } from '$core/lab/document';
import type { Predictions, Progress, RunInfo } from '$core/run/types';
import type { Table } from '$core/table/types';
import { PredictPage } from '$features/predict';
import type { LabSession } from '$features/lab';
import { getArtifact } from '$store/artifacts';
import { getTable, listDatasets } from '$store/datasets';
import { openStore } from '$store/open';
import { labOf, smallConfig, storeClasses } from './study/support';

vi.setConfig({ testTimeout: 20_000 });
const study = createStudyClient();
const client = createPredictClient();
const quiet = () => undefined;
let lab: Lab;
let run: RunInfo;
let table: Table;
let held: Predictions;
let card: ModelCard;
beforeAll(async () => {
  const dataset = await storeClasses();
  lab = labOf(dataset, [{ id: 'train', type: 'train', config: smallConfig() }], 'simd');
  run = await study.start({ labId: 'predict', lab, step: 'train', dataset }, quiet);
  study.terminate();
  const store = await openStore();
  table = await getTable(store, dataset);
  const { predictions } = decodeOutcome((await getArtifact(store, run.artifacts.outcome)).bytes);
  held = predictions.find(({ split }) => split === 'test')!;
  card = await client.open({ run: run.id, sha256: run.artifacts.best });
});
afterAll(() => client.terminate());

const numbersOf = (name: string) => {
  const { data } = table.columns.find((column) => column.name === name)!;
  return data.kind === 'number' ? data.values : new Float64Array(0);
};
/** Rows of the run's data as a person would have them in a file. */
function csvOf(rows: ArrayLike<number>, note = (_: number) => 'a'): string {
  const [x, y] = [numbersOf('x'), numbersOf('y')];
  const label = table.columns.at(-1)!.data;
  const word = (row: number) => (label.kind === 'dict' ? label.dictionary[label.codes[row]] : '');
  const lines = Array.from(rows, (row) => `${x[row]},${y[row]},${word(row)},${note(row)}`);
  return ['x,y,label,note', ...lines, ''].join('\n');
}

test('the test rows in a file give the predictions and scores of the run, bit for bit', async () => {
  expect(card).toMatchObject({ task: 'binary', target: 'label', classes: ['no', 'yes'], trainRows: 100, note: null });
  const before = (await listDatasets(await openStore())).length;
  const file = new File([csvOf(held.rows)], 'test.csv');
  expect(await client.readFiles([file], ['test.csv'], quiet)).toMatchObject({ name: 'test.csv', rows: 50 });
  const { judged, summary, findings } = await client.predict({}, quiet);
  expect(judged!.predicted).toEqual(held.predicted);
  expect(judged!.probabilities).toEqual(held.probabilities);
  expect(judged!.actual).toEqual(held.actual);
  expect(summary.predicted).toBe(50);
  expect(findings.filter(({ level }) => level === 'refused')).toEqual([]);
  // Nothing of the new rows was stored.
  expect((await listDatasets(await openStore())).length).toBe(before);
});

test('results are sorted, searched, shown and written with what was there', async () => {
  await client.readText(
    csvOf(held.rows, (row) => (row === held.rows[0] ? '"say ""yes"", twice"' : '')),
    quiet,
  );
  const { columns } = await client.predict({}, quiet);
  expect(columns.map(({ name }) => name)).toEqual(['predicted label', 'P(no)', 'P(yes)', 'x', 'y', 'label', 'note']);
  const sure = await client.arrange({ sort: { column: 'P(yes)', descending: true } }, quiet);
  const { columns: shown } = await client.rowsAt(sure.slice(0, 3), ['P(yes)', 'predicted label']);
  const p = shown[0].cells.map(Number);
  expect(p[0]).toBeCloseTo(Math.max(...held.probabilities.filter((_, i) => i % 2 === 1)), 6);
  expect([...p].sort((a, b) => b - a)).toEqual(p);
  expect(shown[1].cells).toEqual(['yes', 'yes', 'yes']);
  const found = await client.arrange({ search: { text: 'twice' } }, quiet);
  expect([...found]).toEqual([0]);
  const text = await (await client.csv(quiet)).text();
  const lines = text.split('\r\n');
  expect(lines[0]).toBe('x,y,label,note,predicted label,P(no),P(yes)');
  expect(lines[1]).toContain(',"say ""yes"", twice",');
  expect(lines).toHaveLength(52);
  const last = lines[50].split(',');
  expect(Math.fround(Number(last[6]))).toBe(held.probabilities.at(-1));
});

test('a large table tells how far it is, can be stopped, and leaves single rows usable', async () => {
  const many = Array.from({ length: 30_000 }, (_, i) => i % table.rows);
  await client.readText(csvOf(many), quiet);
  const stop = new AbortController();
  const told: Progress[] = [];
  const stopped = client.predict(
    {},
    (progress) => {
      told.push(progress);
      if (progress.stage === 'predicting') stop.abort();
    },
    stop.signal,
  );
  await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
  expect(told.some(({ stage, total }) => stage === 'predicting' && total === 30_000)).toBe(true);
  const { summary, judged } = await client.predict({}, quiet);
  expect(summary.predicted).toBe(30_000);
  expect(judged!.rows.length).toBe(30_000);
  const at = many.indexOf(held.rows[0]);
  const row = { x: String(numbersOf('x')[held.rows[0]]), y: String(numbersOf('y')[held.rows[0]]) };
  const one = await client.one(row);
  expect([one.predicted, one.probabilities]).toEqual([
    judged!.predicted[at],
    [...judged!.probabilities.slice(2 * at, 2 * at + 2)],
  ]);
  const odd = await client.one({ x: '1e6', y: '' });
  expect(odd.findings.map(({ column, text }) => `${column} ${text.code}`)).toEqual([
    'x predict-range',
    'y predict-missing',
  ]);
});

test('what is not there is refused in words', async () => {
  await expect(client.open({ run: run.id, sha256: '0'.repeat(64) })).rejects.toMatchObject({
    code: 'artifact-not-stored',
  });
  await client.readText('a,b\n1,2\n', quiet);
  await expect(client.predict({}, quiet)).rejects.toMatchObject({ code: 'predict-no-columns' });
  await expect(client.readText('', quiet)).rejects.toMatchObject({ code: 'file-empty' });
  await expect(client.predict({}, quiet)).rejects.toMatchObject({ code: 'predict-nothing-read' });
});

test('the page: paste a table, see what is odd about it, type one row', async () => {
  await page.viewport(1280, 900);
  const session = {
    id: 'predict',
    lab,
    runs: [run],
    readonly: false,
    busy: false,
    step: () => lab.steps[0],
    live: () => ({ run, error: null }),
  } as unknown as LabSession;
  const mounted = mount(PredictPage, { target: document.body, props: { session, step: 'train', view: 'predict' } });
  try {
    await page.getByText('Paste', { exact: true }).click();
    await page.getByLabelText('Paste a table').fill('X,label\n900,yes\n0.5,no\n');
    await page.getByRole('button', { name: 'Predict', exact: true }).click();
    await expect.element(page.getByText('2 of 2 rows predicted')).toBeVisible();
    await expect.element(page.getByText(/no column "y"/)).toBeVisible();
    await expect.element(page.getByText(/outside .* the range of the training rows: 1, such as 900/)).toBeVisible();
    await expect.element(page.getByText('Confusion matrix, new rows')).toBeVisible();
    await page.getByLabelText('Column for y').selectOptions('X');
    await expect.element(page.getByText(/"y" is read from the column "X"/)).toBeVisible();
    await page.getByText('One row', { exact: true }).click();
    await page.getByLabelText('x', { exact: true }).fill('-900');
    await expect.element(page.getByText(/^Outside the range of the training rows/)).toBeVisible();
    await expect.element(page.getByRole('region', { name: 'Prediction' })).toHaveTextContent(/no/);
  } finally {
    await unmount(mounted);
    document.body.replaceChildren();
  }
});
