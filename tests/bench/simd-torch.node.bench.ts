// The simd executor against PyTorch on one thread, interleaved; networks side by side; the rate reached and where the
// time goes. PyTorch's column needs a Python that has torch: TABLAB_PYTHON or `python3`. Without one it is left out.
import { initWeights } from '$core/model/init';
import { Stream } from '$core/rng/stream';
import { createSimdExecutor } from '$engine/simd/index';
import { bench as kernelBench } from '../unit/simd/support/kernels';
import { panelSize } from '$engine/plan/kernels';
import { shares } from './support/shares';
import { median, result, type Result } from './support/result';
import { openTorch, type Torch } from './support/torch';
import { dataOf, optionsOf, prepare, specOf, workloads, type Workload } from './support/workloads';

const rounds = 9;
const targets: readonly [Workload, number][] = [
  [workloads.mlp, 2],
  [workloads.digits, 1.5],
  [workloads.cnn, 1.5],
  [workloads.cnnNorm, 1],
];

const since = (start: number) => performance.now() - start;

/** GFLOP/s of the matrix product where it is best: the practical peak of one core. */
async function peak(): Promise<number> {
  const kernels = await kernelBench();
  const n = 240;
  const [a, b, c] = [0, 0, 0].map(() => kernels.put(new Float32Array(n * n).fill(0.5)));
  const panel = kernels.room(panelSize(n));
  const run = () => kernels.call('matmul', a, b, 0, c, panel, n, n, n, 0);
  for (let i = 0; i < 50; i++) run();
  const times = Array.from({ length: 60 }, () => {
    const start = performance.now();
    run();
    return since(start);
  });
  return (2 * n ** 3) / Math.min(...times) / 1e6;
}

async function against(workload: Workload, factor: number, best: number, torch?: Torch): Promise<Result[]> {
  const executor = await createSimdExecutor();
  const ours = await prepare(executor, workload);
  await torch?.build(workload);
  // The engine compiles hot code in its own time: warm up well.
  for (let i = 0; i < 5; i++) await ours.epoch();
  const times: { simd: number[]; torch: number[] } = { simd: [], torch: [] };
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await ours.epoch();
    times.simd.push(since(start));
    if (torch) times.torch.push(...(await torch.train(1)));
  }
  const ms = median(times.simd);
  const rate = ours.flopsPerEpoch / ms / 1e6;
  const achieved = `${rate.toFixed(1)} GFLOP/s, ${((100 * rate) / best).toFixed(0)} % of the product's best`;
  const results = [
    result(`${workload.name}: epoch`, ms, 'ms', undefined, `${achieved}; ${shares(ours.model, workload.batch)}`),
  ];
  if (torch) {
    const theirs = median(times.torch);
    const detail = `${theirs.toFixed(1)} ms in torch ${torch.version}`;
    results.push(result(`${workload.name}: faster than PyTorch`, theirs / ms, 'x', `>= ${factor}`, detail));
  }
  return results;
}

/** Eight networks side by side against one, per network, and against PyTorch one after the other. */
async function sideBySide(torch?: Torch): Promise<Result[]> {
  const workload = workloads.small;
  const count = 8;
  const executor = await createSimdExecutor();
  const one = await prepare(executor, workload);
  const spec = specOf(workload);
  const options = optionsOf(workload);
  const group = await executor.buildGroup(
    spec,
    Array.from({ length: count }, (_, k) => ({ ...options, dropoutSeed: k })),
  );
  for (const [k, model] of group.members.entries()) await model.setWeights(initWeights(spec, Stream.of(k, 'init')));
  const data = await executor.load(await dataOf(workload));
  const learningRates = new Float32Array(Math.ceil(workload.rows / workload.batch)).fill(1e-3);
  const orders = group.members.map((_, k) => Stream.of(k, 'order').permutation(workload.rows));
  let epoch = 0;
  const many = () => group.trainEpoch(orders.map((order) => ({ data, order, learningRates, epoch: epoch++ })));
  await torch?.build(workload);
  for (let i = 0; i < 20; i++) await Promise.all([one.epoch(), many()]);
  const times = { one: [] as number[], many: [] as number[], torch: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    let start = performance.now();
    for (let i = 0; i < count; i++) await one.epoch();
    times.one.push(since(start) / count);
    start = performance.now();
    await many();
    times.many.push(since(start) / count);
    if (torch) times.torch.push(median(await torch.train(3)));
  }
  const [alone, beside] = [median(times.one), median(times.many)];
  const detail = `${beside.toFixed(3)} ms an epoch and network, ${alone.toFixed(3)} ms alone`;
  const results = [
    result(`${workload.name}, K=8: time per network against K=1`, beside / alone, 'x', '<= 0.6', detail),
  ];
  if (torch) {
    const factor = median(times.torch) / beside;
    results.push(result(`${workload.name}, K=8: per network faster than PyTorch`, factor, 'x', '>= 3'));
  }
  return results;
}

export async function bench(): Promise<Result[]> {
  const torch = await openTorch();
  const best = await peak();
  const results = [result('matrix product 240 x 240 x 240', best, 'GFLOP/s', '>= 40')];
  for (const [workload, factor] of targets) results.push(...(await against(workload, factor, best, torch)));
  results.push(...(await sideBySide(torch)));
  torch?.close();
  return results;
}
