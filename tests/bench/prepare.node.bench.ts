// Gaps filled from the nearest rows and principal components against scikit-learn, interleaved: both on one thread, and for
// the components also both on as many threads as they take by themselves.
// scikit-learn's column needs a Python that has it: TABLAB_PYTHON or `python3`.
import { pca } from '$core/decompose/pca';
import { applyLinear } from '$core/decompose/linear';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { dense, productsBy } from '$core/math/dense';
import { reduceBy } from '$core/math/tridiagonal';
import { fillNearest } from '$core/pipeline/derive/steps/nearest';
import { Stream } from '$core/rng/stream';
import { quickMaths } from '$engine/simd/products';
import { median, result, type Result } from './support/result';
import { openSklearn, type Sklearn, type Timed } from './support/sklearn';
import { spawnHelperThread } from '../support/helperThread';

/** Milliseconds: threads of a BLAS go on looking for work for a while, on the cores that the next turn needs. */
const settling = 300;

interface Peers {
  /** On one thread. */
  readonly one?: Sklearn;
  /** On as many threads as it takes by itself. */
  readonly free?: Sklearn;
}

interface Task {
  readonly name: string;
  /** Times scikit-learn's time that ours may be. */
  readonly limit: number;
  readonly rounds: number;
  /** Returns the sum of what came out. */
  readonly ours: () => number;
  readonly theirs: object;
}

async function against(task: Task, where: string, peer?: Sklearn): Promise<Result[]> {
  const results = [result(`${task.name} ${where}`, median(timed(task).map(({ ms }) => ms)), 'ms')];
  if (peer) results.push(...(await inTurn(task, peer, where)));
  return results;
}

function timed({ rounds, ours }: Pick<Task, 'rounds' | 'ours'>): Timed[] {
  return Array.from({ length: rounds }, () => {
    const [start, processor] = [performance.now(), process.cpuUsage()];
    const check = ours();
    const { user, system } = process.cpuUsage(processor);
    return { ms: performance.now() - start, cpu: (user + system) / 1000, check };
  });
}

async function inTurn(task: Task, peer: Sklearn, where: string): Promise<Result[]> {
  const own: Timed[] = [];
  const other: Timed[] = [];
  for (let round = 0; round < task.rounds; round++) {
    own.push(...timed({ rounds: 1, ours: task.ours }));
    other.push(await peer.run(task.theirs));
    await sleep(settling);
  }
  const [check, sum] = [own[0].check, other[0].check];
  const agree = Math.abs(check - sum) <= 1e-6 * Math.abs(sum) ? 'same sums' : `sums ${check} and ${sum}`;
  return (['ms', 'cpu'] as const).map((by) => {
    const [mine, theirs] = [own, other].map((all) => median(all.map((one) => one[by])));
    const name = `${task.name}: ${by === 'ms' ? 'time' : 'processor time'} against scikit-learn ${where}`;
    const detail = `${mine.toFixed(0)} against ${theirs.toFixed(0)} ms, scikit-learn ${peer.version}; ${agree}`;
    return result(name, mine / theirs, 'x', by === 'ms' ? `<= ${task.limit}` : undefined, detail);
  });
}

/** Correlated columns, of which 1 in 20 values is missing. */
function gaps(rows: number, columns: number): Float64Array {
  const rng = Stream.of(1, 'gaps');
  const values = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    const common = rng.normal();
    for (let c = 0; c < columns; c++) values[r * columns + c] = rng.below(20) === 0 ? NaN : common + rng.normal();
  }
  return values;
}

async function nearest(peer?: Sklearn): Promise<Result[]> {
  const [rows, columns, k] = [20_000, 20, 5];
  const values = gaps(rows, columns);
  await peer?.load('gaps', rows, columns, values);
  const source = Array.from({ length: columns }, (_, c) =>
    Float64Array.from({ length: rows }, (_, r) => values[r * columns + c]),
  );
  const means = source.map((column) => {
    const present = column.filter((x) => !Number.isNaN(x));
    return present.reduce((sum, x) => sum + x, 0) / present.length;
  });
  const how = { k, byDistance: false, scales: means.map(() => 1), means };
  const ours = () =>
    fillNearest(source, { count: rows, values: source }, how).reduce(
      (sum, column) => sum + column.reduce((a, b) => a + b, 0),
      0,
    );
  const theirs = { do: 'knn', name: 'gaps', k };
  return against({ name: 'k-NN fill of 20,000 x 20', limit: 3, rounds: 1, ours, theirs }, 'on one thread', peer);
}

async function components(peers: Peers): Promise<Result[]> {
  const [rows, columns, count] = [10_000, 784, 50];
  const rng = Stream.of(2, 'components');
  const hidden = Float64Array.from({ length: 60 * columns }, () => rng.normal());
  const values = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    for (let h = 0; h < 60; h++) {
      const score = (rng.normal() * (60 - h)) / 60;
      for (let c = 0; c < columns; c++) values[r * columns + c] += score * hidden[h * columns + c];
    }
    for (let c = 0; c < columns; c++) values[r * columns + c] += 0.1 * rng.normal();
  }
  for (const peer of [peers.one, peers.free]) await peer?.load('components', rows, columns, values);
  const x = dense(rows, columns, values);
  const ours = () => {
    const { mean, components: basis } = pca(x, count, Stream.of(3, 'pca'));
    const state = { components: count, width: columns, mean: Array.from(mean), weights: Array.from(basis.values) };
    let sum = 0;
    const out = applyLinear(state, x).values;
    for (let i = 0; i < out.length; i++) sum += Math.abs(out[i]);
    return sum;
  };
  const theirs = { do: 'pca', name: 'components', components: count };
  const task = { name: 'PCA of 10,000 x 784 to 50', limit: 2, rounds: 9, ours, theirs };
  const alone = await against(task, 'on one thread', peers.one);
  await installed(availableParallelism() - 1);
  // With rounds of their own: threads that wait for work by spinning would take time from the next in turn.
  return [...alone, ...(await against(task, 'on own choice of threads', peers.free))];
}

/** Has our own matrices multiplied with so many helpers, once they are there. */
async function installed(count: number): Promise<void> {
  const { products, reduction, helpers } = await quickMaths(spawnHelperThread, count);
  productsBy(products);
  reduceBy(reduction);
  for (let tries = 0; helpers() < count && tries < 100; tries++) await new Promise((wait) => setTimeout(wait, 20));
}

export async function bench(): Promise<Result[]> {
  await installed(0);
  const peers = { one: await openSklearn(), free: await openSklearn('default') };
  try {
    return [...(await nearest(peers.one)), ...(await components(peers))];
  } finally {
    peers.one?.close();
    peers.free?.close();
  }
}
