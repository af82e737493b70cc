// New rows through a kept model: the very test rows, written to a file and read again, give the bits that the run gave
// at its end, in one piece or in many.
import { describe, expect, test } from 'vitest';
import type { ColumnRecipe } from '$core/lab/document';
import { nothingTold } from '$core/predict/domain';
import { encodeWeights, decodeWeights } from '$core/model/weightsFile';
import type { FittedPipeline } from '$core/pipeline/fitted';
import type { PrepareConfig } from '$core/pipeline/prepare';
import { matchColumns } from '$core/predict/match';
import { columnFor, resultColumns, shortest, summarize } from '$core/predict/results';
import { sliceTable } from '$core/predict/slice';
import { actualTarget } from '$core/predict/target';
import type { Column, Table } from '$core/table/types';
import { defaultTrainConfig, type TrainConfig } from '$core/train/config';
import { createExecutor } from '$engine/executors';
import { Predictor, specOf } from '$engine/predict/predictor';
import { decodeTarget } from '$engine/train/outputs';
import { Trainer } from '$engine/train/trainer';
import { numbers, strings, tableOf } from '$datasets/columns';
import { bundled } from '../support/datasets';
import { fitted, labOf, throughCsv, wordsOf } from '../support/predicting';
import { sentences } from '../support/sentences';
import { config, job } from '../support/training';
import { thrownCode } from '../support/thrown';

async function run(table: Table, lab: PrepareConfig, model: TrainConfig) {
  const known = fitted(table, lab);
  const trainer = new Trainer({ now: () => 0 });
  await trainer.load('data', known.prepared);
  const { weights, predictions, record } = await trainer.run(
    job({ executor: 'simd', config: model, live: { trainMetrics: false } }),
    () => undefined,
  );
  expect(record.error).toBeUndefined();
  // As a kept model is: through its file.
  const file = encodeWeights(weights!, { config: model, pipeline: known.prepared.pipeline });
  const { meta, weights: stored } = decodeWeights(file);
  const pipeline = meta.pipeline as FittedPipeline;
  const kept = { config: meta.config as TrainConfig, pipeline, weights: stored, trainRows: known.prepared.train.rows };
  const test = predictions.find(({ split }) => split === 'test')!;
  return { kept, pipeline, columns: known.columns, target: known.target, test };
}

async function predict(kept: Parameters<typeof Predictor.open>[1], table: Table, piece = table.rows) {
  const { executor } = await createExecutor('simd');
  const predictor = await Predictor.open(executor, kept);
  const predicted: number[] = [];
  const probabilities: number[] = [];
  for (let start = 0; start < table.rows; start += piece) {
    const made = await predictor.predict(sliceTable(table, start, Math.min(table.rows, start + piece)), nothingTold());
    predicted.push(...made.predicted);
    probabilities.push(...made.probabilities);
  }
  predictor.dispose();
  return { predicted: Float32Array.from(predicted), probabilities: Float32Array.from(probabilities) };
}

async function sameScores(table: Table, lab: PrepareConfig, model: TrainConfig) {
  const { kept, pipeline, columns, target, test } = await run(table, lab, model);
  const read = await throughCsv(table, test.rows, wordsOf([...columns, target]));
  const matched = matchColumns(read, { pipeline, columns });
  const whole = await predict(kept, matched.table);
  expect(whole.predicted).toEqual(test.predicted);
  expect(whole.probabilities).toEqual(test.probabilities);
  expect(await predict(kept, matched.table, 7)).toEqual(whole);
  expect(await predict(kept, matched.table, 1)).toEqual(whole);
  const actual = actualTarget(matched.target!, target, pipeline)!;
  expect(decodeTarget(actual.encoded, pipeline)).toEqual(test.actual);
  expect(actual.present).toBe(test.rows.length);
  return matched;
}

