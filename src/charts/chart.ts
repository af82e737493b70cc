// The contract of a chart: a pure description of how data becomes marks. It knows no component, no store and no clock;
// the host (Chart.svelte) measures, draws, listens and exports. Two kinds: `painted` charts draw marks by number, so
// that a growing study adds to the picture instead of drawing it anew; `plotted` charts return an SVG from
// Observable Plot and suit small, finished data.
import type { KeySet } from '$core/table/rowSet';
import type { Painter } from './painter';
import type { Theme } from './theme';

export type Cell = string | number | null;

/** The chart as a table: for screen readers, for CSV, and for whoever wants the numbers. */
export interface TableTwin {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** `nothing-finite`: there is data, but no number that could be drawn. */
export type ChartState = 'empty' | 'nothing-finite' | 'ready';

export interface Frame {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

export interface AxisSpec {
  readonly name: string;
  readonly unit?: string;
  readonly log?: boolean;
  /** Values are milliseconds since 1970 UTC. */
  readonly date?: boolean;
  /** No value lies outside, such as of a share, so the axis does not either. */
  readonly within?: readonly [least: number, most: number];
  /** Counts: only whole numbers are ticks. */
  readonly whole?: boolean;
  /** Words in place of the numbers 1, 2, ... */
  readonly words?: readonly string[];
}
export const axisTitle = (axis: AxisSpec): string => (axis.unit ? `${axis.name} (${axis.unit})` : axis.name);

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The exact values of one mark, and where it is. `key` is the row or trial it stands for. */
export interface Readout {
  readonly x: number;
  readonly y: number;
  readonly lines: readonly string[];
  readonly key: number | null;
}

/** What the person points at and has chosen, by row or trial number. */
export interface Emphasis {
  readonly selected: KeySet;
  readonly hovered: number | null;
}

export interface Layout {
  /** Where the data lie. */
  readonly plot: Box;
  /** Equal signatures: marks drawn under the one are right under the other, so only new ones need drawing. */
  readonly signature: string;
}

export interface PaintedChart<D, L extends Layout = Layout> {
  readonly kind: 'painted';
  readonly name: string;
  state(data: D): ChartState;
  /** Number of marks. Marks are only ever added while the signature stays. */
  count(data: D): number;
  layout(data: D, frame: Frame): L;
  /** What lies under the marks: grid, axes, titles. */
  under(painter: Painter, data: D, layout: L, frame: Frame): void;
  /** Marks `from` (included) to `to` (excluded). */
  marks(painter: Painter, data: D, layout: L, frame: Frame, from: number, to: number): void;
  /**
   * The marks that were chosen, below `over`. There may be thousands: it yields after a few each time, and is drawn on between
   * frames. Left out: `over` shows them.
   */
  chosen?(painter: Painter, data: D, layout: L, frame: Frame, selected: KeySet): Generator<void, void>;
  /** What `over` shows beside the emphasis; left out: nothing, so that new marks alone do not redraw it. */
  readonly overShows?: 'data';
  /** What changes often and lies above: live lines, what is pointed at, labels. */
  over?(painter: Painter, data: D, layout: L, frame: Frame, emphasis: Emphasis): void;
  /** The mark nearest to a point, within reach. */
  pick?(data: D, layout: L, x: number, y: number): Readout | null;
  /** The readout of mark `index`, for the arrow keys. */
  at?(data: D, layout: L, index: number): Readout | null;
  /** Which brush a drag that starts here belongs to; null: no brush here. Charts with one plot area leave it out. */
  brushGroup?(layout: L, x: number, y: number): { readonly group: number; readonly box: Box } | null;
  /** Keys of the marks inside all brushes. */
  brush?(data: D, layout: L, brushes: readonly Brush[]): number[];
  /** What is not shown, in words: "Every 4th of 20,000 points is drawn." */
  note?(data: D, layout: L): string | null;
  table(data: D): TableTwin;
}

export interface Brush {
  readonly group: number;
  readonly box: Box;
}

export interface PlottedChart<D> {
  readonly kind: 'plotted';
  readonly name: string;
  state(data: D): ChartState;
  /** Needs a document; the plotting library is loaded on first use. */
  render(data: D, frame: Frame): Promise<SVGSVGElement>;
  note?(data: D): string | null;
  table(data: D): TableTwin;
}

export type ChartDef<D> = PaintedChart<D, Layout> | PlottedChart<D>;

/** Types a painted chart by its own layout and hands it out under the general type. */
export function definePainted<D, L extends Layout>(chart: PaintedChart<D, L>): PaintedChart<D> {
  return chart as unknown as PaintedChart<D>;
}

/** The same chart; the last layout is laid out once, for the host asks for it in more than one place. */
export function remembering<D>(chart: ChartDef<D>): ChartDef<D> {
  if (chart.kind === 'plotted') return chart;
  let last: { readonly data: D; readonly frame: Frame; readonly layout: Layout } | null = null;
  const layout = (data: D, frame: Frame): Layout => {
    if (last?.data !== data || last.frame !== frame) last = { data, frame, layout: chart.layout(data, frame) };
    return last.layout;
  };
  return { ...chart, layout };
}

/** Formula and source behind "how is this computed". */
export interface HowComputed {
  readonly text: string;
  readonly formula?: string;
  readonly source?: string;
}

export const inside = (box: Box, x: number, y: number): boolean =>
  x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
