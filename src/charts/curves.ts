// Learning curves: one quantity per epoch, for many trials. Settled series are thin and drawn once; live and chosen
// ones lie above in colour, labelled at their end.
import { axisTitle, definePainted, type AxisSpec, type Frame, type Readout } from './chart';
import { cartesian, drawAxes, nearest, spread, type Cartesian } from './axes';
import { number } from './format';
import { categoricalDark } from './palette';
import type { Painter } from './painter';
import {
  drawReferences,
  nameReferences,
  clearOf,
  referenceNote,
  referenceRows,
  withReference,
  type References,
} from './references';
import { m4 } from './sample';
import { extent, type Extent } from './scale';
import { textWidth } from './text';

export interface CurveSeries {
  /** Trial or run number. */
  readonly key: number;
  readonly label: string;
  /** Ascending; left out: 0, 1, 2, ... */
  readonly x?: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Place in the categorical palette. */
  readonly slot: number;
  readonly dashed?: boolean;
  /** Uncertainty around y, drawn as a band. */
  readonly low?: ArrayLike<number>;
  readonly high?: ArrayLike<number>;
}

export interface CurvesData {
  readonly xAxis: AxisSpec;
  readonly yAxis: AxisSpec;
  /** Only ever added to. */
  readonly settled: readonly CurveSeries[];
  readonly live: readonly CurveSeries[];
  /** Length of the x axis when it is known beforehand, e.g. the number of epochs. */
  readonly xMax?: number;
  /** Range of y to show; left out: the data's. */
  readonly yDomain?: Extent;
  /** What the quantity is read against. */
  readonly references?: References;
  /** A vertical line with a label, e.g. the best epoch. */
  readonly mark?: { readonly x: number; readonly label: string };
}

interface CurvesLayout extends Cartesian {
  readonly labelled: boolean;
}

const maxLabels = 8;
/** Chosen curves that are drawn in colour: the last ones. */
const maxChosen = 200;
const xOf = (series: CurveSeries, i: number) => (series.x ? series.x[i] : i);
/** What series reach to: of y, and where the first begins and the last ends. */
interface Reach {
  readonly y: Extent | null;
  readonly first: number;
  readonly last: number;
}
function reaching({ y, first, last }: Reach, series: CurveSeries, positive: boolean): Reach {
  let wider = extent(series.y, positive, y);
  if (series.low) wider = extent(series.low, positive, wider);
  if (series.high) wider = extent(series.high, positive, wider);
  const n = series.y.length;
  if (n === 0) return { y: wider, first, last };
  return { y: wider, first: Math.min(first, xOf(series, 0)), last: Math.max(last, xOf(series, n - 1)) };
}

/** By the list of settled series, which is only ever added to: asked for ten times a second, it looks at each series once. */
const reaches = new WeakMap<readonly CurveSeries[], { readonly positive: boolean; count: number; reach: Reach }>();

function reachOfSettled(settled: readonly CurveSeries[], positive: boolean): Reach {
  let known = reaches.get(settled);
  if (!known || known.positive !== positive || known.count > settled.length) {
    known = { positive, count: 0, reach: { y: null, first: Infinity, last: -Infinity } };
    reaches.set(settled, known);
  }
  for (; known.count < settled.length; known.count++) {
    known.reach = reaching(known.reach, settled[known.count], positive);
  }
  return known.reach;
}

/** What stands at a place of an axis of words. */
const wordAt = (data: CurvesData, x: number): string | undefined => data.xAxis.words?.[x - 1];