describe('predicting the test rows gives the scores of the run', () => {
  test('categories, gaps, steps on the table and components', async () => {
    const table = await bundled('penguins');
    const numeric = table.columns.filter(({ type }) => type === 'numeric').map(({ name }) => name);
    const lab = labOf(
      { target: 'Species', task: 'multiclass' },
      {
        columns: {
          Sex: { encode: { type: 'target', options: {} } },
          Island: { encode: { type: 'hashing', options: { size: 4 } } },
          [numeric[0]]: { transforms: [{ type: 'yeoJohnson' }], impute: { type: 'median', options: { mark: true } } },
          [numeric[1]]: { scale: { type: 'quantile', options: { output: 'normal' } } },
        },
        derive: [
          {
            id: 'ratio',
            type: 'expression',
            options: { formulas: `ratio = \`${numeric[0]}\` / mean(\`${numeric[1]}\` by Island)` },
          },
          { id: 'near', type: 'imputeKnn', columns: numeric },
        ],
        matrix: [{ id: 'pca', type: 'pca', options: { components: 4 } }],
      },
    );
    const { findings } = await sameScores(table, lab, config());
    expect(findings.filter(({ level }) => level !== 'note')).toEqual([]);
  });

  test('values, with rare categories and dates', async () => {
    const table = await bundled('cars');
    await sameScores(
      table,
      labOf({ target: 'Miles_per_Gallon', task: 'regression' }, { maxCategories: 2 }),
      config({ earlyStopping: { patience: 0, minDelta: 0, restoreBest: false } }),
    );
  });

  test('texts as token codes beside numbers, and texts of unknown words alone', async () => {
    const table = sentences(120, true);
    const lab = labOf({ target: 'mood', task: 'binary' }, { columns: { text: { encode: { type: 'tokens' } } } });
    const { layers } = defaultTrainConfig('textTable');
    await sameScores(table, lab, config({ layers }));
    const { pipeline, columns } = fitted(table, lab);
    const fresh = tableOf([
      strings('text', ['the film', 'xyz', '...'], 'text'),
      numbers('pages', [10, 20, 30]),
      strings('city', ['Rome', 'Bern', 'Oslo']),
    ]);
    const { findings } = matchColumns(fresh, { pipeline, columns });
    expect(findings.find(({ text }) => text.code === 'predict-words')).toMatchObject({ column: 'text', rows: 2 });
  });

  test('texts, and categories that read as numbers', async () => {
    const words = ['red', 'green', 'blue', 'fast', 'slow', 'car', 'boat', 'bike'];
    const rows = 120;
    const text = (i: number) => [0, 1, 2].map((k) => words[(i * (k + 3) + k * k) % words.length]).join(' ');
    const times = <T>(make: (i: number) => T) => Array.from({ length: rows }, (_, i) => make(i));
    const table = tableOf([
      strings('note', times(text), 'text'),
      strings(
        'zip',
        times((i) => ['01', '1', '10', '7.0', 'True', 'true'][i % 6]),
      ),
      numbers(
        'day',
        times((i) => Date.UTC(2024, 0, 1 + (i % 40))),
        'date',
      ),
      strings(
        'y',
        times((i) => (text(i).includes('car') !== (i % 7 === 0) ? '1' : '0')),
      ),
    ]);
    const lab = labOf(
      { target: 'y', task: 'binary' },
      { columns: { note: { encode: { type: 'tfidf', options: { least: 1 } } } } },
    );
    const { findings } = await sameScores(table, lab, config());
    expect(findings).toEqual([]);
  });

  test('images, by a network of convolutions, in pieces', async () => {
    const digits = await bundled('digits');
    const few = 90;
    const table: Table = sliceTable(digits, 0, few);
    const model = { ...defaultTrainConfig('image'), epochs: 1 };
    const lab = labOf({ target: digits.columns.find(({ type }) => type !== 'image')!.name, task: 'multiclass' });
    const { kept, pipeline, columns, test } = await run(table, lab, model);
    const [start, end] = [test.rows[0], test.rows[0] + 1];
    const matched = matchColumns(sliceTable(table, 0, few), { pipeline, columns });
    const all = await predict(kept, matched.table, 16);
    expect(Float32Array.from(test.rows, (row) => all.predicted[row])).toEqual(test.predicted);
    expect((await predict(kept, sliceTable(matched.table, start, end))).probabilities).toEqual(
      test.probabilities.slice(0, pipeline.classes.length),
    );
  });
});

