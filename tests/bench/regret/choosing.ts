// Thirteen problems by which the automatic sampler's Gaussian process was chosen, beside the known and the unseen ones: values of
// very different size, many basins, switches, noise. So they say nothing about how it does elsewhere (held.ts does).
import { Stream } from '$core/rng/stream';
import { problems as shared } from '../../support/regretProblems';
import { cube, valley, vector } from './problems';
import { choice, int, log, param, type Unseen } from './unseen';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const real = (path: string, low: number, high: number) => param(path, { kind: 'float', low, high });
const known = (name: string) => shared.find((problem) => problem.name === name)!;
const switches = (count: number) => Array.from({ length: count }, (_, i) => param(`x${i}`, { kind: 'bool' }));
const uniform = (name: string, i: number, j = 0) => Stream.of(31, name, i, j).uniform();

const powell4: Unseen = {
  name: 'powell4',
  label: 'Powell 4',
  space: cube(4, -4, 5),
  best: 0,
  cost: (point) => {
    const [a, b, c, d] = vector(point);
    return (a + 10 * b) ** 2 + 5 * (c - d) ** 2 + (b - 2 * c) ** 4 + 10 * (a - d) ** 4;
  },
};

const zakharov5: Unseen = {
  name: 'zakharov5',
  label: 'Zakharov 5',
  space: cube(5, -5, 10),
  best: 0,
  cost: (point) => {
    const x = vector(point);
    const s = sum(x.map((v, i) => 0.5 * (i + 1) * v));
    return sum(x.map((v) => v * v)) + s ** 2 + s ** 4;
  },
};

const colville4: Unseen = {
  name: 'colville4',
  label: 'Colville 4',
  space: cube(4, -10, 10),
  best: 0,
  cost: (point) => {
    const [a, b, c, d] = vector(point);
    const first = 100 * (a * a - b) ** 2 + (a - 1) ** 2 + (c - 1) ** 2 + 90 * (c * c - d) ** 2;
    return first + 10.1 * ((b - 1) ** 2 + (d - 1) ** 2) + 19.8 * (b - 1) * (d - 1);
  },
};

/** Goldstein-Price as it is: from 3 to a million. */
const price2: Unseen = {
  name: 'price2',
  label: 'Goldstein-Price 2',
  space: cube(2, -2, 2),
  best: 3,
  cost: (point) => {
    const [x, y] = vector(point);
    const first = 1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x * x - 14 * y + 6 * x * y + 3 * y * y);
    const second = 30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x * x + 48 * y - 36 * x * y + 27 * y * y);
    return first * second;
  },
};

/** A welded beam (Rao 1996), in pounds and inches; what breaks a limit is priced by how far. */
const beam4: Unseen = {
  name: 'beam4',
  label: 'welded beam 4',
  space: [real('weld', 0.1, 2), real('length', 0.1, 10), real('height', 0.1, 10), real('width', 0.1, 2)],
  best: 1.724852,
  cost: (point) => {
    const [h, l, t, b] = ['weld', 'length', 'height', 'width'].map((path) => Number(point[path]));
    const [load, reach] = [6000, 14];
    const moment = load * (reach + l / 2);
    const arm = Math.sqrt((l * l) / 4 + ((h + t) / 2) ** 2);
    const polar = 2 * Math.SQRT2 * h * l * ((l * l) / 12 + ((h + t) / 2) ** 2);
    const [direct, turning] = [load / (Math.SQRT2 * h * l), (moment * arm) / polar];
    const shear = Math.sqrt(direct ** 2 + (direct * turning * l) / arm + turning ** 2);
    const bending = (6 * load * reach) / (b * t * t);
    const sag = (4 * load * reach ** 3) / (30e6 * t ** 3 * b);
    const buckling =
      ((4.013 * 30e6 * Math.sqrt((t * t * b ** 6) / 36)) / reach ** 2) *
      (1 - (t / (2 * reach)) * Math.sqrt(30e6 / (4 * 12e6)));
    const over = [
      shear / 13600 - 1,
      bending / 30000 - 1,
      h / b - 1,
      sag / 0.25 - 1,
      load / Math.max(1e-9, buckling) - 1,
    ];
    return 1.10471 * h * h * l + 0.04811 * t * b * (14 + l) + 10 * sum(over.map((v) => Math.max(0, v)));
  },
};

