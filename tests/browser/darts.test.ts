// The search of a relaxed space: gradients and steps against PyTorch (torch_darts.py), a supernet with one operation left
// against the plain network, no leaked tensors, the same end after a checkpoint, and a problem with an evident answer.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { Scalar } from '$core/fields/field';
import { initWeights } from '$core/model/init';
import { resolveModel } from '$core/model/resolve';
import type { Weights } from '$core/model/spec';
import { derive, sharesOf } from '$core/nas/darts/genotypes';
import { supernetSpec } from '$core/nas/darts/supernet';
import { archSpaceOptions } from '$core/nas/spaces/registry';
import { cell201, edges201, ops201 } from '$core/nas/spaces/cell201';
import type { Prepared } from '$core/pipeline/prepared';
import { Stream } from '$core/rng/stream';
import type { Checkpoint } from '$core/run/checkpoint';
import type { SearchJob, SearchMessage } from '$core/run/search';
import { defaultTrainConfig } from '$core/train/config';
import type { BuildOptions } from '$engine/executor';
import type { TfjsBackendName } from '$engine/tfjs/backends/backend';
import { AlphaState } from '$engine/tfjs/darts/alphas';
import { mixing } from '$engine/tfjs/darts/mixed';
import { TfjsSupernet } from '$engine/tfjs/darts/supernet';
import { TfjsData } from '$engine/tfjs/data';
import { createTfjsExecutor } from '$engine/tfjs/executor';
import { forward, liveLayers } from '$engine/tfjs/network';
import { Session } from '$engine/tfjs/session';
import { Trainer } from '$engine/train/trainer';
import golden from '../oracle/torch/darts.json';
import { expectClose } from '../support/close';

const [truth] = golden;
const shape = {
  inputs: [{ id: 'features', shape: [truth.side, truth.side, 1], dtype: 'float32' as const }],
  units: truth.classes,
};
const sizes = archSpaceOptions(cell201, { channels: truth.channels, stacks: truth.stacks });
const relaxation = cell201.relax!(sizes);
const net = supernetSpec(relaxation, shape);
const options: BuildOptions = {
  loss: 'softmaxCrossEntropy',
  optimizer: { rule: 'momentum', options: { momentum: 0.9 } },
  batchSize: truth.rows,
  l1: 0,
  l2: 0,
  clipNorm: 0,
  dropoutSeed: 0,
};
const goldenWeights: Weights = new Map(Object.entries(truth.weights).map(([name, w]) => [name, Float32Array.from(w)]));
const alphaShape = [edges201.length, ops201.length] as const;
const arrays = {
  rows: 2 * truth.rows,
  features: Float32Array.from(truth.features),
  codes: new Int32Array(0),
  target: Float32Array.from(truth.target),
};

describe.each(['cpu', 'wasm'] as TfjsBackendName[])('on %s', (backend) => {
  test('gradients and steps of weights and alphas are those of PyTorch', async () => {
    const session = await Session.of(backend);
    session.use();
    const before = tf.memory().numTensors;
    const alphas = new AlphaState(Float32Array.from(truth.alphas), alphaShape, { rate: 3e-4, decay: 1e-3 });
    const supernet = new TfjsSupernet(net, options, alphas);
    supernet.write(goldenWeights);
    const data = new TfjsData(session, arrays);
    const rows = (from: number) =>
      tf.tensor1d(
        Array.from({ length: truth.rows }, (_, i) => from + i),
        'int32',
      );
    const halves = { mine: rows(0), held: rows(truth.rows) };
    const input = (half: keyof typeof halves) => ({ data, rows: halves[half], learningRate: 0.025, epoch: 0, step: 0 });

    const got = tf.tidy(() => {
      const { value, gradient } = supernet.alphaGradient(input('held'));
      const byWeights = supernet.weightGradient(input('held'));
      return {
        loss: tf.keep(value),
        alphas: tf.keep(gradient),
        weights: byWeights.map(([name, g]) => [name, tf.keep(g)] as const),
      };
    });
    expectClose(await got.loss.data(), [truth.loss], 1e-5, 'loss');
    expectClose(await got.alphas.data(), truth.alphaGradient, 1e-4, 'gradient of the alphas');
    const wanted = truth.weightGradients as Record<string, number[]>;
    expect(new Set(got.weights.map(([name]) => name))).toEqual(new Set(Object.keys(wanted)));
    for (const [name, gradient] of got.weights) expectClose(await gradient.data(), wanted[name], 1e-4, name);
    tf.dispose([got.loss, got.alphas, got.weights.map(([, g]) => g)]);

    const settled = tf.memory().numTensors;
    const losses = { mine: [] as number[], held: [] as number[] };
    for (let step = 0; step < 3; step++) {
      for (const half of ['held', 'mine'] as const) {
        const loss = half === 'held' ? supernet.stepAlphas(input(half)) : supernet.stepWeights(input(half));
        losses[half].push((await loss.data())[0]);
        loss.dispose();
        expect(tf.memory().numTensors, `tensors after step ${step}`).toBe(settled);
      }
    }
    expectClose(losses.held, truth.heldOut, 1e-4, 'held-out losses');
    expectClose(losses.mine, truth.losses, 1e-4, 'losses');
    expectClose((await alphas.read())[0], truth.alphasAfter, 1e-5, 'alphas');
    const weights = await supernet.readWeights();
    for (const [name, values] of Object.entries(truth.weightsAfter))
      expectClose(weights.get(name)!, values, 1e-4, name);

    supernet.dispose();
    data.dispose();
    tf.dispose(Object.values(halves));
    expect(tf.memory().numTensors, 'after dispose').toBe(before);
  });
});

