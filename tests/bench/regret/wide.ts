// Problems of 25 to 40 parameters, to see where a rule for many parameters should be. Optima are off the middle.
import { Stream } from '$core/rng/stream';
import type { Space } from '$core/space/space';
import { ackley, cube, levy, valley, vector } from './problems';
import type { Unseen } from './unseen';

/** Fixed places in the unit cube. */
const places = (name: string, count: number): number[] =>
  Array.from({ length: count }, (_, i) => Stream.of(77, name, i).uniform());

const ackleyAt = places('b', 25);
const ackley25: Unseen = {
  name: 'ackley25',
  label: 'Ackley 25 (moved, 20 wide)',
  space: cube(25, 0, 1),
  best: 0,
  cost: (point) => Math.max(0, ackley(vector(point).map((v, i) => 20 * (v - ackleyAt[i])))),
};

const bowlAt = places('c', 40);
const bowl40: Unseen = {
  name: 'bowl40',
  label: 'bowl 40 (weights 1 / i)',
  space: cube(40, 0, 1),
  best: 0,
  cost: (point) => vector(point).reduce((sum, v, i) => sum + (v - bowlAt[i]) ** 2 / (1 + i), 0),
};

const letters = ['a', 'b', 'c', 'd'];
const mixedAt = places('a', 15);
const mixedSpace: Space = [
  ...cube(15, 0, 1),
  ...Array.from({ length: 15 }, (_, i) => ({ path: `c${i}`, domain: { kind: 'choice' as const, values: letters } })),
];
const mixed30: Unseen = {
  name: 'mixed30',
  label: '15 numbers, 15 choices',
  space: mixedSpace,
  best: 0,
  cost: (point) =>
    mixedAt.reduce((sum, at, i) => {
      const letter = letters.indexOf(String(point[`c${i}`])) / 3;
      return sum + (4 * (Number(point[`x${i}`]) - at) ** 2 + letter) / (1 + i);
    }, 0),
};

export const wideProblems: readonly Unseen[] = [
  { name: 'levy30', label: 'Levy 30', space: cube(30, -10, 10), best: 0, cost: levy },
  ackley25,
  bowl40,
  {
    name: 'rosenbrock25',
    label: 'Rosenbrock 25 (-2 to 2)',
    space: cube(25, -2, 2),
    best: 0,
    cost: (point) => valley(vector(point)),
  },
  mixed30,
];
