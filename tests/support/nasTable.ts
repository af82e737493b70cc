// Tables of our own making, so that strategies of architecture search can be judged in no time: every network of a small
// space trained by our engine, all from one seed. `cells`: the 5^6 cells of NAS-Bench-201's form on small digits, accuracy.
// `chains`: MLPs of one and two blocks on cars, root mean squared error. A file holds the values in the order of the space's
// grid, in units of 0.001, as three digits of base 36; `---` where there is no network. They are made by
// MAKE_NAS_TABLE=cells npx vitest run --project node tests/contract/nasRegret.test.ts
import { readFileSync } from 'node:fs';
import type { NasConfig } from '$core/lab/document';
import { defaultSearch } from '$core/nas/defaults';
import type { Architectures } from '$core/nas/architectures';
import { archSearch, type ArchSearch } from '$core/nas/search';
import type { DataShape, Genotype } from '$core/nas/space';
import { prepare } from '$core/pipeline/prepare';
import type { Prepared } from '$core/pipeline/prepared';
import { exampleLab } from '$core/lab/examples/example';
import { Grid, pointKey, wholeAxis } from '$core/space/points';
import type { Space } from '$core/space/space';
import { loadDataset } from '$datasets/load';
import { Trainer } from '$engine/train/trainer';
import { readAsset } from './datasets';

const side = 7;

const image = defaultSearch('image');
const table = defaultSearch('table');

export const nasTables = {
  cells: {
    file: new URL('../fixtures/nasCells.txt', import.meta.url),
    shape: { inputs: [{ id: 'features', shape: [side, side, 1], dtype: 'float32' }], units: 10 } satisfies DataShape,
    config: {
      ...image,
      base: {
        ...image.base,
        epochs: 8,
        batchSize: 32,
        optimizer: { ...image.base.optimizer, learningRate: 0.02 },
      },
      space: { type: 'cell201', options: { channels: 4, cells: 1, stacks: 1 } },
      limits: {},
      objective: { metric: 'accuracy', direction: 'maximize' },
    } satisfies NasConfig,
    data: smallDigits,
  },
  chains: {
    file: new URL('../fixtures/nasChains.txt', import.meta.url),
    shape: { inputs: [{ id: 'features', shape: [10], dtype: 'float32' }], units: 1 } satisfies DataShape,
    config: {
      ...table,
      base: { ...table.base, epochs: 15 },
      space: { type: 'table', options: { maxBlocks: 2, maxWidth: 64 } },
      limits: {},
      objective: { metric: 'rmse', direction: 'minimize' },
    } satisfies NasConfig,
    data: cars,
  },
};
export type NasTable = keyof typeof nasTables;

export const searchOf = (name: NasTable, strategy: NasConfig['strategy']): ArchSearch =>
  archSearch({ ...nasTables[name].config, strategy }, nasTables[name].shape);

const gridOf = (space: Space) => new Grid(space, ({ domain }) => wholeAxis(domain));

export interface NasReplay {
  /** One for all searches, so that no network is decoded twice. */
  readonly architectures: Architectures;
  /** The cost of a genotype, where smaller is better, so always to be minimised. */
  readonly costOf: (genes: Genotype) => number;
  /** Of all genotypes. */
  readonly costs: readonly number[];
  readonly best: number;
}

export function readTable(name: NasTable): NasReplay {
  const { file, config } = nasTables[name];
  const text = readFileSync(file, 'utf8').replace(/\s/g, '');
  const { architectures } = searchOf(name, { type: 'random', options: {} });
  const grid = gridOf(architectures.genes);
  const costs = new Map<string, number>();
  const sign = config.objective.direction === 'minimize' ? 1 : -1;
  for (let i = 0; i < grid.size; i++) {
    const digits = text.slice(3 * i, 3 * i + 3);
    if (digits !== '---') costs.set(pointKey(grid.at(i)), (sign * parseInt(digits, 36)) / 1000);
  }
  const all = [...costs.values()];
  return { architectures, costOf: (genes) => costs.get(pointKey(genes)) ?? NaN, costs: all, best: Math.min(...all) };
}

/** Trains every network of the space once and gives the text of the table. */
export async function makeTable(name: NasTable): Promise<string> {
  const { config, data } = nasTables[name];
  const search = searchOf(name, { type: 'random', options: {} });
  const grid = gridOf(search.architectures.genes);
  const trainer = new Trainer({ now: () => 0 });
  await trainer.load('data', await data());
  const known = new Map<string, string>();
  const words: string[] = [];
  for (let i = 0; i < grid.size; i++) {
    const genes = grid.at(i);
    const { network } = search.architectures.judge(genes);
    let word = network ? known.get(network.key) : '---';
    if (!word) {
      const { objective } = config;
      const job = { dataId: 'data', config: search.configOf(genes), seed: 1, trial: 0, executor: 'simd' } as const;
      const { record } = await trainer.run({ ...job, objective, checkpointEvery: 0 }, () => undefined);
      if (record.value === null) throw new Error(record.error?.message ?? record.state);
      word = Math.min(46655, Math.round(record.value * 1000))
        .toString(36)
        .padStart(3, '0');
    }
    if (network) known.set(network.key, word);
    words.push(word);
  }
  const lines = Array.from({ length: Math.ceil(words.length / 40) }, (_, i) =>
    words.slice(40 * i, 40 * i + 40).join(''),
  );
  return `${lines.join('\n')}\n`;
}

/** The bundled digits, 400 to learn from and 500 to be judged by, in 7 x 7 means of 4 x 4 pixels. */
export async function smallDigits(): Promise<Prepared> {
  const lab = exampleLab({
    title: 'Digits',
    note: '',
    data: { kind: 'bundled', id: 'digits' },
    roles: { target: 'digit', task: 'multiclass', exclude: [] },
    steps: [],
  });
  const whole = prepare(await loadDataset({ kind: 'bundled', id: 'digits' }, readAsset), lab);
  const few = (arrays: Prepared['train'], count: number): Prepared['train'] => ({
    ...arrays,
    rows: count,
    features: smaller(arrays.features, count),
    target: arrays.target.slice(0, count),
  });
  return {
    ...whole,
    inputs: [...nasTables.cells.shape.inputs],
    train: few(whole.train, 400),
    validation: few(whole.validation, 500),
    test: few(whole.test, 10),
  };
}

function smaller(pixels: Prepared['train']['features'], count: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(count * side * side);
  for (let row = 0; row < count; row++) {
    for (let p = 0; p < 784; p++) {
      const [y, x] = [Math.floor(p / 28) >> 2, (p % 28) >> 2];
      out[(row * side + y) * side + x] += pixels[row * 784 + p] / 16;
    }
  }
  return out;
}

async function cars(): Promise<Prepared> {
  const lab = exampleLab({
    title: 'Cars',
    note: '',
    data: { kind: 'bundled', id: 'cars' },
    roles: { target: 'Miles_per_Gallon', task: 'regression', exclude: ['Name'] },
    steps: [],
  });
  return prepare(await loadDataset({ kind: 'bundled', id: 'cars' }, readAsset), lab);
}