test('with all of the share on one operation, an edge is that operation: the supernet is the plain network', async () => {
  const session = await Session.of('cpu');
  session.use();
  const weights = initWeights(net.spec, Stream.of(4, 'init'));
  for (let n = 0; n < 6; n++) {
    const rng = Stream.of(9, 'genotype', n);
    const chosen = edges201.map(() => rng.below(ops201.length));
    const genotype: Record<string, Scalar> = Object.fromEntries(edges201.map(([gene], e) => [gene, ops201[chosen[e]]]));
    if (n === 0) edges201.forEach(([gene], e) => ((chosen[e] = 1 + (e % 4)), (genotype[gene] = ops201[chosen[e]])));
    let plain;
    try {
      plain = resolveModel(cell201.decode(genotype, sizes, shape.inputs), shape.inputs, shape.units);
    } catch {
      continue;
    }
    // `s1c1-e03-norm` of the plain network is `s1c1-e03-conv3x3-norm` here.
    const named = (name: string) =>
      name.replace(/^(s\dc\d-(e\d\d))/, (_, at: string, gene: string) => `${at}-${String(genotype[gene])}`);
    const far = Float32Array.from(chosen.flatMap((op) => ops201.map((_, o) => (o === op ? 200 : 0))));
    tf.tidy(() => {
      const tensors = (all: readonly { name: string; shape: readonly number[] }[], from: (name: string) => string) =>
        new Map(all.map(({ name, shape: s }) => [name, tf.tensor(weights.get(from(name))!, [...s])]));
      const x = new Map([['features', tf.tensor4d(arrays.features, [arrays.rows, truth.side, truth.side, 1])]]);
      const training = { dropoutSeed: 0, epoch: 0, step: 0, updates: new Map<string, tf.Tensor>() };
      const special = mixing(net.mixes, tf.tensor2d(far, [...alphaShape]));
      const all = net.spec.layers.flatMap((layer) => layer.weights);
      const mixed = forward(liveLayers(net.spec), x, { weights: tensors(all, (name) => name), training, special });
      const own = plain.layers.flatMap((layer) => layer.weights);
      const single = forward(liveLayers(plain), x, { weights: tensors(own, named), training });
      expectClose(mixed.dataSync(), single.dataSync(), 1e-6, JSON.stringify(genotype));
      tf.dispose([...training.updates.values()]);
    });
  }
});

/** Images of noise in which a class is a vertical or a horizontal stripe: no one pixel tells, a 3 x 3 window does. */
function stripes(rows: number): Prepared {
  const side = 6;
  const rng = Stream.of(3, 'stripes');
  const split = (count: number) => {
    const features = Float32Array.from({ length: count * side * side }, () => 0.3 * rng.normal());
    const target = Float32Array.from({ length: count }, (_, row) => {
      const vertical = row % 2;
      const [i, j] = [1 + rng.below(side - 2), 1 + rng.below(side - 2)];
      for (const k of [-1, 0, 1]) features[row * side * side + (vertical ? (i + k) * side + j : i * side + j + k)] += 2;
      return vertical;
    });
    return { rows: count, features, codes: new Int32Array(0), target };
  };
  const numbers = new Uint32Array(0);
  return {
    task: 'multiclass',
    classes: ['across', 'down'],
    targetScale: { mean: 0, std: 1 },
    inputs: [{ id: 'features', shape: [side, side, 1], dtype: 'float32' }],
    featureNames: [],
    train: split(rows),
    validation: split(4),
    test: split(4),
    rowsOf: { train: numbers, validation: numbers, test: numbers },
  };
}