const rastrigin4: Unseen = {
  name: 'rastrigin4',
  label: 'Rastrigin 4 (-4 to 6)',
  space: cube(4, -4, 6),
  best: 0,
  cost: (point) => sum(vector(point).map((v) => 10 + v * v - 10 * Math.cos(2 * Math.PI * v))),
};

const eggholder2: Unseen = {
  name: 'eggholder2',
  label: 'Eggholder 2',
  space: cube(2, -512, 512),
  best: -959.6406627208506,
  cost: (point) => {
    const [x, y] = vector(point);
    const ridge = (y + 47) * Math.sin(Math.sqrt(Math.abs(y + x / 2 + 47)));
    return -ridge - x * Math.sin(Math.sqrt(Math.abs(x - (y + 47))));
  },
};

const weights = Array.from({ length: 14 }, (_, i) =>
  Array.from({ length: i + 1 }, (_, j) => 2 * uniform('pair', i, j) - 1),
);
/** Every pair of 14 switches that are both on has a weight. */
const pairs14 = (point: readonly number[]): number =>
  sum(weights.map((row, i) => (point[i] ? sum(row.map((weight, j) => weight * point[j])) : 0)));
/** Clauses of three switches of 16, each with a weight where none of the three is as it asks. */
const clauses = Array.from({ length: 70 }, (_, k) => ({
  weight: 0.5 + uniform('weight', k),
  wants: [0, 1, 2].map((i) => ({ at: Math.floor(16 * uniform('at', k, i)), as: Number(uniform('as', k, i) < 0.5) })),
}));
const broken16 = (point: readonly number[]): number =>
  sum(clauses.map(({ weight, wants }) => (wants.some(({ at, as }) => point[at] === as) ? 0 : weight)));

const diverging: Unseen = {
  name: 'diverging',
  label: 'training that may diverge (mixed)',
  space: [
    log('rate', 1e-5, 10),
    param('momentum', { kind: 'float', low: 0, high: 0.99 }),
    log('decay', 1e-6, 1),
    int('layers', 1, 6),
    int('units', 8, 512, true),
    choice('activation', ['relu', 'tanh', 'sigmoid']),
  ],
  best: 0.1,
  cost: (point) => {
    const n = (path: string) => Number(point[path]);
    const [wanted, more] = { relu: [-1.6, 0], tanh: [-1.2, 0.03], sigmoid: [-0.4, 0.15] }[String(point.activation)]!;
    const rate = Math.log10(n('rate') / (1 - n('momentum'))) + 0.15 * (n('layers') - 3) - wanted;
    const over = Math.max(0, rate - 0.6);
    const size = Math.log2((n('units') * n('layers')) / 300);
    const decay = Math.log10(n('decay')) + 3.5 - 0.4 * size;
    const slow = rate < 0 ? 0.15 * rate ** 2 : 0.3 * rate ** 2;
    return (
      0.1 +
      more +
      slow +
      0.015 * size ** 2 +
      0.01 * decay ** 2 +
      0.01 * (n('layers') - 3) ** 2 +
      Math.min(1e6, Math.exp(6 * over) - 1)
    );
  },
};

export const choosingProblems: readonly Unseen[] = [
  {
    name: 'rosenbrock6',
    label: 'Rosenbrock 6',
    space: cube(6, -5, 10),
    best: 0,
    cost: (point) => valley(vector(point)),
  },
  powell4,
  zakharov5,
  colville4,
  price2,
  beam4,
  diverging,
  rastrigin4,
  eggholder2,
  {
    name: 'pairs14',
    label: 'pairs of 14 switches',
    space: switches(14),
    best: -7.0468970720527535,
    cost: (p) => pairs14(vector(p)),
  },
  {
    name: 'clauses16',
    label: 'clauses of 16 switches',
    space: switches(16),
    best: 0.6681507613273084,
    cost: (p) => broken16(vector(p)),
  },
  { ...known('hartmann6'), name: 'noisyHartmann6', label: 'Hartmann 6, noise 0.3', noise: 0.3 },
  { ...known('branin'), name: 'noisyBranin', label: 'Branin 2, noise 5', noise: 5 },
];
