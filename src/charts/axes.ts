// The plain two-axis frame: margins, scales, grid, ticks and titles. The y title stands above the axis, to be read
// without turning the head.
import { axisTitle, type AxisSpec, type Box, type Frame, type Layout } from './chart';
import { dateLabel } from './dates';
import type { Painter } from './painter';
import { nice, scaleOf, type Extent, type Scale } from './scale';

export interface Cartesian extends Layout {
  readonly x: Scale;
  readonly y: Scale;
}

export interface CartesianOptions {
  readonly xAxis: AxisSpec;
  readonly yAxis: AxisSpec;
  readonly xDomain: Extent;
  readonly yDomain: Extent;
  /** Keep the domain as it is instead of rounding it outwards. */
  readonly exactX?: boolean;
  readonly exactY?: boolean;
  /** Room at the right, for direct labels. */
  readonly right?: number;
  /** Room above the plot, 24 pixels when left out. */
  readonly top?: number;
}

const charWidth = 6.3;

/** A range widened to round numbers, up to where the axis ends. */
export function rounded({ log, within }: AxisSpec, range: Extent, count?: number): Extent {
  const [low, high] = nice(range, log === true && range[0] > 0, count);
  const [least, most] = within ?? [low, high];
  return least < high && most > low ? [Math.max(low, least), Math.min(high, most)] : [low, high];
}

export function cartesian(frame: Frame, o: CartesianOptions): Cartesian {
  const logX = o.xAxis.log === true && o.xDomain[0] > 0;
  const logY = o.yAxis.log === true && o.yDomain[0] > 0;
  const xDomain = o.exactX ? o.xDomain : rounded(o.xAxis, o.xDomain, xTicks(frame.width));
  const yDomain = o.exactY ? o.yDomain : rounded(o.yAxis, o.yDomain, yTicks(frame.height));
  const labels = scaleOf(logY, yDomain, 1, 0).ticks(yTicks(frame.height));
  const lengthOf = (label: string, value: number) => (o.yAxis.date ? dateLabel(value) : label).length;
  const left = Math.max(28, 12 + charWidth * Math.max(0, ...labels.map((t) => lengthOf(t.label, t.value))));
  const plot: Box = {
    left,
    top: o.top ?? 24,
    right: Math.max(left + 20, frame.width - (o.right ?? 12)),
    bottom: Math.max(44, frame.height - 36),
  };
  return {
    plot,
    x: scaleOf(logX, xDomain, plot.left, plot.right),
    y: scaleOf(logY, yDomain, plot.bottom, plot.top),
    signature: [
      frame.width,
      frame.height,
      frame.theme.dark,
      logX,
      logY,
      ...xDomain,
      ...yDomain,
      plot.left,
      plot.top,
    ].join(),
  };
}

const xTicks = (width: number) => Math.max(2, Math.min(10, Math.floor(width / 80)));
const yTicks = (height: number) => Math.max(2, Math.min(8, Math.floor(height / 45)));

export function drawAxes(painter: Painter, layout: Cartesian, xAxis: AxisSpec, yAxis: AxisSpec, frame: Frame): void {
  const { plot, x, y } = layout;
  const { theme } = frame;
  for (const tick of y.ticks(yTicks(frame.height))) {
    const at = Math.round(y.at(tick.value)) + 0.5;
    painter.line([plot.left, plot.right], [at, at], { colour: theme.grid });
    const label = yAxis.date ? dateLabel(tick.value) : tick.label;
    painter.text(plot.left - 6, at, label, { colour: theme.muted, anchor: 'end', mono: true, size: 10.5 });
  }
  const { words } = xAxis;
  const room = words ? (plot.right - plot.left) / Math.max(1, words.length - 1) : Infinity;
  const ticks = words
    ? words.map((word, i) => ({ value: i + 1, label: clip(word, room / charWidth) }))
    : x.ticks(xTicks(frame.width));
  for (const tick of ticks) {
    if (xAxis.whole && !Number.isInteger(tick.value)) continue;
    const at = Math.round(x.at(tick.value)) + 0.5;
    painter.line([at, at], [plot.bottom, plot.bottom + 4], { colour: theme.muted });
    const label = xAxis.date ? dateLabel(tick.value) : tick.label;
    const half = (charWidth * label.length) / 2;
    // The last one may be too long to stand in the middle below its tick.
    painter.text(Math.max(half, Math.min(frame.width - half - 1, at)), plot.bottom + 12, label, {
      colour: theme.muted,
      anchor: 'middle',
      mono: true,
      size: 10.5,
    });
  }
  const base = Math.round(plot.bottom) + 0.5;
  painter.line([plot.left, plot.right], [base, base], { colour: theme.muted });
  painter.text(plot.right, plot.bottom + 27, title(xAxis, x), { colour: theme.ink, anchor: 'end' });
  painter.text(2, 10, title(yAxis, y), { colour: theme.ink });
}

const clip = (word: string, most: number) =>
  word.length <= most ? word : `${word.slice(0, Math.max(1, Math.floor(most) - 1))}…`;
const title = (axis: AxisSpec, scale: Scale) => axisTitle(axis) + (scale.log ? ', log scale' : '');

/** Index of the sorted array's value nearest to `target`. */
export function nearest(sorted: ArrayLike<number>, target: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < target) low = middle + 1;
    else high = middle;
  }
  return low > 0 && Math.abs(sorted[low - 1] - target) <= Math.abs(sorted[low] - target) ? low - 1 : low;
}

/** Pushes labels apart so that none overlaps; keeps their order. */
export function spread(ys: readonly number[], gap: number, low: number, high: number): number[] {
  const order = ys.map((_, i) => i).sort((a, b) => ys[a] - ys[b]);
  const placed = [...ys];
  let floor = low;
  for (const i of order) {
    placed[i] = Math.max(placed[i], floor);
    floor = placed[i] + gap;
  }
  let ceiling = high;
  for (const i of order.reverse()) {
    placed[i] = Math.min(placed[i], ceiling);
    ceiling = placed[i] - gap;
  }
  return placed;
}
