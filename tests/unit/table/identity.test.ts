// Identity, description, proposals and changes of type.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { describeColumn, describeTable } from '$core/table/describe';
import { proposeRoles, proposeTask } from '$core/table/propose';
import { histogramOf, sampleColumn } from '$core/table/look';
import { retypeTable } from '$core/table/retype';
import type { Column, ColumnType, Table } from '$core/table/types';
import { TablabError } from '$core/errors/error';
import { readText, valuesOf } from './support/read';

const sha = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const numbers = (name: string, values: number[], type: ColumnType = 'numeric'): Column => ({
  name,
  type,
  data: { kind: 'number', values: Float64Array.from(values) },
});
const tableOf = (...columns: Column[]): Table => ({ rows: 3, columns });

describe('identity', () => {
  it('is what docs/data-formats.md says, byte for byte', async () => {
    const values = Buffer.alloc(24);
    values.writeDoubleLE(1.5, 0);
    values.writeBigUInt64LE(0x7ff8000000000000n, 8);
    values.writeDoubleLE(0, 16);
    const x = sha(`{"layout":1,"kind":"number","values":"${sha(values)}"}`);
    const codes = Buffer.alloc(12);
    [0, -1, 1].forEach((code, i) => codes.writeInt32LE(code, 4 * i));
    const w = sha(`{"layout":1,"kind":"dict","dictionary":"${sha('["ä","b"]')}","codes":"${sha(codes)}"}`);
    const table = tableOf(numbers('x', [1.5, NaN, -0]), {
      name: 'w',
      type: 'categorical',
      data: { kind: 'dict', codes: Int32Array.of(0, -1, 1), dictionary: ['ä', 'b'] },
    });
    const whole = sha(
      `{"layout":1,"rows":3,"columns":[{"name":"x","type":"numeric","sha256":"${x}"},{"name":"w","type":"categorical","sha256":"${w}"}]}`,
    );
    const described = await describeTable(table);
    expect(described.columns.map(({ sha256 }) => sha256)).toEqual([x, w]);
    expect(described.sha256).toBe(whole);
  });

  it('does not depend on which NaN was computed', async () => {
    const odd = new Float64Array(new BigUint64Array([0xfff8000000000001n, 0x3ff0000000000000n]).buffer);
    const one = await describeColumn({ name: 'x', type: 'numeric', data: { kind: 'number', values: odd } });
    const other = await describeColumn(numbers('x', [NaN, 1]));
    expect(one.sha256).toBe(other.sha256);
  });

  it('changes with a value, a name, a type and the order', async () => {
    const base = tableOf(numbers('x', [1, 2, 3]), numbers('y', [1, 0, 1]));
    const others = [
      tableOf(numbers('x', [1, 2, 3.0000000000000004]), numbers('y', [1, 0, 1])),
      tableOf(numbers('z', [1, 2, 3]), numbers('y', [1, 0, 1])),
      tableOf(numbers('x', [1, 2, 3]), numbers('y', [1, 0, 1], 'boolean')),
      tableOf(base.columns[1], base.columns[0]),
    ];
    const hashes = await Promise.all([base, ...others].map(async (table) => (await describeTable(table)).sha256));
    expect(new Set(hashes).size).toBe(5);
  });
});

describe('description', () => {
  it('sums up numbers stably, far from zero too', async () => {
    const info = await describeColumn(numbers('x', [1e9 + 4, 1e9 + 7, NaN, 1e9 + 13, 1e9 + 16]));
    expect(info).toMatchObject({ missing: 1, distinct: 4, wholeNumbers: true });
    expect(info.range?.mean).toBeCloseTo(1e9 + 10, 6);
    expect(info.range?.std).toBeCloseTo(Math.sqrt(22.5), 6);
  });

  it('counts the most frequent values, at most 20', async () => {
    const text = `w,x\n${Array.from({ length: 300 }, (_, i) => `v${i % 25 < 5 ? 0 : i % 25},1`).join('\n')}\n`;
    const { top } = (await readText(text)).columns[0];
    expect(top).toHaveLength(20);
    expect(top?.[0]).toEqual({ value: 'v0', count: 60 });
  });
});

