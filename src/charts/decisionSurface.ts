// What a model says over a plane of two features: a heat map of class and confidence (or of the predicted value), with
// the data on top. Training rows are filled, validation rows are hollow.
import type { Surface } from '$core/run/types';
import { definePainted, type AxisSpec, type Frame, type Readout } from './chart';
import { cartesian, drawAxes, type Cartesian } from './axes';
import { number } from './format';
import { cividis, markerOf, mix, parse, viridis } from './palette';
import type { Pixels } from './painter';
import { extent, type Extent } from './scale';
import { textWidth } from './text';

export interface SurfacePoints {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Class index, or the true value for regression. */
  readonly target: ArrayLike<number>;
  /** Non-zero for validation rows. */
  readonly validation?: ArrayLike<number>;
  readonly row?: ArrayLike<number>;
}
export interface DecisionSurfaceData {
  readonly xAxis: AxisSpec;
  readonly yAxis: AxisSpec;
  readonly surface: Surface | null;
  readonly points: SurfacePoints;
  /** Class names; empty for regression. */
  readonly classes: readonly string[];
  readonly target: string;
}

/** More points than this would hide the surface. */
const maxPoints = 1500;

interface SurfaceLayout extends Cartesian {
  readonly valueDomain: Extent;
}

export const decisionSurface = definePainted<DecisionSurfaceData, SurfaceLayout>({
  kind: 'painted',
  overShows: 'data',
  name: 'decision surface',
  state: (data) => (data.surface || data.points.x.length > 0 ? 'ready' : 'empty'),
  // The whole picture changes each epoch, so everything is drawn above; there are no settled marks.
  count: () => 0,
  layout: (data, frame) => {
    const { surface, points } = data;
    const layout = cartesian(frame, {
      xAxis: data.xAxis,
      yAxis: data.yAxis,
      xDomain: surface ? [surface.x.min, surface.x.max] : (extent(points.x) ?? [0, 1]),
      yDomain: surface ? [surface.y.min, surface.y.max] : (extent(points.y) ?? [0, 1]),
      exactX: true,
      exactY: true,
    });
    return { ...layout, valueDomain: extent(points.target) ?? (surface && extent(surface.value)) ?? [0, 1] };
  },
  under: (painter, data, layout, frame) => {
    drawAxes(painter, layout, data.xAxis, data.yAxis, frame);
    let x = frame.width - 10;
    for (let c = Math.min(8, data.classes.length) - 1; c >= 0; c--) {
      painter.text(x, 10, data.classes[c], { colour: frame.theme.ink, anchor: 'end' });
      x -= textWidth(data.classes[c]) + 10;
      painter.marker(markerOf(c), x, 10, 4, frame.theme.categorical[c % 8]);
      x -= 18;
    }
  },
  marks: () => undefined,
  over: (painter, data, layout, frame, emphasis) => {
    const { plot } = layout;
    const { points, surface } = data;
    if (surface) {
      const pixels = paintSurface(data, surface, layout.valueDomain, frame);
      painter.clip(plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top, () =>
        painter.image(plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top, pixels),
      );
    }
    const every = Math.max(1, Math.ceil(points.x.length / maxPoints));
    const ring = frame.theme.paper;
    const regression = data.classes.length === 0;
    for (let i = 0; i < points.x.length; i += every) {
      const x = layout.x.at(points.x[i]);
      const y = layout.y.at(points.y[i]);
      if (x < plot.left || x > plot.right || y < plot.top || y > plot.bottom) continue;
      const c = regression ? 0 : points.target[i];
      const colour = regression
        ? valueColour(points.target[i], layout.valueDomain, frame)
        : frame.theme.categorical[c % 8];
      const hollow = Boolean(points.validation?.[i]);
      if (hollow) painter.marker(markerOf(c), x, y, 3.4, colour, { ring });
      painter.marker(markerOf(c), x, y, hollow ? 1.6 : 3.2, hollow ? ring : colour, hollow ? {} : { ring });
      const row = points.row ? points.row[i] : i;
      if (row === emphasis.hovered || emphasis.selected.has(row)) {
        painter.marker('circle', x, y, 7, frame.theme.ink, { hollow: true });
      }
    }
  },
  pick: (data, layout, x, y) => {
    const { plot } = layout;
    if (x < plot.left || x > plot.right || y < plot.top || y > plot.bottom) return null;
    const { points } = data;
    let reach = 8;
    let best = -1;
    for (let i = 0; i < points.x.length; i++) {
      const distance = Math.hypot(layout.x.at(points.x[i]) - x, layout.y.at(points.y[i]) - y);
      if (distance < reach) {
        reach = distance;
        best = i;
      }
    }
    if (best >= 0) return pointReadout(data, layout, best);
    return data.surface ? cellReadout(data, data.surface, layout, x, y) : null;
  },
  at: (data, layout, index) => (index < data.points.x.length ? pointReadout(data, layout, index) : null),
  note: (data) => {
    const n = data.points.x.length;
    const kinds = data.points.validation ? 'Filled: training rows. Dotted: validation rows.' : null;
    return n > maxPoints ? `${Math.ceil(n / Math.ceil(n / maxPoints))} of ${n} points drawn. ${kinds ?? ''}` : kinds;
  },
  table: (data) => ({
    columns: [data.xAxis.name, data.yAxis.name, data.target, 'split'],
    rows: Array.from(data.points.x, (x, i) => [
      x,
      data.points.y[i],
      data.classes[data.points.target[i]] ?? data.points.target[i],
      data.points.validation?.[i] ? 'validation' : 'training',
    ]),
  }),
});

