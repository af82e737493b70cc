// What the charts of a study compute, and their table twins.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestSoFar } from '$charts/bestSoFar';
import type { PaintedChart } from '$charts/chart';
import { contour, isoline, smooth } from '$charts/contour';
import { distribution, edf, stairs } from '$charts/edf';
import { barText } from '$charts/importanceBars';
import { placeOf, planeOf } from '$charts/plane';
import { rankPlot, rankShares } from '$charts/rankPlot';
import { scaleOf } from '$charts/scale';
import { lightTheme } from '$charts/theme';
import { lanesOf, timeline } from '$charts/timeline';

const frame = { width: 640, height: 300, theme: lightTheme };
const series = { label: 'all', slot: 0, trial: [0, 1, 2, 3, 4], values: [3, 1, NaN, 1, 2] };

test('distribution: equal values share the upper step, what is not finite does not count', () => {
  expect(distribution(series)).toEqual([
    { value: 1, trial: 1, share: 0.5 },
    { value: 1, trial: 3, share: 0.5 },
    { value: 2, trial: 4, share: 0.75 },
    { value: 3, trial: 0, share: 1 },
  ]);
  const data = { value: { name: 'loss' }, direction: 'minimize' as const, series: [series] };
  expect(edf.table(data).rows[0]).toEqual(['all', 1, 1, 0.5]);
  expect(edf.state({ ...data, series: [{ ...series, values: [NaN, Infinity] }] })).toBe('nothing-finite');
  expect(edf.state({ ...data, series: [] })).toBe('empty');
});

test('ranks: 1 is the best, ties share their mean, no value no rank', () => {
  expect([...rankShares([5, 1, NaN, 3], 'minimize')]).toEqual([0, 1, NaN, 0.5]);
  expect([...rankShares([5, 1, NaN, 3], 'maximize')]).toEqual([1, 0, NaN, 0.5]);
  expect([...rankShares([2, 2, 1], 'minimize')]).toEqual([0.25, 0.25, 1]);
  expect([...rankShares([7], 'minimize')]).toEqual([1]);
});

const pair = (values: (x: number, y: number) => number, n = 400) => {
  const x = Array.from({ length: n }, (_, i) => (i * 0.618033988749895) % 1);
  const y = Array.from({ length: n }, (_, i) => (i * 0.7548776662466927) % 1);
  return {
    x: 0,
    y: 1,
    study: {
      dimensions: [
        { name: 'a', range: [0, 1] as const },
        { name: 'b', range: [0, 1] as const },
        { name: 'kind', categories: ['p', 'q'] },
      ],
      objective: { name: 'loss', direction: 'minimize' as const },
      trial: x.map((_, i) => i),
      columns: [x, y, x.map((_, i) => i % 2)],
      values: x.map((a, i) => values(a, y[i])),
    },
  };
};

test('contour: a constant stays itself, a slope stays a slope, empty corners stay empty', () => {
  const flat = pair(() => 3);
  const plane = planeOf(flat, frame);
  for (const v of smooth(flat, plane, [0, 10]).value) expect(v).toBeCloseTo(3, 12);
  const sloped = pair((a) => a);
  const field = smooth(sloped, plane, [0, 1]);
  const middle = (field.rows >> 1) * field.columns;
  expect(field.value[middle + 8]).toBeLessThan(field.value[middle + 28] - 0.2);
  expect(field.value[middle + 28]).toBeCloseTo(0.5, 1);
  const { xs } = isoline(field, 0.5, plane);
  const across = xs.filter(Number.isFinite);
  expect(across.length).toBeGreaterThan(20);
  for (const x of across) expect(plane.x.invert(x)).toBeCloseTo(0.5, 0);

  const corner = pair((a, b) => (a > 0.3 || b > 0.3 ? NaN : 1));
  const few = smooth(corner, plane, [0, 2]);
  expect(few.value[few.columns - 1]).toBeNaN();
  expect(few.value.some((v) => v === 1)).toBe(true);
  expect(contour.table(corner).rows.length).toBe(corner.study.values.filter(Number.isFinite).length);
});

test('contour: choices are not smoothed into one another', () => {
  const data = { ...pair(() => 0), y: 2 };
  const values = data.study.columns[2].map((kind) => 10 * kind);
  const given = { ...data, study: { ...data.study, values } };
  const field = smooth(given, planeOf(given, frame), [0, 10]);
  expect(field.rows).toBe(2);
  for (const v of field.value.slice(0, field.columns)) expect(v).toBeCloseTo(10, 10);
  for (const v of field.value.slice(field.columns)) expect(v).toBeCloseTo(0, 10);
});

