// A small data set and labs for the study tests: two noisy classes in the plane, stored as a person's data would be.
import type { Lab, TuneConfig } from '$core/lab/document';
import { Stream } from '$core/rng/stream';
import { describeTable, tableBytes } from '$core/table/describe';
import type { Table } from '$core/table/types';
import { defaultTrainConfig, type TrainConfig } from '$core/train/config';
import { putDataset } from '$store/datasets';
import { openStore } from '$store/open';
import type { RunUpdate } from '$core/run/types';

/** Stores the data and returns its SHA-256. `mixed`: more columns, each a mixture of the two with some noise. */
export async function storeClasses(rows = 200, mixed = 0): Promise<string> {
  const rng = Stream.of(5, 'classes');
  const x = new Float64Array(rows);
  const y = new Float64Array(rows);
  const codes = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    codes[i] = i % 2;
    x[i] = rng.normal() + codes[i];
    y[i] = rng.normal() - codes[i];
  }
  const mixtures = Array.from({ length: mixed }, (_, k) =>
    x.map((value, i) => value + (k - 1) * y[i] + 0.1 * rng.normal()),
  );
  const table: Table = {
    rows,
    columns: [
      { name: 'x', type: 'numeric', data: { kind: 'number', values: x } },
      { name: 'y', type: 'numeric', data: { kind: 'number', values: y } },
      ...mixtures.map((values, k) => ({ name: `m${k}`, type: 'numeric', data: { kind: 'number', values } }) as const),
      { name: 'label', type: 'categorical', data: { kind: 'dict', codes, dictionary: ['no', 'yes'] } },
    ],
  };
  return storeTable(table, 'classes');
}

/** Stores a table as a person's own data and returns its SHA-256. */
export async function storeTable(table: Table, name: string): Promise<string> {
  const { sha256, columns } = await describeTable(table);
  const info = {
    sha256,
    name,
    rows: table.rows,
    columns,
    bytes: tableBytes(table),
    source: { kind: 'imported', detail: `${name}.csv` },
    notes: [],
    createdAt: 0,
  } as const;
  await putDataset(
    await openStore(),
    info,
    table.columns.map((column) => column.data),
  );
  return sha256;
}

export function smallConfig(epochs = 4): TrainConfig {
  const layers = [{ id: 'h1', type: 'dense', options: { units: 8, activation: 'tanh' } }];
  return { ...defaultTrainConfig('table'), layers, epochs };
}

export function labOf(sha256: string, steps: Lab['steps'], executor: Lab['executor'] = 'cpu'): Lab {
  return {
    format: 'tablab',
    version: 1,
    title: 'Two classes',
    seed: 7,
    data: { kind: 'imported', name: 'classes', sha256 },
    roles: { target: 'label', task: 'binary', exclude: [] },
    features: { scale: 'standard', impute: 'mean', categorical: 'onehot', maxCategories: 50 },
    split: { validation: 0.25, test: 0.25 },
    executor,
    steps,
  };
}

export function tuneConfig(more: Partial<TuneConfig> = {}): TuneConfig {
  return {
    base: smallConfig(),
    space: [
      { path: 'optimizer.learningRate', domain: { kind: 'float', low: 0.001, high: 0.1, log: true } },
      { path: 'layers.h1.units', domain: { kind: 'int', low: 2, high: 16 } },
    ],
    sampler: { type: 'random', options: {} },
    objective: { metric: 'loss', direction: 'minimize' },
    trials: 6,
    width: 2,
    ...more,
  };
}

export const tuneLab = (sha256: string, more: Partial<TuneConfig> = {}, executor: Lab['executor'] = 'cpu') =>
  labOf(sha256, [{ id: 'tune', type: 'tune', config: tuneConfig(more) }], executor);

export const trainLab = (sha256: string, config = smallConfig(), executor: Lab['executor'] = 'cpu') =>
  labOf(sha256, [{ id: 'train', type: 'train', config }], executor);

/** Collects the updates of a run and lets a test wait for one of them. */
export class Watcher {
  readonly updates: RunUpdate[] = [];
  private waiting: { test: (update: RunUpdate) => boolean; resolve: (update: RunUpdate) => void }[] = [];

  readonly on = (batch: RunUpdate[]): void => {
    for (const update of batch) {
      this.updates.push(update);
      for (const waiter of this.waiting.filter(({ test }) => test(update))) {
        this.waiting.splice(this.waiting.indexOf(waiter), 1);
        waiter.resolve(update);
      }
    }
  };

  /** Resolves with the first update, past or coming, that passes. */
  until(test: (update: RunUpdate) => boolean): Promise<RunUpdate> {
    const past = this.updates.find(test);
    if (past) return Promise.resolve(past);
    return new Promise((resolve) => this.waiting.push({ test, resolve }));
  }

  /** Id of the watched run, once known. */
  async runId(): Promise<string> {
    const update = await this.until(({ type }) => type === 'run');
    return update.type === 'run' ? update.run.id : '';
  }

  /** Resolves when this many trials have ended. */
  async ended(count: number): Promise<void> {
    const indices = new Set<number>();
    await this.until((update) => {
      if (update.type === 'trial' && update.trial.state !== 'running') indices.add(update.trial.index);
      return indices.size >= count;
    });
  }
}
