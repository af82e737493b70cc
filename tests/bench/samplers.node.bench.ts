// The time of an ask of 10 parameters: of TPE and the Gaussian process (with the kernels, as in a study) after 100 and 1,000
// trials, of every sampler after 10,000 and 20,000 that it did not draw itself; of both against Optuna's. And TPE against Optuna's TPESampler: the regret after 50 and 100 trials over 30 seeds on five problems, by
// Mann-Whitney tests. That needs a Python with optuna (peers/requirements.txt):
// TABLAB_PYTHON or `python3`. Without one the comparison is left out.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { log } from '$core/math/elementary';
import { Stream } from '$core/rng/stream';
import { samplerDef, samplerDefs, samplerOptions } from '$core/samplers/registry';
import type { PastTrial, SamplerDef } from '$core/samplers/sampler';
import { pointKey, samplePoint } from '$core/space/points';
import type { ParamValues } from '$core/space/space';
import { installNumerics } from '$engine/simd/numerics';
import { problems as shared, type Problem } from '../support/regretProblems';
import { mannWhitney } from '$core/stats/mannWhitney';
import { askTimes, type Given } from './support/asks';
import { median, result, type Result } from './support/result';
import { ten } from './support/tenParameters';

const budgets = [50, 100];
const seeds = 30;
const tpe = samplerDef('tpe');
const options = samplerOptions(tpe, {});

/** Rosenbrock's valley in the logarithms of four parameters. */
const rosenbrock: Problem = {
  name: 'rosenbrock',
  space: Array.from({ length: 4 }, (_, i) => ({
    path: `x${i}`,
    domain: { kind: 'float', low: 1e-2, high: 100, log: true },
  })),
  best: 0,
  cost: (point) => {
    const u = [0, 1, 2, 3].map((i) => log(Number(point[`x${i}`])) / log(10));
    return u.slice(1).reduce((sum, next, i) => {
      const off = next - u[i] * u[i];
      return sum + 100 * off * off + (1 - u[i]) * (1 - u[i]);
    }, 0);
  },
};
const compared = ['branin', 'hartmann6', 'training', 'table'];
const problems = [...shared.filter(({ name }) => compared.includes(name)), rosenbrock];

/** Milliseconds spent in asks of the searches, and how many there were. */
let spent = 0;
let asks = 0;

/** The best value after each budget. */
function search({ space, cost }: Problem, seed: number): number[] {
  const trials: PastTrial[] = [];
  const seen = new Set<string>();
  let best = Infinity;
  const after: number[] = [];
  for (let index = 0; index < Math.max(...budgets); index++) {
    const start = performance.now();
    const params = tpe.ask({
      space,
      index,
      trials,
      pending: [],
      seen,
      direction: 'minimize',
      rng: Stream.of(seed, 'sampler', index),
      shared: Stream.of(seed, 'sampler', 'shared'),
      options,
    })!;
    spent += performance.now() - start;
    asks++;
    const value = cost(params);
    trials.push({ index, params, state: 'done', value });
    seen.add(pointKey(params));
    best = Math.min(best, value);
    if (budgets.includes(index + 1)) after.push(best);
  }
  return after;
}

const python = process.env.TABLAB_PYTHON ?? 'python3';
const script = fileURLToPath(new URL('./peers/optuna_samplers.py', import.meta.url));
const call = (...args: string[]) => promisify(execFile)(python, [script, ...args], { maxBuffer: 64 << 20 });

interface Peer {
  readonly version: string;
  readonly best: Record<string, number[][]>;
  /** A mean ask of the runs. */
  readonly milliseconds: number;
  /** An ask of ten parameters after 100 trials, by TPE and by the Gaussian process; null without PyTorch. */
  readonly ten: number;
  readonly gp: number | null;
}

