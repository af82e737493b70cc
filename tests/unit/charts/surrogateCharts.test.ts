// What the pictures of a surrogate draw where a parameter is a choice, or is missing from the next trial.
import { expect, test } from 'vitest';
import type { Painter, Pixels } from '$charts/painter';
import { surrogateLine, surrogatePlane, type SurrogatePlaneData } from '$charts/surrogate';
import { lightTheme } from '$charts/theme';

const frame = { width: 640, height: 300, theme: lightTheme };

/** Keeps what is painted: the name of each call and its arguments. */
function recorder() {
  const calls: [string, ...unknown[]][] = [];
  const painter = new Proxy({} as Painter, {
    get:
      (_, name) =>
      (...args: unknown[]) => {
        calls.push([String(name), ...args]);
        if (name === 'clip') (args[4] as () => void)();
      },
  });
  return { painter, calls: (name: string) => calls.filter(([one]) => one === name) };
}

const plane = (next: readonly [number, number]): SurrogatePlaneData => ({
  study: {
    dimensions: [{ name: 'momentum' }, { name: 'optimizer', categories: ['sgd', 'adam'] }],
    objective: { name: 'loss', direction: 'minimize' },
    trial: [0],
    columns: [[0.5], [0]],
    values: [1],
  },
  x: 0,
  y: 1,
  across: [0, 0.5, 1],
  upward: [0, 1],
  mean: [1, 2, 3, 4, 4, 4],
  deviation: [1, 1, 1, 1, 1, 1],
  improvement: [0, 0, 0, 0, 0, 0],
  shows: 'mean',
  next,
});
const painted = (data: SurrogatePlaneData) => {
  const { painter, calls } = recorder();
  surrogatePlane.marks(painter, data, surrogatePlane.layout(data, frame), frame, 0, 1);
  return calls;
};

test('between choices nothing is blended: each has rows of its own in the image', () => {
  const [[, , , , , image]] = painted(plane([0.5, 0]))('image');
  const { width, height, data } = image as Pixels;
  expect(width).toBe(3);
  expect(height).toBeGreaterThan(20);
  const row = (r: number) => Array.from(data.slice(4 * width * r, 4 * width * (r + 1)));
  const half = height / 2;
  for (let r = 1; r < half; r++) expect([row(r), row(half + r)]).toEqual([row(0), row(half)]);
  expect(row(0)).not.toEqual(row(half));
});

test('the next trial has no mark along a parameter that it does without', () => {
  const stars = (next: readonly [number, number]) =>
    painted(plane(next))('marker').filter(([, shape]) => shape === 'star').length;
  expect([stars([0.5, 0]), stars([NaN, 0])]).toEqual([1, 0]);
  const line = (next: number) => {
    const { painter, calls } = recorder();
    const flat = { mean: [1, 1], deviation: [1, 1], improvement: [0, 0] };
    const data = { dimension: { name: 'momentum' }, objective: { name: 'loss' }, x: [0, 1], ...flat };
    const whole = { ...data, trial: [0], at: [0.5], values: [1], next };
    surrogateLine.marks(painter, whole, surrogateLine.layout(whole, frame), frame, 0, 1);
    return calls('text').some(([, , , text]) => text === 'next');
  };
  expect([line(0.5), line(NaN)]).toEqual([true, false]);
});
