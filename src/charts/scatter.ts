// Two numbers per row, optionally by class: colour and marker together.
import { axisTitle, definePainted, type AxisSpec, type Readout } from './chart';
import { cartesian, drawAxes, type Cartesian } from './axes';
import { dateLabel } from './dates';
import { number } from './format';
import { identity } from './identity';
import { markerOf } from './palette';
import { drawChosen, drawHovered, keysWithin, nearest, pointRadius, type Points } from './points';
import { stride, strideNote } from './sample';
import { extent } from './scale';
import { textWidth } from './text';

export interface ScatterData {
  readonly xAxis: AxisSpec;
  readonly yAxis: AxisSpec;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Row of each point, from 0; left out: its place. Shown, they count from 1. */
  readonly row?: ArrayLike<number>;
  /** What the points are where they are no rows: `trial`. Such are called by their own number. */
  readonly noun?: string;
  /** Class of each point and the classes' names. */
  readonly class?: ArrayLike<number>;
  readonly classes?: readonly string[];
}

/** Class names stand in a row above the plot when there are at most this many. */
const maxLegend = 8;
const rowOf = (data: ScatterData, i: number) => (data.row ? data.row[i] : i);
const shownNumber = (data: ScatterData, i: number) => rowOf(data, i) + (data.noun ? 0 : 1);
const titled = ({ noun = 'row' }: ScatterData) => noun[0].toUpperCase() + noun.slice(1);
const placed = (data: ScatterData, layout: Cartesian): Points => ({
  count: data.x.length,
  x: (i) => layout.x.at(data.x[i]),
  y: (i) => layout.y.at(data.y[i]),
  key: (i) => rowOf(data, i),
});

export const scatter = definePainted<ScatterData, Cartesian>({
  kind: 'painted',
  name: 'scatter',
  state: (data) => {
    if (data.x.length === 0) return 'empty';
    return extent(data.x, data.xAxis.log) && extent(data.y, data.yAxis.log) ? 'ready' : 'nothing-finite';
  },
  count: (data) => Math.ceil(data.x.length / stride(data.x.length)),
  layout: (data, frame) => {
    const layout = cartesian(frame, {
      xAxis: data.xAxis,
      yAxis: data.yAxis,
      xDomain: extent(data.x, data.xAxis.log) ?? [0, 1],
      yDomain: extent(data.y, data.yAxis.log) ?? [0, 1],
    });
    const of = [data.x, data.y, data.class, data.classes].map(identity);
    return { ...layout, signature: [layout.signature, stride(data.x.length), ...of].join() };
  },
  under: (painter, data, layout, frame) => {
    drawAxes(painter, layout, data.xAxis, data.yAxis, frame);
    const { classes } = data;
    if (!classes || classes.length > maxLegend) return;
    let x = frame.width - 10;
    for (let c = classes.length - 1; c >= 0; c--) {
      const label = classes[c];
      painter.text(x, 10, label, { colour: frame.theme.ink, anchor: 'end' });
      x -= textWidth(label) + 10;
      painter.marker(markerOf(c), x, 10, 4, frame.theme.categorical[c % 8]);
      x -= 18;
    }
  },
  marks: (painter, data, layout, frame, from, to) => {
    const every = stride(data.x.length);
    const n = data.x.length / every;
    const r = pointRadius(n);
    for (let k = from; k < to; k++) {
      const i = k * every;
      const x = layout.x.at(data.x[i]);
      const y = layout.y.at(data.y[i]);
      if (!(Number.isFinite(x) && Number.isFinite(y))) continue;
      const c = data.class ? data.class[i] : 0;
      painter.marker(markerOf(c), x, y, r, frame.theme.categorical[c % 8], { alpha: n > 800 ? 0.55 : 0.75 });
    }
  },
  chosen: (painter, data, layout, frame, selected) =>
    drawChosen(painter, placed(data, layout), selected, 5, frame.theme.ink),
  over: (painter, data, layout, frame, emphasis) => {
    drawHovered(painter, placed(data, layout), emphasis, 5, frame.theme.ink);
  },
  pick: (data, layout, x, y) => {
    const best = nearest(placed(data, layout), x, y, { every: stride(data.x.length) });
    return best < 0 ? null : readout(data, layout, best);
  },
  at: (data, layout, index) => (index < data.x.length ? readout(data, layout, index) : null),
  brush: (data, layout, [{ box }]) => keysWithin(placed(data, layout), box),
  note: (data) => strideNote(data.x.length, stride(data.x.length)),
  table: (data) => ({
    columns: [data.noun ?? 'row', axisTitle(data.xAxis), axisTitle(data.yAxis), ...(data.class ? ['class'] : [])],
    rows: Array.from(data.x, (x, i) => [
      shownNumber(data, i),
      data.xAxis.date ? dateLabel(x) : x,
      data.yAxis.date ? dateLabel(data.y[i]) : data.y[i],
      ...(data.class ? [data.classes?.[data.class[i]] ?? data.class[i]] : []),
    ]),
  }),
});

const textOf = ({ date }: AxisSpec, value: number) => (date ? dateLabel(value) : number(value, 6));

const readout = (data: ScatterData, layout: Cartesian, i: number): Readout => ({
  x: layout.x.at(data.x[i]),
  y: layout.y.at(data.y[i]),
  key: rowOf(data, i),
  lines: [
    `${titled(data)} ${shownNumber(data, i)}${data.class ? `, ${data.classes?.[data.class[i]] ?? data.class[i]}` : ''}`,
    `${axisTitle(data.xAxis)} ${textOf(data.xAxis, data.x[i])}`,
    `${axisTitle(data.yAxis)} ${textOf(data.yAxis, data.y[i])}`,
  ],
});
