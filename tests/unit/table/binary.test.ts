// Arrow, Parquet and IDX, from files written by their reference implementations or by hand.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importSources } from '$core/table/import';
import { memorySource } from '$core/table/source';
import { arrowFile, columnType } from './support/arrow';
import { codeOf, columnOf, quiet, readBytes, streamed, typesOf, valuesOf } from './support/read';

const vega = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../node_modules/vega-datasets/data/${name}`, import.meta.url)));
const golden = (name: string) => new Uint8Array(readFileSync(new URL(`../../fixtures/table/${name}`, import.meta.url)));

/** What tests/oracle/table_files.py wrote with pyarrow. */
const expected = {
  x: [1.5, null, -3.25, 1e300],
  n: [1, 2, null, 4],
  flag: [1, 0, null, 1],
  word: ['α', null, 'two words', 'α'],
  day: [Date.UTC(2020, 1, 29), Date.UTC(1969, 11, 31), null, Date.UTC(2021, 0, 1)],
  at: [Date.UTC(2020, 1, 29, 12, 30, 15, 250), null, 0, -1],
};

describe('Arrow', () => {
  it.each([
    ['file', 'plain.arrow'],
    ['stream', 'plain.arrows'],
  ])('reads the %s format as pyarrow writes it', async (_, name) => {
    const read = await readBytes(golden(name), name);
    expect(typesOf(read)).toEqual({
      x: 'numeric',
      n: 'numeric',
      flag: 'boolean',
      word: 'categorical',
      day: 'date',
      at: 'date',
    });
    for (const [column, values] of Object.entries(expected)) expect(valuesOf(read, column)).toEqual(values);
  });

  it('reads dictionaries, decimals and whole numbers beyond 2^53', async () => {
    const bytes = arrowFile(
      { c: ['a', 'b', 'a', null], i: [1n, 2n, 2n ** 60n, null] },
      { types: { c: columnType.dictionary, i: columnType.int64 } },
    );
    const read = await readBytes(bytes, 'c.arrow');
    expect(valuesOf(read, 'c')).toEqual(['a', 'b', 'a', null]);
    expect(valuesOf(read, 'i')).toEqual(['1', '2', '1152921504606846976', null]);
  });

  it('agrees with the JSON of the same table on 200,000 rows', async () => {
    const arrow = await readBytes(vega('flights-200k.arrow'), 'f.arrow');
    const json = await readBytes(vega('flights-200k.json'), 'f.json');
    const mean = (read: typeof arrow, name: string) => read.columns.find((one) => one.name === name)?.range?.mean;
    expect(arrow.table.rows).toBe(json.table.rows);
    expect(mean(arrow, 'distance')).toBe(mean(json, 'distance'));
  });

  it('refuses a damaged file', async () => {
    expect(await codeOf(readBytes(golden('plain.arrow').subarray(0, 300), 'plain.arrow'))).toBe('file-unreadable');
  });
});

describe('Parquet', () => {
  it.each(['snappy', 'gzip', 'zstd', 'none'])('reads what pyarrow writes with %s', async (codec) => {
    const read = await readBytes(golden(`${codec}.parquet`), 'table.parquet');
    for (const [column, values] of Object.entries(expected)) expect(valuesOf(read, column)).toEqual(values);
  });

  it('reads from a source that cannot jump', async () => {
    const read = await importSources([streamed('t.parquet', golden('snappy.parquet'), 1000)], {}, quiet);
    expect(valuesOf(read, 'word')).toEqual(expected.word);
  });

  it('refuses a damaged file', async () => {
    expect(await codeOf(readBytes(golden('snappy.parquet').subarray(0, 500), 'table.parquet'))).toBe('file-unreadable');
  });
});

const idx = (type: number, dims: number[], values: number[]) =>
  Uint8Array.from([
    0,
    0,
    type,
    dims.length,
    ...dims.flatMap((dim) => [dim >>> 24, (dim >>> 16) & 255, (dim >>> 8) & 255, dim & 255]),
    ...values,
  ]);
const images = idx(8, [3, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255]);
const labels = idx(8, [3], [7, 0, 7]);

describe('IDX', () => {
  it.each([false, true])('reads images and labels given together, gzipped: %s', async (packed) => {
    const wrap = (bytes: Uint8Array) => (packed ? new Uint8Array(gzipSync(bytes)) : bytes);
    for (const order of [0, 1]) {
      const files = [
        memorySource('train-images-idx3-ubyte', wrap(images)),
        memorySource('train-labels-idx1-ubyte', wrap(labels)),
      ];
      const read = await importSources(order ? files.reverse() : files, {}, quiet);
      expect(columnOf(read, 'image').data).toEqual({ kind: 'image', shape: [2, 2, 1], pixels: images.subarray(16) });
      expect(valuesOf(read, 'label')).toEqual(['7', '0', '7']);
      expect(read.roles).toEqual({ target: 'label', task: 'binary', exclude: [] });
    }
  });

  it('reads matrices of other types, big-endian', async () => {
    const read = await readBytes(idx(0x0b, [2, 2], [0xff, 0xfe, 0, 3, 1, 0, 0, 4]), 'm.idx');
    expect([valuesOf(read, 'column_1'), valuesOf(read, 'column_2')]).toEqual([
      [-2, 256],
      [3, 4],
    ]);
  });

  it('refuses truncated and mismatched files', async () => {
    expect(await codeOf(readBytes(images.subarray(0, 20), 'images'))).toBe('file-truncated');
    expect(await codeOf(readBytes(images.subarray(0, 6), 'images'))).toBe('file-truncated');
    const pair = [memorySource('i', images), memorySource('l', idx(8, [2], [1, 2]))];
    expect(await codeOf(importSources(pair, {}, quiet))).toBe('idx-mismatch');
  });
});
