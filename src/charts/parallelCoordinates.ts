// Parallel coordinates (Inselberg 1985): one axis per parameter and the objective, one line per trial, coloured by
// how good it is. Brushes on several axes are combined: a trial is chosen when it passes all of them.
import { definePainted, type Box, type Brush, type Frame, type Layout, type Readout } from './chart';
import { rounded } from './axes';
import { number } from './format';
import { withoutOutliers } from './outliers';
import { cividis, stepOf, steps, viridis } from './palette';
import type { Painter } from './painter';
import { chosenTogether } from './points';
import { scaleOf, type Extent, type Scale } from './scale';
import { domainOf, goodness, type Dimension, type TrialColumns } from './trialColumns';

interface Axis {
  readonly x: number;
  readonly scale: Scale;
  readonly dimension: Dimension;
  readonly column: ArrayLike<number>;
  /** Where trials pass in which the parameter was not active; null when there are none by design. */
  readonly absent: number;
}
interface ParallelLayout extends Layout {
  readonly axes: readonly Axis[];
  readonly colourDomain: Extent;
}

/** Chosen lines drawn above; more would be one patch of colour. */
const maxEmphasis = 1500;
/** Axes that fit beside each other and stay readable. */
export const maxAxes = 14;
const lightRamp = steps((t) => cividis(0.78 * t));
const darkRamp = steps((t) => viridis(0.2 + 0.8 * t));

export const parallelCoordinates = definePainted<TrialColumns, ParallelLayout>({
  kind: 'painted',
  name: 'parallel coordinates',
  state: (data) => (data.trial.length === 0 || data.dimensions.length === 0 ? 'empty' : 'ready'),
  count: (data) => data.trial.length,
  layout: (data, frame) => {
    const shown = shownDimensions(data, frame);
    const plot: Box = { left: 30, top: 34, right: frame.width - 44, bottom: frame.height - 26 };
    const found = withoutOutliers(data.values, data.objective.log === true, data.objective.direction) ?? [0, 1];
    const colourDomain = rounded(data.objective, found);
    const all = [
      ...shown.map((i) => ({ dimension: data.dimensions[i], column: data.columns[i] })),
      {
        dimension: { name: data.objective.name, log: data.objective.log, range: colourDomain },
        column: data.values,
      },
    ];
    const gap = (plot.right - plot.left) / Math.max(1, all.length - 1);
    const axes = all.map(({ dimension, column }, k): Axis => {
      const domain = domainOf(dimension, column);
      const log = dimension.log === true && domain[0] > 0;
      return {
        x: plot.left + k * gap,
        scale: scaleOf(log, domain, plot.bottom, plot.top),
        dimension,
        column,
        absent: plot.bottom + 14,
      };
    });
    const domains = axes.map(({ scale }) => `${scale.low}:${scale.high}`).join();
    return {
      plot,
      axes,
      colourDomain,
      signature: `${frame.width},${frame.height},${frame.theme.dark},${domains},${colourDomain},${opacity(data.trial.length)}`,
    };
  },
  under: (painter, _data, layout, frame) => {
    if (layout.axes.some((axis) => Array.prototype.some.call(sampleOf(axis.column), Number.isNaN))) {
      const style = { colour: frame.theme.muted, size: 10 } as const;
      painter.text(2, layout.plot.bottom + 14, 'off', style);
    }
  },
  marks: (painter, data, layout, frame, from, to) => {
    const ramp = frame.theme.dark ? darkRamp : lightRamp;
    const alpha = opacity(data.trial.length);
    for (let i = from; i < to; i++) {
      const value = data.values[i];
      const has = Number.isFinite(value);
      const t = has ? goodness(value, layout.colourDomain, data.objective.direction) : 0;
      // On white paper dark is good, on black light is: the best stand out on both.
      const colour = has ? stepOf(ramp, frame.theme.dark ? t : 1 - t) : frame.theme.error;
      drawTrial(painter, layout, i, colour, 1, alpha * (0.5 + 0.5 * t));
    }
  },
  *chosen(painter, data, layout, frame, selected) {
    const { plot } = layout;
    painter.rect(0, plot.top - 6, frame.width, plot.bottom - plot.top + 28, frame.theme.paper, 0.72);
    const many = selected.size > 200;
    let drawn = 0;
    for (let i = 0; i < data.trial.length && drawn < maxEmphasis; i++) {
      if (!selected.has(data.trial[i])) continue;
      drawTrial(painter, layout, i, frame.theme.accent, many ? 1 : 1.6, many ? 0.35 : 0.9);
      if (++drawn % (chosenTogether / 2) === 0) yield;
    }
  },
  over: (painter, data, layout, frame, { hovered }) => {
    for (let i = 0; hovered !== null && i < data.trial.length; i++) {
      if (data.trial[i] === hovered) drawTrial(painter, layout, i, frame.theme.ink, 2.5, 1);
    }
    layout.axes.forEach((axis, k) => drawAxis(painter, axis, k, layout, frame));
  },
  pick: (data, layout, x, y) => {
    const k = Math.max(
      0,
      layout.axes.findLastIndex((axis) => axis.x <= x),
    );
    const a = layout.axes[Math.min(k, layout.axes.length - 2)];
    const b = layout.axes[Math.min(k, layout.axes.length - 2) + 1];
    const t = Math.min(1, Math.max(0, (x - a.x) / (b.x - a.x)));
    let reach = 8;
    let best = -1;
    for (let i = 0; i < data.trial.length; i++) {
      const distance = Math.abs(place(a, i) * (1 - t) + place(b, i) * t - y);
      if (distance < reach) {
        reach = distance;
        best = i;
      }
    }
    return best < 0 ? null : readout(data, best, x, y);
  },
  at: (data, layout, index) => {
    const last = layout.axes[layout.axes.length - 1];
    return index < data.trial.length ? readout(data, index, last.x, place(last, index)) : null;
  },
  brushGroup: (layout, x, y) => {
    if (y < layout.plot.top - 8 || y > layout.plot.bottom + 20) return null;
    const group = layout.axes.findIndex((axis) => Math.abs(axis.x - x) < 14);
    if (group < 0) return null;
    const at = layout.axes[group].x;
    return {
      group,
      box: { left: at - 7, right: at + 7, top: layout.plot.top - 2, bottom: layout.plot.bottom + 20 },
    };
  },
  brush: (data, layout, brushes) => {
    const keys: number[] = [];
    for (let i = 0; i < data.trial.length; i++) {
      const passes = brushes.every((brush: Brush) => {
        const axis = layout.axes[brush.group];
        if (!axis) return true;
        const y = place(axis, i);
        return y >= brush.box.top && y <= brush.box.bottom;
      });
      if (passes) keys.push(data.trial[i]);
    }
    return keys;
  },
  note: (data, layout) => {
    const hidden = data.dimensions.length + 1 - layout.axes.length;
    return hidden > 0 ? `${layout.axes.length - 1} of ${data.dimensions.length} parameters fit here.` : null;
  },
  table: (data) => ({
    columns: ['trial', ...data.dimensions.map((d) => d.name), data.objective.name],
    rows: Array.from(data.trial, (trial, i) => [
      trial,
      ...data.dimensions.map((d, k) => textOf(d, data.columns[k][i])),
      Number.isFinite(data.values[i]) ? data.values[i] : null,
    ]),
  }),
});