describe('rows that cannot be predicted', () => {
  const times = (make: (i: number) => number) => Array.from({ length: 60 }, (_, i) => make(i));
  const table = tableOf([
    numbers(
      'a',
      times((i) => i + 1),
    ),
    numbers(
      'b',
      times((i) => (i * 7) % 13),
    ),
    numbers(
      'y',
      times((i) => i % 5),
    ),
  ]);

  /** New rows whose other column is 4. */
  const fours = (a: number[], wanted: Parameters<typeof matchColumns>[1]) => {
    const b = a.map(() => 4);
    return matchColumns(tableOf([numbers('a', a), numbers('b', b)]), wanted).table;
  };

  test('a logarithm of a negative number counts as missing; without a number for gaps it takes the prediction from its rows alone', async () => {
    const taking = async (impute?: ColumnRecipe['impute']) => {
      const recipe: ColumnRecipe = { transforms: [{ type: 'log' }], ...(impute && { impute }) };
      const lab = labOf({ target: 'y', task: 'regression' }, { columns: { a: recipe } });
      const { kept, pipeline, columns } = await run(table, lab, config({ epochs: 1 }));
      return async (a: number[]) => [...(await predict(kept, fours(a, { pipeline, columns }))).predicted];
    };
    const filled = await taking();
    const [three, gap, five] = await filled([3, NaN, 5]);
    expect(await filled([3, -1, 5, 0, NaN])).toEqual([three, gap, five, gap, gap]);
    expect(Number.isFinite(gap)).toBe(true);
    const unfilled = await taking({ type: 'constant', options: { value: 0 } });
    expect((await unfilled([3, -1, 5, 0, NaN])).map(Number.isNaN)).toEqual([false, true, false, true, true]);
    expect(await unfilled([-1, -2])).toEqual([NaN, NaN]);
  });

  test('a value beyond what float32 holds takes it from its row alone', async () => {
    const lab = labOf({ target: 'y', task: 'regression' });
    const { kept, pipeline, columns } = await run(table, lab, config({ epochs: 1 }));
    const rows = (a: number[]) => fours(a, { pipeline, columns });
    const made = await predict(kept, rows([3, 1e300, 5]));
    expect([...made.predicted].map(Number.isNaN)).toEqual([false, true, false]);
    expect(made.predicted[2]).toBe((await predict(kept, rows([5]))).predicted[0]);
  });

  test('weights that are not of the network are refused', async () => {
    const lab = labOf({ target: 'y', task: 'regression' });
    const { kept } = await run(table, lab, config({ epochs: 1 }));
    const [[name, values], ...rest] = kept.weights;
    const code = (weights: typeof kept.weights) => thrownCode(() => specOf({ ...kept, weights }));
    expect(code(kept.weights)).toBe('nothing thrown');
    expect(code(new Map(rest))).toBe('predict-model-broken');
    expect(code(new Map([[name, values.slice(1)], ...rest]))).toBe('predict-model-broken');
  });
});

test('results stand beside the new columns under names of their own, and are counted', () => {
  const meaning = { task: 'binary', classes: ['no', 'yes'], target: 'y' } as const;
  const table = tableOf([numbers('P(yes)', [1, 2, 3]), strings('predicted y', ['a', 'b', 'c'])]);
  const results = {
    predicted: Float32Array.of(1, 0, NaN),
    probabilities: Float32Array.of(0.25, 0.75, 0.875, 0.125, NaN, NaN),
  };
  const columns = resultColumns(table, meaning);
  expect(columns.map(({ name }) => name)).toEqual(['predicted y 2', 'P(no)', 'P(yes) 2', 'P(yes)', 'predicted y']);
  const cells = ({ data }: Column) =>
    data.kind === 'dict' ? [...data.codes] : data.kind === 'number' ? [...data.values] : [];
  expect(cells(columnFor(columns[0], table, results, meaning))).toEqual([1, 0, -1]);
  expect(cells(columnFor(columns[2], table, results, meaning))).toEqual([0.75, 0.125, NaN]);
  const { predicted, counts, histogram } = summarize(results, meaning);
  expect([predicted, counts]).toEqual([2, [1, 1]]);
  // 0.75 is half way from even odds to certainty, 0.875 three quarters.
  expect(histogram.counts.flatMap((n, i) => (n > 0 ? [i] : []))).toEqual([10, 15]);
  for (const x of [0.1, 1 / 3, 1e-30, 123456.79, 16777216])
    expect(Math.fround(shortest(Math.fround(x)))).toBe(Math.fround(x));
  expect(String(shortest(Math.fround(0.1)))).toBe('0.1');
});