test('trials without one of the parameters are counted, not drawn', () => {
  const data = pair((a) => a, 10);
  data.study.columns[0][4] = NaN;
  const painted = rankPlot as PaintedChart<typeof data>;
  const layout = painted.layout(data, frame);
  expect(placeOf(data, planeOf(data, frame), 4)[0]).toBeNaN();
  expect(painted.note!(data, layout)).toMatch(/^1 trial/);
  expect(rankPlot.table(data).rows[4]).toEqual([
    4,
    null,
    data.study.columns[1][4],
    data.study.values[4],
    expect.any(Number),
  ]);
});

test('timeline: as few lanes as ran at once', () => {
  const states = ['done', 'done', 'pruned', 'failed'] as const;
  const data = { trial: [0, 1, 2, 3], start: [10, 10.5, 12, 12.001], seconds: [2, 3, 1, 1], states };
  const { lanes, count } = lanesOf(data);
  expect([...lanes]).toEqual([0, 1, 0, 2]);
  expect(count).toBe(3);
  expect(timeline.table(data).rows[1]).toEqual([1, 'done', 2, 0.5, 3]);
});

test('timeline: each trial in the first lane that is free, however many run at once', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(30), fc.nat(12)), { minLength: 1, maxLength: 60 }), (bars) => {
      const data = {
        trial: bars.map((_, i) => i),
        start: bars.map(([start]) => start),
        seconds: bars.map(([, seconds]) => seconds),
        states: bars.map(() => 'done' as const),
      };
      const { lanes, count } = lanesOf(data);
      const until: number[] = [];
      const order = data.trial.toSorted((a, b) => data.start[a] - data.start[b] || a - b);
      for (const i of order) {
        const free = until.findIndex((end) => end <= data.start[i]);
        expect(lanes[i]).toBe(free < 0 ? until.length : free);
        until[lanes[i]] = data.start[i] + data.seconds[i];
      }
      expect(count).toBe(until.length);
    }),
  );
});

test('a bar too short to be seen says so instead of a number that means nothing', () => {
  expect(barText(0, 0.4)).toBe('0');
  expect(barText(1.3e-5, 0.4)).toBe('≈ 0');
  expect(barText(0.0123, 0.4)).toBe('0.012');
  expect(barText(1.3e-5, 2e-5)).toBe('1e-5');
});

test('best so far: a trial that breaks a limit leads nothing', () => {
  const data = {
    value: { name: 'accuracy' },
    direction: 'maximize' as const,
    trial: [0, 1, 2],
    values: [0.7, 0.9, 0.8],
    states: ['done', 'done', 'done'] as const,
  };
  const best = (breaks?: boolean[]) =>
    bestSoFar.table({ ...data, ...(breaks ? { breaks } : {}) }).rows.map((row) => row[3]);
  expect(best()).toEqual([0.7, 0.9, 0.9]);
  expect(best([false, true, false])).toEqual([0.7, 0.7, 0.8]);
  expect(best([true, true, true])).toEqual([null, null, null]);
});

test('a distribution of very many trials is drawn with the steps that can be told apart', () => {
  const values = Array.from({ length: 20_000 }, (_, i) => ((i * 7919) % 20_000) / 20_000 + (i % 5 === 0 ? 3 : 0));
  const steps = distribution({ label: '', slot: 0, trial: values.map((_, i) => i), values });
  const [x, y] = [scaleOf(false, [0, 4], 50, 650), scaleOf(false, [0, 1], 250, 20)];
  const drawn = [...stairs(steps, x, y)];
  expect(drawn.length).toBeLessThan(2000);
  expect(drawn.at(-1)).toEqual([x.at(steps.at(-1)!.value), y.at(1)]);
  let [at, furthest] = [0, 0];
  for (const { value, share } of steps) {
    while (at + 1 < drawn.length && drawn[at + 1][0] <= x.at(value)) at++;
    const distance = Math.abs(drawn[at][0] - x.at(value)) + Math.abs(drawn[at][1] - y.at(share));
    furthest = Math.max(furthest, distance);
  }
  expect(furthest).toBeLessThan(1);
  // Of few, all: equal values are one step.
  const few = distribution({ label: '', slot: 0, trial: [0, 1, 2, 3], values: [1, 2, 2, 3] });
  expect([...stairs(few, x, y)]).toEqual([
    [x.at(1), y.at(0.25)],
    [x.at(2), y.at(0.75)],
    [x.at(3), y.at(1)],
  ]);
});