/** Fainter the more there are; part of the signature, so that all lines look alike. */
const opacity = (trials: number) => (trials > 3000 ? 0.12 : trials > 500 ? 0.25 : trials > 60 ? 0.45 : 0.8);

function shownDimensions(data: TrialColumns, frame: Frame): number[] {
  const fit = Math.max(1, Math.min(maxAxes, Math.floor(frame.width / 64) - 1));
  return data.dimensions.map((_, i) => i).slice(0, fit);
}

const sampleOf = (column: ArrayLike<number>) =>
  Array.from({ length: Math.min(200, column.length) }, (_, i) => column[i]);

function place(axis: Axis, i: number): number {
  const y = axis.scale.at(axis.column[i]);
  if (Number.isNaN(y)) return axis.absent;
  return Math.min(axis.scale.at(axis.scale.low), Math.max(axis.scale.at(axis.scale.high), y));
}

function drawTrial(p: Painter, layout: ParallelLayout, i: number, colour: string, width: number, alpha: number): void {
  const xs = new Float64Array(layout.axes.length);
  const ys = new Float64Array(layout.axes.length);
  layout.axes.forEach((axis, k) => {
    xs[k] = axis.x;
    ys[k] = place(axis, i);
  });
  p.line(xs, ys, { colour, width, alpha });
}

function drawAxis(painter: Painter, axis: Axis, k: number, layout: ParallelLayout, frame: Frame): void {
  const { theme } = frame;
  const { plot } = layout;
  const last = k === layout.axes.length - 1;
  const x = Math.round(axis.x) + 0.5;
  painter.line([x, x], [plot.top, plot.bottom], { colour: last ? theme.accent : theme.muted, width: last ? 1.6 : 1 });
  const name = shorten(axis.dimension.name, frame.width / layout.axes.length);
  const anchor = k === 0 ? 'start' : last ? 'end' : 'middle';
  const nameX = k === 0 ? 2 : last ? frame.width - 2 : x;
  // Every other name one line lower, so that long neighbours do not meet.
  painter.text(nameX, k % 2 === 0 ? 7 : 20, name, { colour: last ? theme.accent : theme.ink, anchor, bold: last });
  for (const { y, label } of axisTicks(axis)) {
    painter.line([x - 3, x], [y, y], { colour: theme.muted });
    painter.text(x + 4, y, label, { colour: theme.muted, size: 10, mono: true, halo: theme.paper });
  }
}

function axisTicks(axis: Axis): { y: number; label: string }[] {
  const { categories } = axis.dimension;
  if (categories) {
    const every = Math.ceil(categories.length / 12);
    return categories.flatMap((label, i) =>
      i % every === 0 ? [{ y: axis.scale.at(i), label: shorten(label, 80) }] : [],
    );
  }
  return axis.scale.ticks(5).map((tick) => ({ y: axis.scale.at(tick.value), label: tick.label }));
}

function shorten(text: string, room: number): string {
  const fit = Math.max(6, Math.floor((2 * room) / 6.3));
  return text.length <= fit ? text : `…${text.slice(text.length - fit + 1)}`;
}

const textOf = (dimension: Dimension, value: number): string | number | null =>
  Number.isNaN(value) ? null : (dimension.categories?.[value] ?? value);

const readout = (data: TrialColumns, i: number, x: number, y: number): Readout => ({
  x,
  y,
  key: data.trial[i],
  lines: [
    `Trial ${data.trial[i]}`,
    `${data.objective.name} ${Number.isFinite(data.values[i]) ? number(data.values[i], 6) : 'none'}`,
    ...data.dimensions.map((d, k) => {
      const value = textOf(d, data.columns[k][i]);
      return `${d.name} ${value === null ? 'off' : typeof value === 'number' ? number(value) : value}`;
    }),
  ],
});
