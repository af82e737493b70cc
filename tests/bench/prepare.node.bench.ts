// Gaps filled from the nearest rows and principal components against scikit-learn, interleaved: on one thread as we are,
// and for the components also on as many threads as it takes by itself.
// scikit-learn's column needs a Python that has it: TABLAB_PYTHON or `python3`.
import { pca } from '$core/decompose/pca';
import { applyLinear } from '$core/decompose/linear';
import { dense } from '$core/math/dense';
import { fillNearest } from '$core/pipeline/derive/steps/nearest';
import { Stream } from '$core/rng/stream';
import { installProducts } from '$engine/simd/products';
import { median, result, type Result } from './support/result';
import { openSklearn, type Sklearn } from './support/sklearn';

interface Peers {
  /** On one thread. */
  readonly one?: Sklearn;
  /** On as many threads as it takes by itself. */
  readonly free?: Sklearn;
}

async function against(
  name: string,
  limit: number,
  ours: () => number,
  theirs: object,
  peers: Peers,
): Promise<Result[]> {
  const asked = [
    { peer: peers.one, where: 'on one thread' },
    { peer: peers.free, where: 'on its own choice of threads' },
  ].flatMap(({ peer, where }) => (peer ? [{ peer, where, times: [] as number[], sum: NaN }] : []));
  const times: number[] = [];
  let check = 0;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    check = ours();
    times.push(performance.now() - start);
    for (const one of asked) {
      const { ms, check: sum } = await one.peer.run(theirs);
      one.times.push(ms);
      one.sum = sum;
    }
  }
  const ms = median(times);
  const ratios = asked.map(({ peer, where, times: others, sum }) => {
    const peerMs = median(others);
    const agree = Math.abs(check - sum) <= 1e-6 * Math.abs(sum) ? 'same sums' : `sums ${check} and ${sum}`;
    const detail = `${peerMs.toFixed(0)} ms in scikit-learn ${peer.version} ${where}; ${agree}`;
    return result(`${name}: time against scikit-learn ${where}`, ms / peerMs, 'x', `<= ${limit}`, detail);
  });
  return [result(name, ms, 'ms'), ...ratios];
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
  return against('k-NN fill of 20,000 x 20', 3, 3, ours, { do: 'knn', name: 'gaps', k }, { one: peer });
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
    return applyLinear(state, x).values.reduce((sum, value) => sum + Math.abs(value), 0);
  };
  return against('PCA of 10,000 x 784 to 50', 2, 9, ours, { do: 'pca', name: 'components', components: count }, peers);
}

export async function bench(): Promise<Result[]> {
  await installProducts();
  const peers = { one: await openSklearn(), free: await openSklearn('default') };
  try {
    return [...(await nearest(peers.one)), ...(await components(peers))];
  } finally {
    peers.one?.close();
    peers.free?.close();
  }
}