export const curves = definePainted<CurvesData, CurvesLayout>({
  kind: 'painted',
  overShows: 'data',
  name: 'curves',
  state: (data) => {
    const all = [...data.live, ...data.settled];
    if (!all.some((series) => series.y.length > 0)) return 'empty';
    return all.some((series) => extent(series.y)) ? 'ready' : 'nothing-finite';
  },
  count: (data) => data.settled.length,
  layout: (data, frame) => {
    const positive = data.yAxis.log === true;
    let reach = reachOfSettled(data.settled, positive);
    for (const series of data.live) reach = reaching(reach, series, positive);
    const { y, first } = reach;
    const last = Math.max(data.xMax ?? 0, reach.last);
    const start = Number.isFinite(first) ? Math.min(first, last) : 0;
    const labelled = data.live.length > 0 && data.live.length <= maxLabels && frame.width > 360;
    const longest = Math.max(0, ...data.live.map((series) => textWidth(series.label)));
    const layout = cartesian(frame, {
      xAxis: data.xAxis,
      yAxis: data.yAxis,
      xDomain: [start, last > start ? last : start + 1],
      yDomain: data.yDomain ?? withReference(y, data.references, positive) ?? [0, 1],
      exactX: true,
      exactY: data.yDomain !== undefined,
      right: labelled ? Math.min(130, 16 + longest) : 14,
      top: 24 + (labelled ? 0 : legendRow * (legendOf(data, frame).at(-1)?.row ?? 0)),
    });
    return { ...layout, labelled, signature: `${layout.signature},${opacity(data.settled.length)}` };
  },
  under: (painter, data, layout, frame) => drawAxes(painter, layout, data.xAxis, data.yAxis, frame),
  marks: (painter, data, layout, frame, from, to) => {
    const alpha = opacity(data.settled.length);
    clipped(painter, layout, () => {
      for (let i = from; i < to; i++) drawSeries(painter, data.settled[i], layout, frame.theme.muted, 1, alpha);
    });
  },
  *chosen(painter, data, layout, frame, selected) {
    const shown = new Set([...selected].slice(-maxChosen));
    let drawn = 0;
    for (const series of data.settled) {
      if (!shown.has(series.key)) continue;
      clipped(painter, layout, () => drawSeries(painter, series, layout, colourOf(frame, series.slot), 2, 1));
      if (++drawn % 8 === 0) yield;
    }
  },
  over: (painter, data, layout, frame, emphasis) => {
    const { theme } = frame;
    drawReferences(painter, data.references, layout, frame);
    const shown = (key: number) => key === emphasis.hovered || emphasis.selected.has(key);
    clipped(painter, layout, () => {
      for (const series of data.settled) {
        if (series.key === emphasis.hovered) drawSeries(painter, series, layout, colourOf(frame, series.slot), 2, 1);
      }
      for (const series of data.live) {
        const colour = colourOf(frame, series.slot);
        if (series.low && series.high) {
          const xs = pixels(series, layout).xs;
          const ys = (values: ArrayLike<number>) => Array.from(values, (v) => layout.y.at(v));
          painter.band(xs, ys(series.low), ys(series.high), colour, 0.18);
        }
        drawSeries(painter, series, layout, colour, shown(series.key) ? 3 : 1.8, 1);
      }
    });
    const names = nameReferences(painter, data.references, layout, frame);
    if (data.mark) {
      const x = Math.round(layout.x.at(data.mark.x)) + 0.5;
      painter.line([x, x], [layout.plot.top, layout.plot.bottom], { colour: theme.muted, dash: [3, 3] });
      const left = x > (layout.plot.left + layout.plot.right) / 2;
      const style = { colour: theme.muted, anchor: left ? 'end' : 'start', size: 10.5, halo: theme.paper } as const;
      const from = x + (left ? -4 - textWidth(data.mark.label, 10.5) : 4);
      const y = clearOf(names, from, from + textWidth(data.mark.label, 10.5), layout.plot.top + 6);
      painter.text(x + (left ? -4 : 4), y, data.mark.label, style);
    }
    if (layout.labelled) labels(painter, data, layout, frame);
    else legend(painter, data, frame);
  },
  pick: (data, layout, x, y) => {
    const epoch = layout.x.invert(x);
    let best: Readout | null = null;
    let reach = 30;
    const look = (series: CurveSeries) => {
      if (series.y.length === 0) return;
      const i = series.x ? nearest(series.x, epoch) : Math.round(Math.min(series.y.length - 1, Math.max(0, epoch)));
      const px = layout.x.at(xOf(series, i));
      const py = layout.y.at(series.y[i]);
      const distance = Math.abs(py - y) + Math.max(0, Math.abs(px - x) - 12);
      if (distance < reach) {
        reach = distance;
        best = readout(data, series, i, px, py);
      }
    };
    data.live.forEach(look);
    data.settled.forEach(look);
    return best;
  },
  at: (data, layout, index) => {
    const series = data.live[0] ?? data.settled[0];
    if (!series || index >= series.y.length) return null;
    return readout(data, series, index, layout.x.at(xOf(series, index)), layout.y.at(series.y[index]));
  },
  note: (data, layout) => referenceNote(data.references, layout),
  table: (data) => {
    const all = [...data.live, ...data.settled];
    const bands = all.some(({ low, high }) => low && high);
    return {
      columns: ['series', data.xAxis.name, axisTitle(data.yAxis), ...(bands ? ['low', 'high'] : [])],
      rows: [
        ...all.flatMap(({ low, high, ...series }) =>
          Array.from(series.y, (y, i) => [
            series.label,
            wordAt(data, xOf(series, i)) ?? xOf(series, i),
            y,
            ...(bands ? [low?.[i] ?? null, high?.[i] ?? null] : []),
          ]),
        ),
        ...referenceRows(data.references).map((row) => (bands ? [...row, null, null] : row)),
      ],
    };
  },
});