const searchJob = (more: Partial<SearchJob> = {}): SearchJob => ({
  dataId: 'stripes',
  seed: 2,
  executor: 'wasm',
  base: {
    ...defaultTrainConfig('image'),
    layers: [],
    batchSize: 32,
    optimizer: { type: 'adam', learningRate: 0.01, options: {} },
  },
  space: { type: 'cell201', options: { channels: 2, stacks: 1 } },
  options: { epochs: 3, alphaRate: 0.02 },
  points: [],
  checkpointEvery: 0,
  ...more,
});

async function search(trainer: Trainer, job: SearchJob, on: (message: SearchMessage) => void = () => undefined) {
  const points: Extract<SearchMessage, { type: 'point' }>['point'][] = [];
  const checkpoints: Checkpoint[] = [];
  const outcome = await trainer.search(job, (message) => {
    if (message.type === 'point') points.push(message.point);
    if (message.type === 'checkpoint') checkpoints.push(message.checkpoint);
    on(message);
  });
  return { outcome, points, checkpoints };
}

test('a search leaves no tensors, stops when told to, and ends the same from any of its checkpoints', async () => {
  const executor = await createTfjsExecutor('wasm');
  let clock = 0;
  const trainer = new Trainer({ now: () => (clock += 1) });
  await trainer.load('stripes', stripes(160));
  const start = executor.liveTensors();
  const whole = await search(trainer, searchJob({ checkpointEvery: 0.001 }));
  expect(whole.outcome).toEqual({ state: 'done' });
  expect(whole.points.map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
  const withData = executor.liveTensors();
  expect(whole.checkpoints.length).toBeGreaterThan(2);
  // In the middle of an epoch: a step was done of those two.
  const from = whole.checkpoints.find(({ epoch, optimizer }) => epoch === 1 && optimizer.get('darts/step')![0] === 1)!;
  const rest = await search(trainer, searchJob({ from, points: whole.points.slice(0, 1) }));
  expect(rest.points).toEqual(whole.points.slice(1));

  const stopped = await search(trainer, searchJob(), (message) => {
    if (message.type === 'point') void trainer.control(-1, 'stop');
  });
  expect(stopped.outcome).toEqual({ state: 'cancelled' });
  expect(stopped.points).toHaveLength(1);
  const broken = await search(
    trainer,
    searchJob({
      base: { ...searchJob().base, optimizer: { type: 'momentum', learningRate: 1e25, options: {} } },
      options: { epochs: 2 },
    }),
  );
  expect(broken.outcome).toMatchObject({ state: 'failed', error: { code: 'nas-search-diverged' } });
  expect(executor.liveTensors()).toBe(withData);
  await trainer.unload('stripes');
  expect(executor.liveTensors()).toBe(start);
});

test('a stop in the middle of an epoch is heard before the next step', async () => {
  // A clock that makes every step news.
  let clock = 0;
  const trainer = new Trainer({ now: () => (clock += 1000) });
  await trainer.load('stripes', stripes(320));
  const told: number[] = [];
  const { outcome, points } = await search(trainer, searchJob(), (message) => {
    if (message.type !== 'steps') return;
    told.push(message.done);
    if (message.done === 2) void trainer.control(-1, 'stop');
  });
  expect(outcome).toEqual({ state: 'cancelled' });
  expect(told).toEqual([1, 2]);
  expect(points).toEqual([]);
  await trainer.unload('stripes');
});

test('an operation that is evidently right is found', async () => {
  const trainer = new Trainer({ now: () => performance.now() });
  await trainer.load('stripes', stripes(320));
  const { points } = await search(trainer, searchJob({ options: { epochs: 10, alphaRate: 0.02 } }));
  const small = cell201.relax!(archSpaceOptions(cell201, { channels: 2, stacks: 1 }));
  const { alphas } = points.at(-1)!;
  const taken = Object.values(derive(small, alphas).genotype);
  const count = (op: string) => taken.filter((one) => one === op).length;
  const share = (op: number) => sharesOf(alphas).reduce((sum, row) => sum + row[op], 0);
  const right = ops201.indexOf('conv3x3');
  ops201.forEach((op, i) => {
    if (i === right) return;
    expect(share(right), op).toBeGreaterThan(share(i));
    expect(count('conv3x3'), op).toBeGreaterThan(count(op));
  });
  await trainer.unload('stripes');
});
