// Values that a score is read against: baselines, and what people reach. Dashed lines across the plot, named on the line.
import { spread, type Cartesian } from './axes';
import type { Cell, Frame } from './chart';
import { number } from './format';
import type { Painter } from './painter';
import { extent, type Extent } from './scale';
import { textWidth } from './text';

export interface Reference {
  readonly label: string;
  readonly value: number;
}
/** With which way is better, so that the one to beat is always in view. */
export interface References {
  readonly lines: readonly Reference[];
  readonly direction: 'minimize' | 'maximize';
}

/** The best of them: what a model has to beat. */
export function toBeat({ lines, direction }: References): Reference | null {
  const sign = direction === 'minimize' ? 1 : -1;
  return lines.reduce<Reference | null>((best, one) => {
    if (!Number.isFinite(one.value)) return best;
    return !best || sign * (one.value - best.value) < 0 ? one : best;
  }, null);
}

/** A range of values that also holds the best reference. The others are drawn where they happen to lie in it. */
export function withReference(range: Extent | null, references: References | undefined, log = false): Extent | null {
  const best = references && toBeat(references);
  return best ? extent([best.value], log, range) : range;
}

const within = ({ y, plot }: Cartesian, value: number) => {
  const at = y.at(value);
  return Number.isFinite(at) && at >= plot.top - 0.5 && at <= plot.bottom + 0.5;
};

const shownIn = (references: References | undefined, layout: Cartesian) =>
  references?.lines.filter(({ value }) => within(layout, value)) ?? [];

/** The lines alone, for under the marks of a chart; `nameReferences` goes over them. */
export function drawReferences(painter: Painter, references: References | undefined, layout: Cartesian, frame: Frame) {
  const { plot, y } = layout;
  for (const { value } of shownIn(references, layout))
    painter.line([plot.left, plot.right], [y.at(value), y.at(value)], {
      colour: frame.theme.ink,
      alpha: 0.55,
      dash: [2, 4],
    });
}

/** Where a name stands: its ends, and the middle of its height. */
export interface NamePlace {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/** The names of the lines, over everything else: marks often lie on the line that they are read against. */
export function nameReferences(
  painter: Painter,
  references: References | undefined,
  layout: Cartesian,
  frame: Frame,
): NamePlace[] {
  const { plot, y } = layout;
  const { theme } = frame;
  // Lines that lie on one another have one name together.
  const named: { at: number; label: string }[] = [];
  for (const { label, value } of shownIn(references, layout)) {
    const at = y.at(value);
    const same = named.find((one) => Math.abs(one.at - at) < 1.5);
    if (same) same.label += `, ${label}`;
    else named.push({ at, label });
  }
  const ys = spread(
    named.map(({ at }) => at - 7),
    12,
    // Clear of a line at the very top, which many scores reach.
    plot.top + 9,
    plot.bottom - 4,
  );
  const left = plot.left + 5;
  return named.map(({ label }, i) => {
    painter.text(left, ys[i], label, { colour: theme.muted, size: 10.5, halo: theme.paper });
    return { left, right: left + textWidth(label, 10.5), y: ys[i] };
  });
}

/** The first height from `y` down at which a name of these ends stands clear of others. */
export function clearOf(names: readonly NamePlace[], left: number, right: number, y: number): number {
  const beside = names.filter((name) => name.left < right && name.right > left).sort((a, b) => a.y - b.y);
  return beside.reduce((at, name) => (Math.abs(name.y - at) < 12 ? name.y + 12 : at), y);
}

/** Those that lie outside the plot, in words. */
export function referenceNote(references: References | undefined, layout: Cartesian): string | null {
  const outside = references?.lines.filter(({ value }) => Number.isFinite(value) && !within(layout, value)) ?? [];
  if (outside.length === 0) return null;
  return `Outside this range: ${outside.map(({ label, value }) => `${label} ${number(value)}`).join(', ')}.`;
}

/** Rows of a table twin, `before` cells between the name and the value. */
export const referenceRows = (references: References | undefined, before = 1): Cell[][] =>
  (references?.lines ?? []).map(({ label, value }) => [label, ...new Array<Cell>(before).fill(null), value]);