/** Fainter the more there are; part of the signature, so that all lines look alike. */
const opacity = (lines: number) => (lines > 2000 ? 0.06 : lines > 300 ? 0.16 : lines > 40 ? 0.3 : 0.55);

const colourOf = (frame: Frame, slot: number) => frame.theme.categorical[slot % categoricalDark.length];

function clipped(painter: Painter, { plot }: Cartesian, draw: () => void): void {
  painter.clip(plot.left, plot.top - 4, plot.right - plot.left + 4, plot.bottom - plot.top + 8, draw);
}

function pixels(series: CurveSeries, layout: Cartesian, keep?: readonly number[]) {
  const n = keep?.length ?? series.y.length;
  const xs = new Float64Array(n);
  const ys = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const i = keep ? keep[k] : k;
    xs[k] = layout.x.at(xOf(series, i));
    ys[k] = layout.y.at(series.y[i]);
  }
  return { xs, ys };
}

function drawSeries(p: Painter, series: CurveSeries, layout: Cartesian, colour: string, width: number, alpha: number) {
  const keep = m4(series.y, Math.ceil(layout.plot.right - layout.plot.left));
  const { xs, ys } = pixels(series, layout, keep);
  if (xs.length === 1) p.marker('circle', xs[0], ys[0], 2.5, colour, { alpha });
  else p.line(xs, ys, { colour, width, alpha, ...(series.dashed ? { dash: [5, 3] } : {}) });
}

function labels(painter: Painter, data: CurvesData, layout: Cartesian, frame: Frame): void {
  const ends = data.live
    .map((series) => ({ series, i: lastFinite(series.y) }))
    .filter(({ i }) => i >= 0)
    .map(({ series, i }) => ({ series, y: layout.y.at(series.y[i]) }));
  const ys = spread(
    ends.map((end) => end.y),
    13,
    layout.plot.top,
    layout.plot.bottom,
  );
  ends.forEach(({ series }, k) => {
    const colour = colourOf(frame, series.slot);
    painter.text(layout.plot.right + 8, ys[k], series.label, { colour, halo: frame.theme.paper });
  });
}

const legendRow = 14;

/** Names above the plot, for where there is no room beside the ends: in the row of the axis title, then in rows below it. */
function legendOf(data: CurvesData, frame: Frame) {
  const first = 16 + textWidth(axisTitle(data.yAxis));
  let [row, x] = [0, first];
  return data.live.slice(0, maxLabels).map((series) => {
    const width = textWidth(series.label) + 20;
    if (x + width > frame.width - 6 && x > 0) [row, x] = [row + 1, 0];
    const place = { series, row, x };
    x += width + 12;
    return place;
  });
}

function legend(painter: Painter, data: CurvesData, frame: Frame): void {
  const places = legendOf(data, frame);
  for (const { series, row, x } of places) {
    // The row of the title ends at the right, as it always did; those below begin at the left.
    const mates = places.filter((place) => place.row === row);
    const last = mates[mates.length - 1];
    const shift = row > 0 ? 2 : frame.width - 6 - (last.x + textWidth(last.series.label) + 20);
    const y = 10 + legendRow * row;
    const stroke = { colour: colourOf(frame, series.slot), width: 2, ...(series.dashed ? { dash: [5, 3] } : {}) };
    painter.line([x + shift, x + shift + 14], [y, y], stroke);
    painter.text(x + shift + 20, y, series.label, { colour: frame.theme.ink });
  }
}

function lastFinite(ys: ArrayLike<number>): number {
  for (let i = ys.length - 1; i >= 0; i--) if (Number.isFinite(ys[i])) return i;
  return -1;
}

const readout = (data: CurvesData, series: CurveSeries, i: number, x: number, y: number): Readout => ({
  x,
  y,
  key: series.key,
  lines: [
    series.label,
    `${data.xAxis.name} ${wordAt(data, xOf(series, i)) ?? number(xOf(series, i))}`,
    `${axisTitle(data.yAxis)} ${number(series.y[i], 6)}` +
      (series.low && series.high ? ` (${number(series.low[i])} to ${number(series.high[i])})` : ''),
  ],
});
