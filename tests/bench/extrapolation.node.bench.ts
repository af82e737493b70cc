// Learning-curve extrapolation from a fifth of a curve: how many ends the 90 % interval holds, the error against that of
// the last value, and the time of a curve. On made-up curves, and with TABLAB_TASKSET (support/taskset.ts) on real ones.
import { extrapolate } from '$core/extrapolation/extrapolate';
import { exp, pow } from '$core/math/elementary';
import { Stream } from '$core/rng/stream';
import { median, result, type Result } from './support/result';
import { tasksetTasks } from './support/taskset';

const epochs = 50;
const seenShare = 0.2;

/** A sum of two decays of different kind, at times with a plateau before or a rise at the end. */
function madeUp(seed: number): Float64Array {
  const rng = Stream.of(seed, 'curve');
  const between = (low: number, high: number) => low + (high - low) * rng.uniform();
  const [level, a, b] = [between(0.1, 0.8), between(0, 0.6), between(0, 0.6)];
  const [alpha, rate] = [exp(between(-1.5, 0.5)), exp(between(-4, -0.5))];
  const wait = rng.uniform() < 0.15 ? between(0, 8) : 0;
  const rise = rng.uniform() < 0.2 ? between(0, 0.003) : 0;
  const noise = exp(between(-7, -3.5));
  return Float64Array.from({ length: epochs }, (_, i) => {
    const x = Math.max(i - wait, 0) + 1;
    return level + a * pow(x, -alpha) + b * exp(-rate * x) + rise * i + noise * rng.normal();
  });
}

function measured(name: string, curves: readonly Float64Array[]): Result[] {
  let inside = 0;
  let error = 0;
  let lastError = 0;
  let count = 0;
  const times: number[] = [];
  for (const curve of curves) {
    const seen = Math.round(seenShare * curve.length);
    const end = curve[curve.length - 1];
    // A training that broke down has no end to forecast.
    if (!curve.every(Number.isFinite)) continue;
    const start = performance.now();
    const forecast = extrapolate(curve.subarray(0, seen), 'minimize')!.at(curve.length);
    times.push(performance.now() - start);
    const off = Math.abs(end - forecast.mean);
    if (off <= 1.6448536269514722 * forecast.deviation) inside++;
    // One wild curve must not decide: errors are cut at 1.
    error += Math.min(1, off);
    lastError += Math.min(1, Math.abs(end - curve[seen - 1]));
    count++;
  }
  const share = (100 * inside) / count;
  const covered = result(`${name}: ends inside the 90 % interval`, share, '%', '85 to 95', `${count} curves`);
  return [
    { ...covered, pass: share >= 85 && share <= 95 },
    result(
      `${name}: error against the last value's`,
      error / lastError,
      'x',
      '<= 1',
      `${(error / count).toFixed(4)} against ${(lastError / count).toFixed(4)}`,
    ),
    result(`${name}: time a curve`, median(times), 'ms', '<= 5', `slowest ${Math.max(...times).toFixed(1)} ms`),
  ];
}

export function bench(): Promise<Result[]> {
  const made = measured(
    'made up',
    Array.from({ length: 1000 }, (_, seed) => madeUp(100_000 + seed)),
  );
  const tasks = tasksetTasks() ?? [];
  const real = tasks.flatMap(({ name, curves }) => measured(name, curves));
  const all =
    tasks.length > 0
      ? measured(
          `all ${tasks.length} tables`,
          tasks.flatMap(({ curves }) => curves),
        )
      : [];
  return Promise.resolve([...made, ...real, ...all]);
}
