// Points, and the mean of y in bins of x with its interval: what a cloud of points does on average.
import type { Cartesian } from './axes';
import { definePainted, type PaintedChart } from './chart';
import { grouped } from './format';
import { scatter, type ScatterData } from './scatter';

export interface TrendData extends ScatterData {
  readonly bins: readonly {
    readonly x: number;
    readonly count: number;
    readonly mean: number;
    readonly low: number;
    readonly high: number;
  }[];
  /** Rows of the data set that have both values. */
  readonly rows: number;
}

const points = scatter as unknown as PaintedChart<ScatterData, Cartesian>;

export const trend = definePainted<TrendData, Cartesian>({
  ...points,
  name: 'mean along a number',
  overShows: 'data',
  over: (painter, data, layout, frame, emphasis) => {
    const xs = data.bins.map(({ x }) => layout.x.at(x));
    const place = (key: 'mean' | 'low' | 'high') => data.bins.map((bin) => layout.y.at(bin[key]));
    painter.band(xs, place('low'), place('high'), frame.theme.ink, 0.18);
    painter.line(xs, place('mean'), { colour: frame.theme.ink, width: 2 });
    for (const [i, { low, high }] of data.bins.entries()) {
      painter.line([xs[i], xs[i]], [layout.y.at(low), layout.y.at(high)], { colour: frame.theme.ink, width: 1 });
    }
    points.over?.(painter, data, layout, frame, emphasis);
  },
  note: (data) => {
    const sampled =
      data.x.length < data.rows ? `${grouped(data.x.length)} of ${grouped(data.rows)} rows are drawn. ` : '';
    return `${sampled}Line: mean in ${data.bins.length} bins of all rows, with its 95 % interval.`;
  },
  table: (data) => ({
    columns: [`${data.xAxis.name} (mean of bin)`, 'rows', `mean ${data.yAxis.name}`, '95 % from', 'to'],
    rows: data.bins.map(({ x, count, mean, low, high }) => [x, count, mean, low, high]),
  }),
});
