// What the pictures of a surrogate draw where a parameter is a choice, or is missing from the next trial.
import { expect, test } from 'vitest';
import type { Cartesian } from '$charts/axes';
import type { Painter, Pixels } from '$charts/painter';
import { surrogateLine } from '$charts/surrogate';
import { surrogatePlane, type SurrogatePlaneData } from '$charts/surrogatePlane';
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

test('where a limit is likelier broken than kept a line is shaded and named, and trials that break one are hollow', () => {
  const { painter, calls } = recorder();
  const believed = { mean: [1, 1, 1, 1], deviation: [1, 1, 1, 1], improvement: [0, 0, 0, 0] };
  const data = {
    dimension: { name: 'units' },
    objective: { name: 'loss' },
    x: [0, 1, 2, 3],
    ...believed,
    within: [0.9, 0.6, 0.2, 0.1],
    allowed: [1, 1, 1, 0],
    anyWithin: true,
    trial: [0, 1],
    at: [0, 3],
    values: [1, 2],
    breaks: [false, true],
    next: 0,
  };
  const layout = surrogateLine.layout(data, frame) as Cartesian;
  surrogateLine.marks(painter, data, layout, frame, 0, 1);
  const between = layout.x.at(1.5);
  const ruled = layout.x.at(2.5);
  const rects = calls('rect').map(([, left, , width]) => [left, (left as number) + (width as number)]);
  expect(rects).toEqual([
    [ruled, layout.plot.right],
    [between, ruled],
  ]);
  const words = calls('text').map(([, , , text]) => text);
  expect(words).toEqual(expect.arrayContaining(['breaks a limit', 'breaks a rule']));
  const hollow = calls('marker').map(([, , , , , , style]) => (style as { hollow?: boolean }).hollow === true);
  expect(hollow).toEqual([false, true]);
});

test('a plane fades where a limit is likelier broken than kept, and is blank where there is no point', () => {
  const within = [0.9, 0.2, 0.9, 0.9, 0.9, 0.9];
  const cover = (shows: SurrogatePlaneData['shows']) => {
    const data = { ...plane([0.5, 0]), within, allowed: [1, 1, 0, 1, 1, 1], shows };
    const [[, , , , , image]] = painted(data)('image');
    const { width, height, data: pixels } = image as Pixels;
    // The lowest row is that of the first choice.
    return [0, 1, 2].map((c) => pixels[4 * ((height - 1) * width + c) + 3]);
  };
  const [whole, faded, blank] = cover('mean');
  expect(blank).toBe(0);
  expect(faded).toBeLessThan(whole / 2);
  expect(cover('within')).toEqual([whole, whole, 0]);
});

test('the expected improvement has a scale, and the note fits the number of settings', () => {
  const flat = { mean: [1, 1], deviation: [1, 1], improvement: [0.02, 0.5] };
  const data = { dimension: { name: 'rate' }, objective: { name: 'loss' }, x: [0, 1], ...flat };
  const whole = { ...data, trial: [0], at: [0.5], values: [1], next: 1 };
  const { painter, calls } = recorder();
  const layout = surrogateLine.layout(whole, frame);
  surrogateLine.marks(painter, whole, layout, frame, 0, 1);
  const texts = calls('text').map(([, , , text]) => text);
  expect(texts).toContain('expected improvement, 0 to 0.5');
  expect(surrogateLine.note!(whole, layout)).toContain('off the line');
  expect(surrogateLine.note!({ ...whole, alone: true }, layout)).not.toContain('off the line');
});
