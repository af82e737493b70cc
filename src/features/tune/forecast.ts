// A trial's learning curve continued to the last epoch, as the curve chart takes it.
import { extrapolate } from '$core/extrapolation/extrapolate';
import type { CurvesData } from '$charts/index';

/** Half the width of the 90 % interval, in standard deviations. */
const wide = 1.6448536269514722;

export interface ForecastOf {
  /** The objective after each epoch so far. */
  readonly values: readonly number[];
  /** Epochs of a whole training. */
  readonly epochs: number;
  readonly direction: 'minimize' | 'maximize';
  readonly metric: string;
  /** Value of the best finished trial, if there is one. */
  readonly best: number | null;
}

export interface Forecasted {
  readonly chart: CurvesData;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Chance to end at least as well as the best finished trial; null without one. */
  readonly chance: number | null;
}

/** Epochs ahead that are worked out: the families are smooth, so more would lie on the same line. */
const mostAhead = 300;

/** Numbers from 0 to n - 1, at most so many, evenly, the first and the last among them. */
const spread = (n: number, most: number): number[] =>
  n <= most
    ? Array.from({ length: n }, (_, i) => i)
    : Array.from({ length: most }, (_, k) => Math.round((k * (n - 1)) / (most - 1)));

/** Null while the curve is too short, or whole. */
export function forecastOf({ values, epochs, direction, metric, best }: ForecastOf): Forecasted | null {
  const seen = values.length;
  if (seen >= epochs) return null;
  const extrapolation = extrapolate(values, direction);
  if (!extrapolation) return null;
  const from = values[seen - 1];
  const ahead = spread(epochs - seen, mostAhead).map((i) => seen + i);
  const rest = ahead.map((epoch) => extrapolation.at(epoch + 1));
  const x = [seen - 1, ...ahead];
  const of = (value: (one: { mean: number; deviation: number }) => number) => [from, ...rest.map(value)];
  const y = of(({ mean }) => mean);
  const low = of(({ mean, deviation }) => mean - wide * deviation);
  const high = of(({ mean, deviation }) => mean + wide * deviation);
  const heading = { key: -1, label: 'forecast', x, y, low, high, slot: 1, dashed: true };
  const own = { key: -2, label: 'so far', x: values.map((_, i) => i), y: values, slot: 0 };
  const line = { key: -3, label: 'best', x: [0, epochs - 1], y: [best ?? NaN, best ?? NaN], slot: 2 };
  const chart: CurvesData = {
    xAxis: { name: 'Epoch', whole: true },
    yAxis: { name: metric },
    settled: [],
    live: [own, heading, ...(best === null ? [] : [line])],
    xMax: epochs - 1,
  };
  const chance = best === null ? null : extrapolation.chance(epochs, best);
  return { chart, mean: y[y.length - 1], low: low[low.length - 1], high: high[high.length - 1], chance };
}
