// The chart of many learning curves: what its axes reach to, and how much an update of a growing study looks at.
import { expect, test } from 'vitest';
import type { PaintedChart } from '$charts/chart';
import type { Cartesian } from '$charts/axes';
import { curves, type CurvesData, type CurveSeries } from '$charts/curves';
import { lightTheme } from '$charts/theme';

const chart = curves as unknown as PaintedChart<CurvesData, Cartesian>;
const frame = { width: 640, height: 300, theme: lightTheme };
const series = (key: number, y: ArrayLike<number>): CurveSeries => ({ key, label: `trial ${key}`, slot: 0, y });
const around = (settled: readonly CurveSeries[], log = false): CurvesData => ({
  xAxis: { name: 'Epoch' },
  yAxis: { name: 'loss', log },
  settled,
  live: [],
});

test('the axes hold the one curve among thousands that leaves the others', () => {
  for (const lone of [1, 777, 1999]) {
    const settled = Array.from({ length: 2000 }, (_, i) => series(i, [1, i === lone ? 50 : 0.5, 0.25]));
    const { y } = chart.layout(around(settled), frame);
    expect(y.high).toBeGreaterThanOrEqual(50);
    expect(y.low).toBeLessThanOrEqual(0.25);
  }
});

test('an update of a growing study looks at its new curves alone', () => {
  let looks = 0;
  const watched = (length: number) =>
    new Proxy(new Array<number>(length).fill(0.5), {
      get: (list, name, self) => {
        if (typeof name === 'string' && /^\d+$/.test(name)) looks++;
        return Reflect.get(list, name, self) as unknown;
      },
    });
  const settled = Array.from({ length: 50 }, (_, i) => series(i, watched(100)));
  chart.layout(around(settled), frame);
  expect(looks).toBe(50 * 100);
  settled.push(series(50, [3, 4, 5]), series(51, watched(100)));
  const grown = chart.layout(around(settled), frame);
  expect(looks).toBe(51 * 100);
  expect(grown.y.high).toBeGreaterThanOrEqual(5);
  // On a logarithmic axis zero has no place: what was known of the other axis does not count.
  settled.push(series(52, [0, 2]));
  expect(chart.layout(around(settled, true), frame).y.low).toBeGreaterThan(0);
  expect(chart.layout(around(settled), frame).y.low).toBeLessThanOrEqual(0);
});