describe('proposals', () => {
  const propose = async (text: string) => (await readText(text)).roles;
  const rows = (line: (i: number) => string) => Array.from({ length: 40 }, (_, i) => line(i)).join('\n');

  it('takes a column with a telling name, else the last', async () => {
    expect(await propose(`species,mass\n${rows((i) => `s${i % 3},${i * 1.5}`)}\n`)).toMatchObject({
      target: 'species',
      task: 'multiclass',
    });
    expect(await propose(`mass,price_paid\n${rows((i) => `${i},${i * 1.5}`)}\n`)).toMatchObject({
      target: 'price_paid',
      task: 'regression',
    });
  });

  it('takes a few whole numbers for classes and many for a quantity', async () => {
    expect(await propose(`a,b\n${rows((i) => `${i / 7},${i % 10}`)}\n`)).toMatchObject({ task: 'multiclass' });
    expect(await propose(`a,b\n${rows((i) => `${i / 7},${i % 2}`)}\n`)).toMatchObject({ task: 'binary' });
    expect(await propose(`a,b\n${rows((i) => `${i / 7},${i % 4} .5`.replace(' ', ''))}\n`)).toMatchObject({
      task: 'regression',
    });
  });

  it('leaves out ids, running text, dates, constants and empty columns', async () => {
    const text = `id,remark,day,one,none,x,y\n${rows((i) => `${i},this is remark ${i},2020-01-${10 + (i % 9)},5,,${i / 3},${i % 2}`)}\n`;
    expect((await propose(text)).exclude).toEqual(['id', 'remark', 'day', 'one', 'none']);
  });

  it('proposes neither a constant nor 10,000 classes', async () => {
    const names = Array.from({ length: 40_000 }, (_, i) => `${i / 7},c${i % 10_000},k`).join('\n');
    const read = await readText(`a,many,one\n${names}\n`);
    expect(read.roles.target).toBe('a');
    expect(proposeTask(read.columns[1])).toBe('multiclass');
    expect(proposeRoles(read.columns, 40_000, 'one')).toMatchObject({ target: 'one' });
  });
});

describe('changing types', () => {
  const codeOf = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      if (error instanceof TablabError) return error.code;
      throw error;
    }
    return 'nothing thrown';
  };

  it('shows numbers as categories and reads them back', async () => {
    const { table } = await readText('x,y\n1,a\n2.5,b\n,a\n1,b\n');
    const words = retypeTable(table, { x: 'categorical' });
    expect(words.columns[0].data).toEqual({
      kind: 'dict',
      codes: Int32Array.of(0, 1, -1, 0),
      dictionary: ['1', '2.5'],
    });
    expect(retypeTable(words, { x: 'numeric' }).columns[0]).toEqual(table.columns[0]);
  });

  it('keeps the words of a boolean until numbers are asked for', async () => {
    const { table } = await readText('ok,y\nyes,1\nno,2\nyes,3\n');
    expect(table.columns[0]).toMatchObject({ type: 'boolean', data: { dictionary: ['yes', 'no'] } });
    const bits = retypeTable(table, { ok: 'numeric' }).columns[0].data;
    expect(bits.kind === 'number' && [...bits.values]).toEqual([1, 0, 1]);
  });

  it('shows dates as ISO text', async () => {
    const { table } = await readText('d,y\n31.12.1999,1\n1.1.2000,2\n');
    const text = retypeTable(table, { d: 'categorical' }).columns[0].data;
    expect(text.kind === 'dict' && text.dictionary).toEqual(['1999-12-31', '2000-01-01']);
  });

  it('refuses what cannot be, naming the column', async () => {
    const { table } = await readText('w,n\nred,5\nblue,6\ngreen,7\n');
    expect(codeOf(() => retypeTable(table, { w: 'numeric' }))).toBe('retype-impossible');
    expect(codeOf(() => retypeTable(table, { w: 'date' }))).toBe('retype-impossible');
    expect(codeOf(() => retypeTable(table, { n: 'boolean' }))).toBe('retype-impossible');
    expect(codeOf(() => retypeTable(table, { w: 'image' }))).toBe('retype-impossible');
    expect(codeOf(() => retypeTable(table, { q: 'numeric' }))).toBe('column-unknown');
  });

  it('is part of the identity when asked for at import', async () => {
    const read = await readText('x,y\n1,a\n2,b\n', 't.csv', { types: { x: 'categorical' } });
    expect(valuesOf(read, 'x')).toEqual(['1', '2']);
  });
});

describe('looking', () => {
  it('bins all present values, the largest in the last bin', () => {
    const { edges, counts } = histogramOf(Float64Array.of(0, 1, 2, 3, 4, NaN, 4), 4);
    expect(edges).toEqual([0, 1, 2, 3, 4]);
    expect(counts).toEqual([1, 1, 1, 3]);
    expect(histogramOf(Float64Array.of(NaN), 4)).toEqual({ edges: [], counts: [] });
    expect(histogramOf(Float64Array.of(2, 2), 4).counts).toEqual([2]);
  });

  it('samples evenly', () => {
    const { data } = sampleColumn(
      numbers(
        'x',
        Array.from({ length: 100 }, (_, i) => i),
      ),
      4,
    );
    expect(data.kind === 'number' && [...data.values]).toEqual([0, 25, 50, 75]);
  });
});
