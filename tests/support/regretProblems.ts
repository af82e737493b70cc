// Problems with a known best value, to judge samplers by. Only elementary operations of core/math, so that a search takes
// the same path on every machine.
import { cosPi, exp, log } from '$core/math/elementary';
import { Stream } from '$core/rng/stream';
import { samplePoint } from '$core/space/points';
import type { ParamValues, Space } from '$core/space/space';

export interface Problem {
  readonly name: string;
  readonly space: Space;
  /** To be minimised; the smallest value is `best`. */
  readonly cost: (point: ParamValues) => number;
  readonly best: number;
}

const float = (path: string, low: number, high: number): Space[number] => ({
  path,
  domain: { kind: 'float', low, high },
});

/** Branin: two variables, three equal minima. */
const branin: Problem = {
  name: 'branin',
  space: [float('x', -5, 10), float('y', 0, 15)],
  best: 0.39788735772973816,
  cost: (point) => {
    const x = Number(point.x);
    const turns = Math.abs(x) / Math.PI;
    const part = turns % 2;
    const cosX = cosPi(part <= 1 ? part : 2 - part);
    const t = Number(point.y) - (5.1 / (4 * Math.PI * Math.PI)) * x * x + (5 / Math.PI) * x - 6;
    return t * t + 10 * (1 - 1 / (8 * Math.PI)) * cosX + 10;
  },
};

const hartmannA = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const hartmannP = [
  [1312, 1696, 5569, 124, 8283, 5886],
  [2329, 4135, 8307, 3736, 1004, 9991],
  [2348, 1451, 3522, 2883, 3047, 6650],
  [4047, 8828, 8732, 5743, 1091, 381],
];
/** Hartmann: six variables, one minimum among six basins. */
const hartmann6: Problem = {
  name: 'hartmann6',
  space: Array.from({ length: 6 }, (_, i) => float(`x${i}`, 0, 1)),
  best: -3.322368011415515,
  cost: (point) =>
    -[1, 1.2, 3, 3.2].reduce((sum, alpha, k) => {
      const distance = hartmannA[k].reduce((d, a, i) => {
        const off = Number(point[`x${i}`]) - hartmannP[k][i] / 10000;
        return d + a * off * off;
      }, 0);
      return sum + alpha * exp(-distance);
    }, 0),
};

/** A stand-in for training a network: a log rate, whole units on a log scale, steps, a switch and a choice that
 * shifts the rate. Best: adam at rate 0.003 sqrt e, 96 units, dropout 0.2, norm. */
const training: Problem = {
  name: 'training',
  space: [
    { path: 'optimizer', domain: { kind: 'choice', values: ['sgd', 'adam', 'rmsprop'] } },
    { path: 'rate', domain: { kind: 'float', low: 1e-5, high: 1, log: true } },
    { path: 'momentum', domain: { kind: 'float', low: 0, high: 0.99 }, when: { path: 'optimizer', in: ['sgd'] } },
    { path: 'units', domain: { kind: 'int', low: 4, high: 512, log: true } },
    { path: 'dropout', domain: { kind: 'float', low: 0, high: 0.5, step: 0.1 } },
    { path: 'norm', domain: { kind: 'bool' } },
  ],
  best: 0.1,
  cost: ({ optimizer, rate, momentum, units, dropout, norm }) => {
    const base = { sgd: 0.1, adam: 0, rmsprop: 0.03 }[String(optimizer)] ?? 1;
    const effective = log(Number(rate)) - (optimizer === 'sgd' ? log(1 - Number(momentum)) : 0);
    const target = optimizer === 'sgd' ? log(0.3) : log(0.003);
    const off = effective - target - (norm ? 0.5 : 0);
    const width = log(Number(units)) - log(96);
    const drop = Number(dropout) - 0.2;
    return (
      0.1 +
      base +
      0.02 * off * off +
      0.04 * width * width +
      drop * drop +
      (norm ? 0 : 0.04) +
      0.01 * Math.abs(off * width)
    );
  },
};
const edges = 6;
const operations = ['none', 'skip', 'conv1', 'conv3'];
/** A table of 4^6 cells: the value of each operation on each edge, of each pair on neighbouring edges, and noise. */
const table: Problem = (() => {
  const draw = (...name: (string | number)[]) => Stream.of(20, 'regret', ...name).normal();
  const cost = (point: ParamValues) => {
    const ops = Array.from({ length: edges }, (_, i) => String(point[`edge${i}`]));
    const single = ops.reduce((sum, op, i) => sum + draw('one', i, op), 0);
    const pairs = ops.slice(1).reduce((sum, op, i) => sum + 0.7 * draw('pair', i, ops[i], op), 0);
    return single + pairs + 0.2 * draw('cell', ...ops);
  };
  const space: Space = Array.from({ length: edges }, (_, i) => ({
    path: `edge${i}`,
    domain: { kind: 'choice', values: operations },
  }));
  const cells = Array.from({ length: operations.length ** edges }, (_, cell) =>
    cost(
      Object.fromEntries(space.map(({ path }, i) => [path, operations[Math.floor(cell / operations.length ** i) % 4]])),
    ),
  );
  return { name: 'table', space, cost, best: Math.min(...cells) };
})();

export const problems: readonly Problem[] = [branin, hartmann6, training, table];

/** The mean regret of uniform draws: the scale of a problem's regret. */
export function scaleOf({ space, cost, best }: Problem): number {
  let sum = 0;
  for (let i = 0; i < 500; i++) sum += cost(samplePoint(space, Stream.of(1, 'scale', i))) - best;
  return sum / 500;
}
