import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TablabError, type PlainError } from '$core/errors/error';
import { defaultFeatures, defaultSplit } from '$core/lab/document';
import { prepare, type PrepareConfig } from '$core/pipeline/prepare';
import { transform } from '$core/pipeline/transform';
import type { ImageData8, Roles, Table } from '$core/table/types';
import { booleans, numbers, strings, tableOf } from '$datasets/columns';
import { bundled, generated } from '../../support/datasets';

const config = (roles: Partial<Roles>, more: Partial<PrepareConfig> = {}): PrepareConfig => ({
  seed: 1,
  roles: { target: 'y', task: 'multiclass', ...roles, exclude: [...(roles.exclude ?? [])] },
  features: defaultFeatures,
  split: defaultSplit,
  ...more,
});
const coded = (run: () => unknown): PlainError | 'nothing thrown' => {
  try {
    run();
  } catch (error) {
    if (error instanceof TablabError) return error.toPlain();
    throw error;
  }
  return 'nothing thrown';
};
const times = <T>(n: number, make: (i: number) => T) => Array.from({ length: n }, (_, i) => make(i));

describe('no leakage', () => {
  const cell = fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(NaN));
  const word = fc.oneof(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.string({ maxLength: 3 }), fc.constant(null));
  const rows = 40;
  const table = fc.record({
    n: fc.array(cell, { minLength: rows, maxLength: rows }),
    b: fc.array(fc.constantFrom(0, 1, NaN), { minLength: rows, maxLength: rows }),
    c: fc.array(word, { minLength: rows, maxLength: rows }),
  });
  const build = (cells: { n: number[]; b: number[]; c: (string | null)[] }, y: readonly number[]) =>
    tableOf([
      numbers('n', cells.n),
      booleans('b', cells.b),
      strings('c', cells.c),
      numbers('y', y),
      numbers(
        'sure',
        times(rows, (i) => i),
      ),
    ]);

  test('changing validation and test rows, values and targets alike, changes no fitted value and no training row', () => {
    const kinds = fc.record({
      scale: fc.constantFrom('standard', 'none'),
      impute: fc.constantFrom('mean', 'median', 'zero'),
      categorical: fc.constantFrom('onehot', 'codes'),
      maxCategories: fc.constantFrom(2, 3, 50),
    } as const);
    fc.assert(
      fc.property(table, table, kinds, fc.nat(1000), (before, after, features, seed) => {
        const lab = config({ task: 'regression' }, { features, seed });
        const y = times(rows, (i) => i * i);
        const a = prepare(build(before, y), lab);
        const training = new Set(a.rowsOf.train);
        const mixed = {
          n: before.n.map((x, i) => (training.has(i) ? x : after.n[i])),
          b: before.b.map((x, i) => (training.has(i) ? x : after.b[i])),
          c: before.c.map((x, i) => (training.has(i) ? x : after.c[i])),
        };
        const b = prepare(
          build(
            mixed,
            y.map((value, i) => (training.has(i) ? value : -value - 7)),
          ),
          lab,
        );
        expect(b.pipeline).toEqual(a.pipeline);
        expect(b.train).toEqual(a.train);
        expect(b.notes).toEqual(a.notes);
      }),
    );
  });
});

