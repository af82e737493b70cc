// Regression at a glance: predictions against truth with the diagonal they should lie on, and the residuals with the
// zero line and a band of one root mean squared error.
import type { KeySet } from '$core/table/rowSet';
import { axisTitle, definePainted, type AxisSpec, type Brush, type Emphasis, type Frame, type Readout } from './chart';
import { cartesian, drawAxes, type Cartesian } from './axes';
import { number } from './format';
import type { Painter } from './painter';
import { drawChosen, drawHovered, keysWithin, nearest, type Points } from './points';
import { stride, strideNote } from './sample';
import { extent, nice, type Extent } from './scale';

export interface PredictedData {
  /** Name and unit of what is predicted. */
  readonly target: AxisSpec;
  readonly actual: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
  readonly rows: ArrayLike<number>;
}

const actualAxis = (data: PredictedData): AxisSpec => ({ ...data.target, name: `actual ${data.target.name}` });
const predictedAxis = (data: PredictedData): AxisSpec => ({ ...data.target, name: `predicted ${data.target.name}` });
const residualAxis = (data: PredictedData): AxisSpec => ({ ...data.target, name: 'predicted - actual' });

type YOf = (data: PredictedData, i: number) => number;
type XOf = (data: PredictedData, i: number) => number;

const stateOf = (data: PredictedData) => {
  if (data.actual.length === 0) return 'empty' as const;
  return extent(data.actual) && extent(data.predicted) ? ('ready' as const) : ('nothing-finite' as const);
};

function points(xOf: XOf, yOf: YOf) {
  const placed = (data: PredictedData, layout: Cartesian): Points => ({
    count: data.actual.length,
    x: (i) => layout.x.at(xOf(data, i)),
    y: (i) => layout.y.at(yOf(data, i)),
    key: (i) => data.rows[i],
  });
  const readout = (data: PredictedData, layout: Cartesian, i: number): Readout => ({
    x: layout.x.at(xOf(data, i)),
    y: layout.y.at(yOf(data, i)),
    key: data.rows[i],
    lines: [
      `Row ${data.rows[i] + 1}`,
      `actual ${number(data.actual[i], 6)}`,
      `predicted ${number(data.predicted[i], 6)}`,
      `difference ${number(data.predicted[i] - data.actual[i])}`,
    ],
  });
  return {
    count: (data: PredictedData) => Math.ceil(data.actual.length / stride(data.actual.length)),
    marks: (p: Painter, data: PredictedData, layout: Cartesian, frame: Frame, from: number, to: number) => {
      const every = stride(data.actual.length);
      const n = data.actual.length / every;
      const r = n > 5000 ? 1.5 : n > 800 ? 2 : 3;
      for (let k = from; k < to; k++) {
        const x = layout.x.at(xOf(data, k * every));
        const y = layout.y.at(yOf(data, k * every));
        if (Number.isFinite(x) && Number.isFinite(y)) {
          p.marker('circle', x, y, r, frame.theme.categorical[0], { alpha: n > 800 ? 0.4 : 0.7 });
        }
      }
    },
    chosen: (p: Painter, data: PredictedData, layout: Cartesian, frame: Frame, selected: KeySet) =>
      drawChosen(p, placed(data, layout), selected, 5, frame.theme.ink),
    over: (p: Painter, data: PredictedData, layout: Cartesian, frame: Frame, emphasis: Emphasis) =>
      drawHovered(p, placed(data, layout), emphasis, 5, frame.theme.ink),
    pick: (data: PredictedData, layout: Cartesian, x: number, y: number) => {
      const best = nearest(placed(data, layout), x, y);
      return best < 0 ? null : readout(data, layout, best);
    },
    at: (data: PredictedData, layout: Cartesian, i: number) =>
      i < data.actual.length ? readout(data, layout, i) : null,
    brush: (data: PredictedData, layout: Cartesian, [{ box }]: readonly Brush[]) =>
      keysWithin(placed(data, layout), box),
    note: (data: PredictedData) => strideNote(data.actual.length, stride(data.actual.length)),
  };
}

const table = (data: PredictedData) => ({
  columns: ['row', axisTitle(actualAxis(data)), axisTitle(predictedAxis(data)), 'predicted - actual'],
  rows: Array.from(data.actual, (actual, i) => [
    data.rows[i] + 1,
    actual,
    data.predicted[i],
    data.predicted[i] - actual,
  ]),
});

const main = points(
  (data, i) => data.actual[i],
  (data, i) => data.predicted[i],
);

export const predictedVsActual = definePainted<PredictedData, Cartesian>({
  ...main,
  kind: 'painted',
  name: 'predicted against actual',
  state: stateOf,
  layout: (data, frame) => {
    const both = nice(extent(data.predicted, false, extent(data.actual)) ?? [0, 1]);
    const domains = { xDomain: both, yDomain: both, exactX: true, exactY: true };
    return cartesian(frame, { xAxis: actualAxis(data), yAxis: predictedAxis(data), ...domains });
  },
  under: (painter, data, layout, frame) => {
    drawAxes(painter, layout, actualAxis(data), predictedAxis(data), frame);
    const { x, y } = layout;
    const ends = [x.low, x.high];
    painter.line(ends.map(x.at), ends.map(y.at), { colour: frame.theme.muted, dash: [4, 3] });
    painter.text(x.at(x.high) - 4, y.at(y.high) + 16, 'exact', {
      colour: frame.theme.muted,
      anchor: 'end',
      size: 10.5,
    });
  },
  table,
});

const rest = points(
  (data, i) => data.predicted[i],
  (data, i) => data.predicted[i] - data.actual[i],
);

function residualsOf(data: PredictedData): Float64Array {
  return Float64Array.from(data.actual, (actual, i) => data.predicted[i] - actual);
}

export const residuals = definePainted<PredictedData, Cartesian & { readonly rmse: number }>({
  ...rest,
  kind: 'painted',
  name: 'residuals',
  state: stateOf,
  layout: (data, frame) => {
    const values = residualsOf(data);
    const [low, high] = extent(values) ?? [-1, 1];
    const far = Math.max(Math.abs(low), Math.abs(high)) || 1;
    const yDomain: Extent = [-far, far];
    const xDomain = extent(data.predicted) ?? [0, 1];
    const layout = cartesian(frame, { xAxis: predictedAxis(data), yAxis: residualAxis(data), xDomain, yDomain });
    let sum = 0;
    for (const value of values) sum += value * value;
    return { ...layout, rmse: Math.sqrt(sum / Math.max(1, values.length)) };
  },
  under: (painter, data, layout, frame) => {
    const { plot, x, y, rmse } = layout;
    if (Number.isFinite(rmse)) {
      painter.rect(plot.left, y.at(rmse), plot.right - plot.left, y.at(-rmse) - y.at(rmse), frame.theme.grid, 0.5);
    }
    drawAxes(painter, layout, predictedAxis(data), residualAxis(data), frame);
    painter.line([x.at(x.low), x.at(x.high)], [y.at(0), y.at(0)], { colour: frame.theme.ink });
    const label = `RMSE ${number(rmse)}`;
    painter.text(plot.right - 4, y.at(rmse) - 7, label, { colour: frame.theme.muted, anchor: 'end', size: 10.5 });
  },
  table,
});
