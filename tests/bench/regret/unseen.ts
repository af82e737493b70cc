// Ten further problems that no sampler was made or chosen with: peers/unseen_problems.py has them in Python for Optuna, and
// tests/unit/bench/unseen.test.ts holds both to the same values.
import type { Stream } from '$core/rng/stream';
import type { Domain, Param, ParamValues } from '$core/space/space';
import type { Problem } from '../../support/regretProblems';
import { cube, hartmann3, levy, vector } from './problems';

export type Noise = number | ((point: ParamValues, luck: Stream) => number);

export interface Unseen extends Problem {
  readonly label: string;
  /** What a search sees beyond the cost: its standard deviation, or how it is drawn. */
  readonly noise?: Noise;
}

export const param = (path: string, domain: Domain, when?: Param['when']): Param => ({
  path,
  domain,
  ...(when ? { when } : {}),
});
export const choice = (path: string, values: string[], when?: Param['when']) =>
  param(path, { kind: 'choice', values }, when);
export const int = (path: string, low: number, high: number, log = false, when?: Param['when']) =>
  param(path, { kind: 'int', low, high, ...(log ? { log } : {}) }, when);
export const log = (path: string, low: number, high: number, when?: Param['when']) =>
  param(path, { kind: 'float', low, high, log: true }, when);

const styblinski = (point: ParamValues) => vector(point).reduce((sum, v) => sum + v ** 4 - 16 * v * v + 5 * v, 0) / 2;
const bestStyblinski = -39.16616570377142;

const griewank5: Unseen = {
  name: 'griewank5',
  label: 'Griewank 5',
  space: cube(5, -300, 600),
  best: 0,
  cost: (point) => {
    const x = vector(point);
    const squares = x.reduce((sum, v) => sum + v * v, 0) / 4000;
    return 1 + squares - x.reduce((product, v, i) => product * Math.cos(v / Math.sqrt(i + 1)), 1);
  },
};

const michalewicz5: Unseen = {
  name: 'michalewicz5',
  label: 'Michalewicz 5',
  space: cube(5, 0, Math.PI),
  best: -4.687658179,
  cost: (point) =>
    -vector(point).reduce((sum, v, i) => sum + Math.sin(v) * Math.sin(((i + 1) * v * v) / Math.PI) ** 20, 0),
};

const camel2: Unseen = {
  name: 'camel2',
  label: 'Six-hump camel',
  space: [param('x0', { kind: 'float', low: -3, high: 3 }), param('x1', { kind: 'float', low: -2, high: 2 })],
  best: -1.031628453489877,
  cost: camel,
};

export function camel(point: ParamValues): number {
  const [x, y] = vector(point);
  return (4 - 2.1 * x * x + x ** 4 / 3) * x * x + x * y + (-4 + 4 * y * y) * y * y;
}

const boosting = {
  booster: { tree: 0, dart: 0.02, linear: 0.3 },
  penalty: { none: 0.05, l1: 0.03, l2: 0, both: 0.01 },
  shift: { none: 0, l1: 1, l2: 2, both: 3 },
  bins: { 32: 0.04, 64: 0.01, 128: 0, 256: 0.015 },
} as const;
const of = (values: Readonly<Record<string, number>>, key: unknown): number => values[String(key)];

/** Boosted trees: whole numbers, a step, logs and three choices; depth shifts what rate and leaves are best. */
const boost: Unseen = {
  name: 'boost',
  label: 'boosting 8 (mixed)',
  space: [
    choice('booster', ['tree', 'dart', 'linear']),
    int('depth', 2, 12),
    log('rate', 1e-3, 1),
    int('leaves', 8, 1024, true),
    param('rows', { kind: 'float', low: 0.3, high: 1, step: 0.1 }),
    choice('penalty', ['none', 'l1', 'l2', 'both']),
    log('strength', 1e-6, 10),
    choice('bins', ['32', '64', '128', '256']),
  ],
  // The best whole number of leaves for any depth.
  best: Math.min(
    ...Array.from({ length: 11 }, (_, i) => 2.9 + 0.45 * i).flatMap((target) =>
      [Math.floor(Math.exp(target)), Math.ceil(Math.exp(target))]
        .filter((leaves) => leaves <= 1024)
        .map((leaves) => 0.04 * (Math.log(leaves) - target) ** 2),
    ),
  ),
  cost: ({ booster, depth, rate, leaves, rows, penalty, strength, bins }) => {
    const u = Math.log10(Number(rate)) + 1.3 + 0.08 * (Number(depth) - 6);
    const v = Math.log(Number(leaves)) - (2 + 0.45 * Number(depth));
    const s = penalty === 'none' ? 0 : Math.log10(Number(strength)) + of(boosting.shift, penalty);
    const both = Math.abs(u * v);
    const fixed = of(boosting.booster, booster) + of(boosting.penalty, penalty) + of(boosting.bins, bins);
    const numbers = 0.15 * u * u + 0.04 * v * v + 0.3 * (Number(rows) - 0.8) ** 2 + 0.01 * s * s;
    return fixed + numbers + (0.05 * both) / (1 + both) + 0.02 * (1 - Math.cos(3 * u));
  },
};