describe('targets', () => {
  const x = numbers(
    'x',
    times(20, (i) => i),
  );

  test('classes stand in order of name, numbers by value; the second of two is the positive one', () => {
    const named = (names: (string | null)[]) => prepare(tableOf([x, strings('y', names)]), config({})).classes;
    expect(named(times(20, (i) => ['10', '9', '2'][i % 3]))).toEqual(['2', '9', '10']);
    expect(named(times(20, (i) => ['yes', 'no'][i % 2]))).toEqual(['no', 'yes']);
    const flags = prepare(
      tableOf([
        x,
        booleans(
          'y',
          times(20, (i) => i % 2),
        ),
      ]),
      config({ task: 'binary' }),
    );
    expect(flags.classes).toEqual(['false', 'true']);
    const codes = prepare(
      tableOf([
        x,
        numbers(
          'y',
          times(20, (i) => 4 + (i % 2) * 8),
        ),
      ]),
      config({}),
    );
    expect(codes.classes).toEqual(['4', '12']);
    for (const part of ['train', 'validation', 'test'] as const)
      codes.rowsOf[part].forEach((row, i) => expect(codes[part].target[i]).toBe(row % 2));
  });

  test('rows without a target are left out and counted', () => {
    const y = strings(
      'y',
      times(20, (i) => (i % 5 === 0 ? null : String(i % 2))),
    );
    const { rowsOf, notes } = prepare(tableOf([x, y]), config({}));
    expect([...rowsOf.train, ...rowsOf.validation, ...rowsOf.test].some((row) => row % 5 === 0)).toBe(false);
    expect(notes).toMatchObject([{ code: 'target-missing', count: 4 }]);
  });

  test('regression values are scaled by the training rows and come back', () => {
    const values = times(50, (i) => 100 + 3 * i);
    const { train, rowsOf, targetScale, test } = prepare(
      tableOf([numbers('x', values), numbers('y', values)]),
      config({ task: 'regression' }),
    );
    const sum = train.target.reduce((a, b) => a + b, 0);
    expect(Math.abs(sum / train.rows)).toBeLessThan(1e-6);
    test.target.forEach((t, i) =>
      expect(t * targetScale.std + targetScale.mean).toBeCloseTo(values[rowsOf.test[i]], 3),
    );
  });

  test('unusable targets say why', () => {
    const many = tableOf([
      numbers(
        'x',
        times(3000, (i) => i),
      ),
      strings(
        'y',
        times(3000, (i) => `c${i}`),
      ),
    ]);
    expect(coded(() => prepare(many, config({})))).toMatchObject({
      code: 'target-too-many-classes',
      details: { count: 3000 },
    });
    const one = tableOf([
      x,
      strings(
        'y',
        times(20, () => 'only'),
      ),
    ]);
    expect(coded(() => prepare(one, config({})))).toMatchObject({
      code: 'target-one-class',
      details: { value: 'only' },
    });
    const single = tableOf([numbers('x', [1]), strings('y', ['only'])]);
    for (const task of ['binary', 'multiclass'] as const)
      expect(coded(() => prepare(single, config({ task })))).toMatchObject({
        code: 'too-few-rows',
        details: { rows: 1 },
      });
    const flat = tableOf([numbers('x', [1, 2]), numbers('y', [3, 3])]);
    expect(coded(() => prepare(flat, config({ task: 'regression' })))).toMatchObject({ code: 'too-few-rows' });
    const constant = tableOf([
      x,
      numbers(
        'y',
        times(20, () => 5),
      ),
    ]);
    expect(coded(() => prepare(constant, config({ task: 'regression' })))).toMatchObject({ code: 'target-constant' });
    const words = tableOf([
      x,
      strings(
        'y',
        times(20, (i) => `w${i % 2}`),
      ),
    ]);
    expect(coded(() => prepare(words, config({ task: 'regression' })))).toMatchObject({ code: 'target-not-numeric' });
    const three = tableOf([
      x,
      strings(
        'y',
        times(20, (i) => `w${i % 3}`),
      ),
    ]);
    expect(coded(() => prepare(three, config({ task: 'binary' })))).toMatchObject({ code: 'target-not-binary' });
    expect(coded(() => prepare(three, config({ target: 'z' })))).toMatchObject({ code: 'column-unknown' });
    const empty = tableOf([
      x,
      numbers(
        'y',
        times(20, () => NaN),
      ),
    ]);
    expect(coded(() => prepare(empty, config({})))).toMatchObject({ code: 'target-one-class' });
    expect(coded(() => prepare(empty, config({ task: 'regression' })))).toMatchObject({ code: 'target-not-numeric' });
  });
});