const rampOf = (frame: Frame) => (frame.theme.dark ? viridis : cividis);

function valueColour(value: number, [low, high]: Extent, frame: Frame): string {
  const [r, g, b] = rampOf(frame)(high > low ? (value - low) / (high - low) : 0.5);
  return `rgb(${Math.round(r)} ${Math.round(g)} ${Math.round(b)})`;
}

/** One pixel per cell. Row 0 of a surface is its smallest y, so rows are turned over. */
export function paintSurface(data: DecisionSurfaceData, surface: Surface, domain: Extent, frame: Frame): Pixels {
  const { size, value, confidence } = surface;
  const bytes = new Uint8ClampedArray(size * size * 4);
  const paper = parse(frame.theme.paper);
  const colours = frame.theme.categorical.map(parse);
  const ramp = rampOf(frame);
  const k = Math.max(2, data.classes.length);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const cell = row * size + column;
      // Confidence runs from 1/k (no idea) to 1.
      const sure = confidence.length > 0 ? Math.max(0, (confidence[cell] - 1 / k) / (1 - 1 / k)) : 1;
      const [r, g, b] =
        data.classes.length > 0
          ? mix(paper, colours[value[cell] % 8], 0.12 + 0.48 * sure)
          : mix(paper, ramp((value[cell] - domain[0]) / (domain[1] - domain[0] || 1)), 0.75);
      const at = ((size - 1 - row) * size + column) * 4;
      bytes[at] = r;
      bytes[at + 1] = g;
      bytes[at + 2] = b;
      bytes[at + 3] = 255;
    }
  }
  return { width: size, height: size, data: bytes };
}

function pointReadout(data: DecisionSurfaceData, layout: Cartesian, i: number): Readout {
  const { points } = data;
  const target = data.classes[points.target[i]] ?? number(points.target[i], 6);
  return {
    x: layout.x.at(points.x[i]),
    y: layout.y.at(points.y[i]),
    key: points.row ? points.row[i] : i,
    lines: [
      `${points.validation?.[i] ? 'Validation' : 'Training'} row${points.row ? ` ${points.row[i]}` : ''}`,
      `${data.target} ${target}`,
      `${data.xAxis.name} ${number(points.x[i])}`,
      `${data.yAxis.name} ${number(points.y[i])}`,
    ],
  };
}

function cellReadout(data: DecisionSurfaceData, surface: Surface, layout: Cartesian, x: number, y: number): Readout {
  const { size } = surface;
  const fx = layout.x.invert(x);
  const fy = layout.y.invert(y);
  const column = Math.min(size - 1, Math.floor(((fx - surface.x.min) / (surface.x.max - surface.x.min)) * size));
  const row = Math.min(size - 1, Math.floor(((fy - surface.y.min) / (surface.y.max - surface.y.min)) * size));
  const cell = Math.max(0, row) * size + Math.max(0, column);
  const value = surface.value[cell];
  const said =
    data.classes.length > 0
      ? `predicts ${data.classes[value] ?? value}, ${(100 * surface.confidence[cell]).toFixed(1)} % sure`
      : `predicts ${number(value)}`;
  return { x, y, key: null, lines: [said, `${data.xAxis.name} ${number(fx)}`, `${data.yAxis.name} ${number(fy)}`] };
}
