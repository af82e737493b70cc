// The simd executor against tfjs in a real Chromium, interleaved, with the rate it reaches; and single-row inference.
import { createTfjsExecutor } from '$engine/tfjs/executor';
import { createSimdExecutor } from '$engine/simd/index';
import { median, result, type Result } from './support/result';
import { dataOf, prepare, workloads, type Trainable, type Workload } from './support/workloads';

interface Rivalry {
  readonly workload: Workload;
  /** How many times faster than each backend we mean to be, and how many epochs of it to time. */
  readonly against: readonly { readonly backend: 'wasm' | 'cpu'; readonly target: number; readonly rounds: number }[];
}

const rivalries: readonly Rivalry[] = [
  {
    workload: workloads.mlp,
    against: [
      { backend: 'wasm', target: 12, rounds: 5 },
      { backend: 'cpu', target: 25, rounds: 5 },
    ],
  },
  { workload: workloads.digits, against: [{ backend: 'wasm', target: 6, rounds: 2 }] },
  { workload: workloads.cnn, against: [{ backend: 'cpu', target: 80, rounds: 1 }] },
];

async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** A few epochs first: engines compile hot code in their own time. */
async function warmUp({ epoch }: Trainable, epochs: number) {
  for (let i = 0; i < epochs; i++) await epoch();
}

async function rivals({ workload, against }: Rivalry): Promise<Result[]> {
  const simd = await createSimdExecutor();
  const ours = await prepare(simd, workload);
  await warmUp(ours, 8);
  const results: Result[] = [];
  for (const { backend, target, rounds } of against) {
    const executor = await createTfjsExecutor(backend);
    const theirs = await prepare(executor, workload);
    await warmUp(theirs, rounds > 2 ? 1 : 0);
    const times = { ours: [] as number[], theirs: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      times.theirs.push(await time(theirs.epoch));
      for (let i = 0; i < 3; i++) times.ours.push(await time(ours.epoch));
    }
    const [own, other] = [median(times.ours), median(times.theirs)];
    const detail = `${own.toFixed(2)} ms, ${(ours.flopsPerEpoch / own / 1e6).toFixed(1)} GFLOP/s; tfjs ${other.toFixed(0)} ms`;
    results.push(result(`${workload.name}: faster than tfjs-${backend}`, other / own, 'x', `>= ${target}`, detail));
    executor.dispose();
  }
  simd.dispose();
  return results;
}

/** Milliseconds of one single-row prediction, the median over batches of them. */
async function singleRow({ model }: Trainable, workload: Workload, count: number): Promise<number> {
  const data = await dataOf(workload);
  const width = data.features.length / data.rows;
  const rows = Array.from({ length: 64 }, (_, i) => ({
    rows: 1,
    features: data.features.slice(i * width, (i + 1) * width),
    codes: new Int32Array(0),
    target: new Float32Array(1),
  }));
  const times: number[] = [];
  for (let round = 0; round < 9; round++) {
    const start = performance.now();
    for (let i = 0; i < count; i++) await model.predict(rows[i % 64]);
    times.push((performance.now() - start) / count);
  }
  return median(times);
}

async function inference(): Promise<Result> {
  const [simd, tfjs] = [await createSimdExecutor(), await createTfjsExecutor('wasm')];
  const ours = await singleRow(await prepare(simd, workloads.mlp), workloads.mlp, 2000);
  const theirs = await singleRow(await prepare(tfjs, workloads.mlp), workloads.mlp, 100);
  const detail = `${(1000 * ours).toFixed(1)} against ${(1000 * theirs).toFixed(0)} microseconds`;
  return result('single-row inference, MLP: faster than tfjs-wasm', theirs / ours, 'x', '>= 20', detail);
}

export async function bench(): Promise<Result[]> {
  const results: Result[] = [];
  for (const rivalry of rivalries) results.push(...(await rivals(rivalry)));
  results.push(await inference());
  return results;
}