async function peer(): Promise<Peer | null> {
  const there = await call('--check').then(
    () => true,
    () => false,
  );
  if (!there) return null;
  const folder = mkdtempSync(join(tmpdir(), 'tablab-bench-'));
  try {
    const file = join(folder, 'request.json');
    const request = {
      seeds,
      budgets,
      table: tableOf(),
      problems: problems.map(({ name, space }) => ({ name, space })),
      ten,
    };
    writeFileSync(file, JSON.stringify(request));
    const { stdout } = await call(file);
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as Peer;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The values of all cells of the table, by the numbers of their operations. */
function tableOf(): Record<string, unknown> {
  const { space, cost } = problems.find(({ name }) => name === 'table')!;
  const first = space[0].domain;
  if (first.kind !== 'choice') throw new Error('the table has changed its kind');
  const operations = first.values;
  const cells: Record<string, unknown> = { operations };
  for (let cell = 0; cell < operations.length ** space.length; cell++) {
    const numbers = space.map((_, i) => Math.floor(cell / operations.length ** i) % operations.length);
    cells[numbers.join('')] = cost(Object.fromEntries(space.map(({ path }, i) => [path, operations[numbers[i]]])));
  }
  return cells;
}

/** Milliseconds of an ask after n trials, median of some rounds after a warm-up. */
function askTime(def: SamplerDef, n: number, rounds = 15, warmUp = 10, given: Record<string, boolean> = {}): number {
  const points: ParamValues[] = Array.from({ length: n }, (_, i) => samplePoint(ten, Stream.of(1, 'past', i)));
  const trials = points.map((params, index) => ({
    index,
    params,
    state: 'done' as const,
    value: Number(params.a) + Number(params.e),
  }));
  const seen = new Set(points.map(pointKey));
  const own = samplerOptions(def, given);
  const times: number[] = [];
  for (let round = -warmUp; round < rounds; round++) {
    const start = performance.now();
    def.ask({
      space: ten,
      index: n,
      trials: def.usesResults ? trials : [],
      pending: def.usesResults ? [] : points,
      seen,
      direction: 'minimize',
      rng: Stream.of(round + 10, 'sampler', n),
      shared: Stream.of(1, 'sampler', 'shared'),
      options: own,
    });
    if (round >= 0) times.push(performance.now() - start);
  }
  return median(times);
}

/** Of the samplers that can be asked so, which takes longest: for the first ask, as on resuming, and for those that follow it. */
function slowest(what: string, given: Given, can: (def: SamplerDef) => boolean = () => true): Result[] {
  const times = samplerDefs.filter(can).map((def) => ({ type: def.type, ...askTimes(def, given, 3) }));
  return (['first', 'next'] as const).map((which) => {
    const one = times.reduce((a, b) => (b[which] > a[which] ? b : a));
    const name = `slowest sampler after ${given.trials / 1000},000 trials${what}: ${which === 'first' ? 'the first ask' : 'those that follow'}`;
    return result(name, one[which], 'ms', which === 'first' ? '<= 1000' : '<= 300', one.type);
  });
}

export async function bench(): Promise<Result[]> {
  await installNumerics();
  // As many asks come before it as in a study.
  const hundred = askTime(tpe, 100, 15, 100);
  const gp = samplerDef('gp');
  const gpHundred = askTime(gp, 100, 15, 10);
  const speed = [
    result('TPE: an ask of 10 parameters after 100 trials', hundred, 'ms', '<= 3'),
    result('TPE: an ask of 10 parameters after 1000 trials', askTime(tpe, 1000), 'ms', '<= 10'),
    result('GP: an ask of 10 parameters after 100 trials', gpHundred, 'ms', '<= 50'),
    result('GP: an ask of 10 parameters after 1000 trials', askTime(gp, 1000, 9, 3), 'ms', '<= 150'),
    // As the automatic sampler sets it.
    result('GP, worse half by rank: after 100 trials', askTime(gp, 100, 15, 10, { ranked: true }), 'ms', '<= 50'),
    result('GP, worse half by rank: after 1000 trials', askTime(gp, 1000, 9, 3, { ranked: true }), 'ms', '<= 150'),
    result('GP as in automatic: after 100 trials', askTime(gp, 100, 15, 10, { ranked: true, close: true }), 'ms', ''),
    ...slowest('', { trials: 10_000 }),
    ...slowest('', { trials: 20_000 }),
    ...slowest(', 3 in flight', { trials: 10_000, pending: 3 }),
    ...slowest(', a constraint', { trials: 10_000, constrained: true }),
    ...slowest(', limits', { trials: 10_000, limited: true }, (def) => def.limits === true),
    ...slowest(', 2 objectives', { trials: 10_000, objectives: 2 }, (def) => def.several === true),
    ...slowest(', 3 objectives', { trials: 10_000, objectives: 3 }, (def) => def.several === true),
  ];
  const theirs = await peer();
  if (!theirs) {
    const missing = `no optuna in ${process.env.TABLAB_PYTHON ? 'TABLAB_PYTHON' : 'python3'}`;
    return [...speed, result('TPE against Optuna left out', 0, 'runs', undefined, missing)];
  }
  const quality = problems.flatMap((problem) => {
    const ours = Array.from({ length: seeds }, (_, seed) => search(problem, seed));
    return budgets.map((budget, i) => {
      const regrets = (rows: number[][]) => rows.map((row) => row[i] - problem.best);
      const [mine, other] = [regrets(ours), regrets(theirs.best[problem.name])];
      const { larger, different } = mannWhitney(mine, other);
      const detail = `median regret ${median(mine).toPrecision(3)}, ${theirs.version} ${median(other).toPrecision(3)}; two-sided p ${different.toPrecision(2)}`;
      return result(`TPE on ${problem.name}, ${budget} trials: p that it is worse`, larger, '', '>= 0.05', detail);
    });
  });
  const mean = spent / asks;
  const both = (mine: number, other: number) => `${mine.toPrecision(3)} against ${other.toPrecision(3)} ms`;
  const ratios = [
    result(
      'TPE: faster than Optuna, a mean ask of those runs',
      theirs.milliseconds / mean,
      'x',
      '>= 5',
      both(mean, theirs.milliseconds),
    ),
    result(
      'TPE: faster than Optuna, 10 parameters after 100 trials',
      theirs.ten / hundred,
      'x',
      '>= 5',
      both(hundred, theirs.ten),
    ),
    ...(theirs.gp === null
      ? []
      : [
          result(
            'GP: faster than Optuna, 10 parameters after 100 trials',
            theirs.gp / gpHundred,
            'x',
            '>= 5',
            both(gpHundred, theirs.gp),
          ),
        ]),
  ];
  return [...speed, ...ratios, ...quality];
}