const isNet = { path: 'model', in: ['net'] };

/** Three models, one of them a network whose layers, optimizer and momentum exist only with others. */
const deep: Unseen = {
  name: 'deep',
  label: 'models (conditional)',
  space: [
    choice('model', ['linear', 'forest', 'net']),
    log('alpha', 1e-6, 10, { path: 'model', in: ['linear'] }),
    int('trees', 10, 500, true, { path: 'model', in: ['forest'] }),
    int('depth', 2, 20, false, { path: 'model', in: ['forest'] }),
    int('layers', 1, 4, false, isNet),
    ...[0, 1, 2, 3].map((i) =>
      int(`units${i}`, 4, 512, true, { path: 'layers', in: [1, 2, 3, 4].filter((layers) => layers > i) }),
    ),
    log('rate', 1e-5, 1, isNet),
    choice('optimizer', ['sgd', 'adam'], isNet),
    param('momentum', { kind: 'float', low: 0, high: 0.99 }, { path: 'optimizer', in: ['sgd'] }),
    param('warm', { kind: 'bool' }, { path: 'optimizer', in: ['adam'] }),
  ],
  best: 0.1,
  cost: (point) => {
    const number = (path: string) => Number(point[path]);
    if (point.model === 'linear') return 0.35 + 0.01 * (Math.log10(number('alpha')) + 2) ** 2;
    if (point.model === 'forest')
      return 0.2 + 0.02 * Math.log(number('trees') / 200) ** 2 + 0.002 * (number('depth') - 12) ** 2;
    const layers = number('layers');
    let units = 0;
    for (let i = 0; i < layers; i++) units += Math.log((number(`units${i}`) * 2 ** i) / 128) ** 2 / layers;
    const sgd = point.optimizer === 'sgd';
    const off = Math.log(number('rate') / (sgd ? 0.2 : 0.002)) - (sgd ? Math.log(1 - number('momentum')) : 0);
    const more = sgd || !point.warm ? 0.02 : 0;
    return 0.1 + 0.03 * (layers - 3) ** 2 + 0.03 * units + 0.02 * off * off + more;
  },
};

/** Hartmann 3 in three of thirty parameters. */
const sparse30: Unseen = {
  name: 'sparse30',
  label: 'Hartmann 3 in 30',
  space: cube(30, 0, 1),
  best: hartmann3.best,
  cost: ({ x3, x11, x23 }) => hartmann3.cost({ x0: x3, x1: x11, x2: x23 }),
};

const centre = [7, 21, 13, 4, 26, 16];
/** Schwefel's double sum over whole numbers. */
const lattice6: Unseen = {
  name: 'lattice6',
  label: 'double sum 6 (whole)',
  space: centre.map((_c, i) => int(`x${i}`, 0, 30)),
  best: 0,
  cost: (point) => {
    let [total, cost] = [0, 0];
    vector(point).forEach((v, i) => {
      total += v - centre[i];
      cost += total * total;
    });
    return cost;
  },
};

export const unseenProblems: readonly Unseen[] = [
  griewank5,
  {
    name: 'styblinski5',
    label: 'Styblinski-Tang 5',
    space: cube(5, -5, 5),
    best: 5 * bestStyblinski,
    cost: styblinski,
  },
  michalewicz5,
  { name: 'levy3', label: 'Levy 3', space: cube(3, -10, 10), best: 0, cost: levy },
  camel2,
  boost,
  deep,
  {
    name: 'noisy4',
    label: 'Styblinski-Tang 4, noise 5',
    space: cube(4, -5, 5),
    best: 4 * bestStyblinski,
    cost: styblinski,
    noise: 5,
  },
  sparse30,
  lattice6,
];
