// The frame of two parameters against each other: numbers on their own scale, choices as bands. Shared by the rank
// plot and the contour.
import type { Box, Frame, Layout } from './chart';
import type { Painter } from './painter';
import { scaleOf, type Extent, type Scale } from './scale';
import { textWidth } from './text';
import { domainOf, type Dimension, type TrialColumns } from './trialColumns';

export interface PairData {
  readonly study: TrialColumns;
  /** Places of the two parameters in `study.dimensions`. */
  readonly x: number;
  readonly y: number;
}

export interface Plane extends Layout {
  readonly x: Scale;
  readonly y: Scale;
}

/** Room for the colour bar above the plot. */
const top = 40;

export function planeOf({ study, x, y }: PairData, frame: Frame): Plane {
  const across = study.dimensions[x];
  const upward = study.dimensions[y];
  const yDomain = banded(upward, study.columns[y]);
  const labels =
    upward.categories ??
    scaleOf(isLog(upward, yDomain), yDomain, 1, 0)
      .ticks(5)
      .map((t) => t.label);
  const longest = Math.min(14, Math.max(0, ...labels.map((label) => label.length)));
  const left = Math.min(frame.width / 3, Math.max(30, 14 + 6.3 * longest));
  const plot: Box = {
    left,
    top,
    right: Math.max(left + 20, frame.width - 14),
    bottom: Math.max(60, frame.height - 36),
  };
  const xDomain = banded(across, study.columns[x]);
  return {
    plot,
    x: scaleOf(isLog(across, xDomain), xDomain, plot.left + 6, plot.right - 6),
    y: scaleOf(isLog(upward, yDomain), yDomain, plot.bottom - 6, plot.top + 6),
    signature: [frame.width, frame.height, frame.theme.dark, x, y, ...xDomain, ...yDomain, study.trial.length].join(),
  };
}

const isLog = (dimension: Dimension, domain: Extent) => dimension.log === true && domain[0] > 0;

function banded(dimension: Dimension, column: ArrayLike<number>): Extent {
  if (dimension.categories) return [-0.5, Math.max(1, dimension.categories.length) - 0.5];
  return domainOf(dimension, column);
}

export function drawPlane(painter: Painter, { study, x, y }: PairData, layout: Plane, frame: Frame): void {
  const { plot } = layout;
  const { theme } = frame;
  const across = study.dimensions[x];
  const upward = study.dimensions[y];
  const small = { colour: theme.muted, mono: true, size: 10.5 } as const;
  const fitY = Math.max(3, Math.floor((plot.left - 8) / 6.3));
  for (const { at, label } of ticksOf(layout.y, upward, Math.max(2, Math.floor(frame.height / 45)), fitY)) {
    painter.line([plot.left - 4, plot.left], [at, at], { colour: theme.muted });
    painter.text(plot.left - 6, at, label, { ...small, anchor: 'end' });
  }
  const room = plot.right - plot.left;
  const fitX = across.categories ? Math.max(3, Math.floor(room / across.categories.length / 6.6)) : 99;
  for (const { at, label } of ticksOf(layout.x, across, Math.max(2, Math.floor(room / 80)), fitX)) {
    painter.line([at, at], [plot.bottom, plot.bottom + 4], { colour: theme.muted });
    painter.text(at, plot.bottom + 12, label, { ...small, anchor: 'middle' });
  }
  painter.frame(plot.left, plot.top, room, plot.bottom - plot.top, { colour: theme.grid });
  const named = ({ name }: Dimension, scale: Scale) => name + (scale.log ? ', log scale' : '');
  painter.text(plot.right, plot.bottom + 27, named(across, layout.x), { colour: theme.ink, anchor: 'end' });
  painter.text(2, 10, named(upward, layout.y), { colour: theme.ink });
}

function ticksOf(scale: Scale, dimension: Dimension, count: number, fit: number): { at: number; label: string }[] {
  if (!dimension.categories) return scale.ticks(count).map((t) => ({ at: scale.at(t.value), label: t.label }));
  return dimension.categories.map((label, i) => ({
    at: scale.at(i),
    label: label.length <= fit ? label : `${label.slice(0, fit - 1)}…`,
  }));
}

/** Where trial `i` stands; choices are spread inside their band by trial number. NaN where it has no place. */
export function placeOf({ study, x, y }: PairData, layout: Plane, i: number): readonly [number, number] {
  const spread = (dimension: Dimension, value: number, ratio: number) =>
    dimension.categories ? value + (((study.trial[i] * ratio) % 1) - 0.5) * 0.5 : value;
  return [
    layout.x.at(spread(study.dimensions[x], study.columns[x][i], 0.6180339887498949)),
    layout.y.at(spread(study.dimensions[y], study.columns[y][i], 0.7548776662466927)),
  ];
}

export const nameAt = (dimension: Dimension, value: number, text: (value: number) => string): string =>
  Number.isNaN(value) ? 'off' : (dimension.categories?.[value] ?? text(value));

/** A bar from bad to good with its two ends named, at the right above the plot. */
export function drawColourBar(
  p: Painter,
  frame: Frame,
  colours: readonly string[],
  ends: readonly [string, string],
): void {
  const width = 80;
  const end = frame.width - 16;
  const last = textWidth(ends[1], 10.5) + 6;
  const from = end - last - width;
  const step = width / colours.length;
  colours.forEach((colour, i) => p.rect(from + i * step, 22, step + 0.5, 8, colour));
  p.text(from - 6, 26, ends[0], { colour: frame.theme.muted, anchor: 'end', size: 10.5 });
  p.text(end - last + 6, 26, ends[1], { colour: frame.theme.muted, size: 10.5 });
}