describe('features', () => {
  const y = strings(
    'y',
    times(30, (i) => String(i % 2)),
  );

  test('unusable columns are left out with a note; nothing left is an error', () => {
    const words = strings(
      'words',
      times(30, (i) => `text ${i}`),
      'text',
    );
    const table = tableOf([
      numbers(
        'empty',
        times(30, () => NaN),
      ),
      words,
      y,
    ]);
    expect(coded(() => prepare(table, config({})))).toMatchObject({ code: 'no-features' });
    const { featureNames, notes } = prepare(
      {
        ...table,
        columns: [
          ...table.columns,
          numbers(
            'x',
            times(30, (i) => i),
          ),
        ],
      },
      config({}),
    );
    expect(featureNames).toEqual(['x']);
    expect(notes.map((note) => note.code)).toEqual(['column-all-missing', 'column-not-used']);
  });

  test('rare categories share one feature; missing and unseen ones are told apart from the rest', () => {
    const table = tableOf([
      strings(
        'c',
        times(30, (i) => ['a', 'a', 'a', 'b', 'b', 'c', 'd', null][i % 8]),
      ),
      y,
    ]);
    const features = { ...defaultFeatures, maxCategories: 2 };
    const { pipeline, featureNames } = prepare(table, config({}, { features, split: { validation: 0.1, test: 0 } }));
    expect(featureNames).toEqual(['c=a', 'c=b', 'c=(other)', 'c=(missing)']);
    const fresh = tableOf([strings('c', ['zzz', 'b', null, 'c'])]);
    expect([...transform(pipeline, fresh, Uint32Array.of(0, 1, 2, 3)).features]).toEqual(
      [
        [0, 0, 1, 0],
        [0, 1, 0, 0],
        [0, 0, 0, 1],
        [0, 0, 1, 0],
      ].flat(),
    );
  });

  test('codes of several columns never collide; 0 of each column is missing or unseen', () => {
    const table = tableOf([
      strings(
        'c',
        times(30, (i) => ['p', 'q'][i % 2]),
      ),
      numbers(
        'x',
        times(30, (i) => i),
      ),
      strings(
        'd',
        times(30, (i) => ['u', 'v', 'w'][i % 3]),
      ),
      y,
    ]);
    const { inputs, pipeline } = prepare(table, config({}, { features: { ...defaultFeatures, categorical: 'codes' } }));
    expect(inputs).toEqual([
      { id: 'features', shape: [1], dtype: 'float32' },
      { id: 'codes', shape: [2], dtype: 'int32', vocabulary: 7 },
    ]);
    const fresh = tableOf([strings('d', ['w', 'new', null]), numbers('x', [0, 0, 0]), strings('c', ['q', null, 'p'])]);
    expect([...transform(pipeline, fresh, Uint32Array.of(0, 1, 2)).codes]).toEqual([2, 6, 0, 3, 1, 3]);
  });

  test('booleans stay 0 and 1, however they are written; a person can set a type', () => {
    const table = tableOf([
      strings(
        'flag',
        times(30, (i) => ['Yes', 'no'][i % 2]),
        'boolean',
      ),
      numbers(
        'k',
        times(30, (i) => i % 3),
      ),
      y,
    ]);
    const { train, rowsOf, featureNames } = prepare(table, config({}, { types: { k: 'categorical' } }));
    expect(featureNames).toEqual(['flag', 'k=0', 'k=1', 'k=2']);
    rowsOf.train.forEach((row, i) => expect(train.features[4 * i]).toBe(1 - (row % 2)));
  });

  test('a pipeline is plain JSON, and a table that lacks a column is refused by name', async () => {
    const { pipeline } = prepare(await bundled('penguins'), config({ target: 'Species' }));
    expect(JSON.parse(JSON.stringify(pipeline))).toEqual(pipeline);
    expect(coded(() => transform(pipeline, tableOf([numbers('x', [1])]), Uint32Array.of(0)))).toMatchObject({
      code: 'column-unknown',
      details: { column: 'Island' },
    });
  });

  test('images become numbers from 0 to 1 in the rows of their split', async () => {
    const all = await bundled('digits');
    const { pixels, shape } = all.columns[0].data as ImageData8;
    const { inputs, train, rowsOf } = prepare(all, config({ target: 'digit' }));
    expect(inputs).toEqual([{ id: 'features', shape, dtype: 'float32' }]);
    for (const i of [0, 1, train.rows - 1]) {
      const from = rowsOf.train[i] * 784;
      const expected = Float32Array.from(pixels.subarray(from, from + 784), (byte) => byte / 255);
      expect(train.features.subarray(i * 784, (i + 1) * 784)).toEqual(expected);
    }
  });

  test('shared memory is used when it is handed out', async () => {
    const { train } = prepare(
      await generated('moons'),
      config({ target: 'class' }),
      (bytes) => new SharedArrayBuffer(bytes),
    );
    expect(train.features.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(train.target.buffer).toBeInstanceOf(SharedArrayBuffer);
  });
});

test('every data set that ships prepares with what its card says', async () => {
  const { datasetCards } = await import('$datasets/registry');
  for (const card of datasetCards) {
    const table: Table = card.kind === 'bundled' ? await bundled(card.id) : await generated(card.id);
    const prepared = prepare(table, config(card));
    expect(prepared.train.rows, card.id).toBeGreaterThan(prepared.validation.rows);
    expect(
      prepared.train.features.some((value) => !Number.isFinite(value)),
      card.id,
    ).toBe(false);
  }
}, 60_000);

test('a value that a step does not take refuses the preparation in a training row only; elsewhere it counts as missing', () => {
  const values = times(60, (i) => i + 1);
  const y = numbers(
    'y',
    values.map((v) => v * 2),
  );
  const features = {
    ...defaultFeatures,
    columns: { n: { impute: { type: 'mean', options: { mark: true } }, transforms: [{ type: 'log' }] } },
  };
  const lab = config({ task: 'regression' }, { features });
  const whole = prepare(tableOf([numbers('n', values), y]), lab);
  const { train, validation, test: held } = whole.rowsOf;
  const withBad = (rows: readonly number[]) =>
    tableOf([
      numbers(
        'n',
        values.with(rows[0], -5).map((v, i) => (rows.includes(i) ? -5 : v)),
      ),
      y,
    ]);

  const bad = prepare(withBad([validation[0], validation[1], held[0]]), lab);
  expect(bad.pipeline).toEqual(whole.pipeline);
  expect(bad.train).toEqual(whole.train);
  const gap = prepare(tableOf([numbers('n', values.with(validation[0], NaN)), y]), lab);
  expect([...bad.validation.features.slice(0, 2)]).toEqual([...gap.validation.features.slice(0, 2)]);
  expect(bad.validation.features[1]).toBe(1);
  expect(bad.notes.map(({ message }) => message)).toEqual([
    '"Logarithm" of "n" takes numbers above 0 only: 2 validation rows hold another, such as -5. They count as missing there.',
    '"Logarithm" of "n" takes numbers above 0 only: 1 test row holds another, such as -5. It counts as missing there.',
  ]);
  expect(coded(() => prepare(withBad([train[0], train[1]]), lab))).toMatchObject({
    code: 'step-domain',
    details: { column: 'n', rows: 2, value: -5 },
  });
});
