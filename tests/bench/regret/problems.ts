// The ten problems of the regret figures: six functions (bounds as in botorch/test_functions/synthetic.py), the table of
// NAS-Bench-Macro where it is at hand, and three of our own (tests/support/regretProblems.ts). peers/optuna_regret.py has
// the first seven in Python.
import type { ParamValues, Space } from '$core/space/space';
import { problems as shared, type Problem } from '../../support/regretProblems';

export const cube = (dimensions: number, low: number, high: number): Space =>
  Array.from({ length: dimensions }, (_, i) => ({ path: `x${i}`, domain: { kind: 'float', low, high } }));
export const vector = (point: ParamValues): number[] => Object.keys(point).map((_, i) => Number(point[`x${i}`]));

export const hartmann3: Problem = {
  name: 'hartmann3',
  space: cube(3, 0, 1),
  best: -3.862782147820756,
  cost: (point) => {
    const a = [
      [3, 10, 30],
      [0.1, 10, 35],
      [3, 10, 30],
      [0.1, 10, 35],
    ];
    const p = [
      [3689, 1170, 2673],
      [4699, 4387, 7470],
      [1091, 8732, 5547],
      [381, 5743, 8828],
    ];
    const x = vector(point);
    return -[1, 1.2, 3, 3.2].reduce((sum, alpha, k) => {
      const u = x.reduce((d, xi, i) => d + a[k][i] * (xi - p[k][i] / 10000) ** 2, 0);
      return sum + alpha * Math.exp(-u);
    }, 0);
  },
};

const ackley5: Problem = {
  name: 'ackley5',
  space: cube(5, -32.768, 32.768),
  best: 0,
  cost: (point) => ackley(vector(point)),
};

const rosenbrock4: Problem = {
  name: 'rosenbrock4',
  space: cube(4, -5, 10),
  best: 0,
  cost: (point) => valley(vector(point)),
};

const levy8: Problem = {
  name: 'levy8',
  space: cube(8, -10, 10),
  best: 0,
  cost: levy,
};

export function levy(point: ParamValues): number {
  const w = vector(point).map((x) => 1 + (x - 1) / 4);
  const last = w[w.length - 1];
  const inner = w.slice(0, -1).reduce((sum, v) => sum + (v - 1) ** 2 * (1 + 10 * Math.sin(Math.PI * v + 1) ** 2), 0);
  return Math.sin(Math.PI * w[0]) ** 2 + inner + (last - 1) ** 2 * (1 + Math.sin(2 * Math.PI * last) ** 2);
}

export function ackley(x: readonly number[]): number {
  const squares = x.reduce((sum, xi) => sum + xi * xi, 0) / x.length;
  const waves = x.reduce((sum, xi) => sum + Math.cos(2 * Math.PI * xi), 0) / x.length;
  return -20 * Math.exp(-0.2 * Math.sqrt(squares)) - Math.exp(waves) + 20 + Math.E;
}

export function valley(x: readonly number[]): number {
  return x.slice(1).reduce((sum, next, i) => sum + 100 * (next - x[i] * x[i]) ** 2 + (1 - x[i]) ** 2, 0);
}

/** Rosenbrock's valley in the logarithms of four parameters. */
const logValley: Problem = {
  name: 'logValley',
  space: cube(4, 1e-2, 100).map(({ path }) => ({ path, domain: { kind: 'float', low: 1e-2, high: 100, log: true } })),
  best: 0,
  cost: (point) => valley(vector(point).map(Math.log10)),
};

/** All 3^8 networks of NAS-Bench-Macro (Su et al. 2021, arXiv 2103.11922), mean accuracy in points. */
export function macroProblem(json: string): Problem {
  const rows = JSON.parse(json) as Record<string, { mean_acc: number }>;
  return {
    name: 'macro',
    space: Array.from({ length: 8 }, (_, i) => ({
      path: `layer${i}`,
      domain: { kind: 'choice', values: ['0', '1', '2'] },
    })),
    best: -Math.max(...Object.values(rows).map((row) => row.mean_acc)),
    cost: (point) => -rows[Array.from({ length: 8 }, (_, i) => String(point[`layer${i}`])).join('')].mean_acc,
  };
}

const own = (name: string): Problem => shared.find((problem) => problem.name === name)!;

export const labels: Readonly<Record<string, string>> = {
  branin: 'Branin 2',
  hartmann3: 'Hartmann 3',
  hartmann6: 'Hartmann 6',
  ackley5: 'Ackley 5',
  rosenbrock4: 'Rosenbrock 4',
  levy8: 'Levy 8',
  macro: 'NAS-Bench-Macro',
  training: 'training',
  table: 'table 4^6',
  logValley: 'log Rosenbrock 4',
};

/** Without the table of NAS-Bench-Macro there are nine. */
export const regretProblems = (macro: string | null): Problem[] => [
  own('branin'),
  hartmann3,
  own('hartmann6'),
  ackley5,
  rosenbrock4,
  levy8,
  ...(macro ? [macroProblem(macro)] : []),
  own('training'),
  own('table'),
  logValley,
];
