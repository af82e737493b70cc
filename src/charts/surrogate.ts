// What a surrogate model believes along parameters of a study: a line with its uncertainty and, below, how much the next
// trial is expected to gain; or one of the three as a picture over a plane. The picture of Bayesian optimisation in the
// textbooks (Brochu, Cora & de Freitas 2010, figure 1; Shahriari et al. 2016, figure 1).
import { cartesian, drawAxes, nearest, type Cartesian } from './axes';
import { axisTitle, definePainted, type AxisSpec, type Box, type Frame, type Readout } from './chart';
import { number } from './format';
import { cividis, steps, viridis, type Ramp } from './palette';
import { drawColourBar, drawPlane, nameAt, placeOf, planeOf, type Plane } from './plane';
import { extent, scaleOf, type Extent, type Scale } from './scale';
import type { Dimension, TrialColumns } from './trialColumns';

/** Cells along a parameter: values of a number, or the numbers of a choice's values. */
interface Believed {
  readonly mean: ArrayLike<number>;
  readonly deviation: ArrayLike<number>;
  readonly improvement: ArrayLike<number>;
}
export interface SurrogateLineData extends Believed {
  readonly dimension: Dimension;
  readonly objective: AxisSpec;
  readonly x: ArrayLike<number>;
  /** Finished trials along this parameter: they lie off the line where their other settings differ. */
  readonly trial: ArrayLike<number>;
  readonly at: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  /** Where the next trial would go; NaN where it has no such parameter. */
  readonly next: number;
}
interface LineLayout extends Cartesian {
  readonly lower: Box;
  readonly gain: Scale;
}

/** Share of the height that the expected improvement takes. */
const lowerShare = 0.26;

export const surrogateLine = definePainted<SurrogateLineData, LineLayout>({
  kind: 'painted',
  name: 'surrogate along one parameter',
  overShows: 'data',
  state: (data) => (data.x.length === 0 ? 'empty' : extent(data.mean) ? 'ready' : 'nothing-finite'),
  count: () => 1,
  layout: (data, frame) => {
    const { categories, log, name } = data.dimension;
    const room = Math.round(frame.height * lowerShare);
    const band = [bound(data, -2), bound(data, 2)].flatMap((side) => extent(side) ?? []);
    const y = extent([...band, ...Array.from(data.values)]) ?? [0, 1];
    const x: Extent = categories
      ? [-0.5, Math.max(1, categories.length) - 0.5]
      : [data.x[0], data.x[data.x.length - 1]];
    const upper = cartesian(
      { ...frame, height: frame.height - room },
      { xAxis: { name, log }, yAxis: data.objective, xDomain: x, yDomain: y, exactX: true, right: 14 },
    );
    const lower: Box = { ...upper.plot, top: frame.height - room + 8, bottom: frame.height - 6 };
    const top = extent(data.improvement)?.[1] ?? 1;
    const signature = `${upper.signature},${top},${data.trial.length},${data.next}`;
    return { ...upper, signature, lower, gain: scaleOf(false, [0, top > 0 ? top : 1], lower.bottom, lower.top) };
  },
  under: (painter, data, layout, frame) => {
    const { name, log } = data.dimension;
    const upper = { ...frame, height: frame.height - Math.round(frame.height * lowerShare) };
    const known = data.dimension.categories;
    if (!known) drawAxes(painter, layout, { name, log }, data.objective, upper);
    else {
      drawAxes(painter, { ...layout, x: { ...layout.x, ticks: () => [] } }, { name }, data.objective, upper);
      const style = { colour: frame.theme.muted, anchor: 'middle', mono: true, size: 10 } as const;
      known.forEach((label, i) => painter.text(layout.x.at(i), layout.plot.bottom + 12, label, style));
    }
    const { lower } = layout;
    painter.line([lower.left, lower.right], [lower.bottom, lower.bottom], { colour: frame.theme.muted });
  },
  marks: (painter, data, layout, frame) => {
    const { theme } = frame;
    const [low, high] = [bound(data, -2).map(layout.y.at), bound(data, 2).map(layout.y.at)];
    const xs = Array.from(data.x, layout.x.at);
    const ys = Array.from(data.mean, layout.y.at);
    const gains = Array.from(data.improvement, layout.gain.at);
    const amber = theme.categorical[1];
    const { plot } = layout;
    // The model knows no limit; the axis ends where the values do.
    const believed = (draw: () => void) =>
      painter.clip(plot.left - 10, plot.top - 2, plot.right - plot.left + 20, plot.bottom - plot.top + 2, draw);
    if (data.dimension.categories) {
      believed(() =>
        xs.forEach((x, i) => {
          painter.line([x, x], [low[i], high[i]], { colour: theme.accent, width: 6, alpha: 0.25 });
          painter.line([x - 9, x + 9], [ys[i], ys[i]], { colour: theme.accent, width: 2 });
        }),
      );
      xs.forEach((x, i) => painter.rect(x - 9, gains[i], 18, layout.lower.bottom - gains[i], amber, 0.5));
    } else {
      const floor = xs.map(() => layout.lower.bottom);
      believed(() => {
        painter.band(xs, low, high, theme.accent, 0.18);
        painter.line(xs, ys, { colour: theme.accent, width: 2 });
      });
      painter.band(xs, gains, floor, amber, 0.35);
      painter.line(xs, gains, { colour: amber, width: 1.5 });
    }
    for (let i = 0; i < data.trial.length; i++) {
      const [x, y] = [layout.x.at(data.at[i]), layout.y.at(data.values[i])];
      if (Number.isFinite(x + y)) painter.marker('circle', x, y, 3, theme.ink, { ring: theme.paper, alpha: 0.8 });
    }
    const x = layout.x.at(data.next);
    // The next trial may do without the parameter.
    if (Number.isFinite(x)) {
      painter.line([x, x], [layout.plot.top, layout.lower.bottom], { colour: theme.ink, dash: [4, 3], alpha: 0.7 });
      const end = x > (layout.plot.left + layout.plot.right) / 2;
      const style = { colour: theme.ink, halo: theme.paper, anchor: end ? 'end' : 'start' } as const;
      painter.text(x + (end ? -5 : 5), layout.plot.top + 8, 'next', style);
    }
    const gain = { colour: theme.muted, halo: theme.paper, size: 10.5 } as const;
    painter.text(layout.lower.left + 2, layout.lower.top + 4, 'expected improvement', gain);
  },
  over: (painter, data, layout, frame, emphasis) => {
    for (let i = 0; i < data.trial.length; i++) {
      const key = data.trial[i];
      if (key !== emphasis.hovered && !emphasis.selected.has(key)) continue;
      painter.marker('circle', layout.x.at(data.at[i]), layout.y.at(data.values[i]), 6, frame.theme.ink, {
        hollow: true,
      });
    }
  },
  pick: (data, layout, px, py) => {
    for (let i = 0; i < data.trial.length; i++) {
      const [x, y] = [layout.x.at(data.at[i]), layout.y.at(data.values[i])];
      if (Math.hypot(x - px, y - py) < 7) {
        const where = nameAt(data.dimension, data.at[i], number);
        const lines = [`Trial ${data.trial[i]}`, `${data.dimension.name} ${where}`];
        return { x, y, key: data.trial[i], lines: [...lines, `${data.objective.name} ${number(data.values[i], 6)}`] };
      }
    }
    return px < layout.plot.left || px > layout.plot.right ? null : lineReadout(data, layout, px);
  },
  at: (data, layout, index) => (index < data.x.length ? lineReadout(data, layout, layout.x.at(data.x[index])) : null),
  note: (data, { y }) => {
    const beyond = data.objective.within && [-2, 0, 2].some((k) => bound(data, k).some((v) => v < y.low || v > y.high));
    const limit = beyond ? ' The model knows no limits; it is shown up to those of the values.' : '';
    return `Band: two standard deviations of the model. Trials lie off the line where their other settings differ.${limit}`;
  },
  table: (data) => ({
    columns: [data.dimension.name, 'mean', 'standard deviation', 'expected improvement'],
    rows: Array.from(data.x, (x, i) => [
      data.dimension.categories?.[x] ?? x,
      data.mean[i],
      data.deviation[i],
      data.improvement[i],
    ]),
  }),
});

const bound = ({ mean, deviation }: Believed, share: number): number[] =>
  Array.from(mean, (value, i) => value + share * deviation[i]);

function lineReadout(data: SurrogateLineData, layout: LineLayout, px: number): Readout {
  const i = nearest(
    Array.from(data.x, (x) => layout.x.at(x)),
    px,
  );
  return {
    x: layout.x.at(data.x[i]),
    y: layout.y.at(data.mean[i]),
    key: null,
    lines: [
      `${data.dimension.name} ${nameAt(data.dimension, data.x[i], number)}`,
      ...beliefLines(data, i, data.objective),
    ],
  };
}

const beliefLines = (data: Believed, i: number, objective: AxisSpec): string[] => [
  `${axisTitle(objective)} ${number(data.mean[i], 4)} ± ${number(2 * data.deviation[i], 2)}`,
  `expected improvement ${number(data.improvement[i], 3)}`,
];

export interface SurrogatePlaneData extends Believed {
  readonly study: TrialColumns;
  readonly x: number;
  readonly y: number;
  /** Cell centres along x and, from the low end up, along y. */
  readonly across: ArrayLike<number>;
  readonly upward: ArrayLike<number>;
  readonly shows: 'mean' | 'deviation' | 'improvement';
  /** Where the next trial would go, as chart coordinates; NaN where it has no such parameter. */
  readonly next: readonly [number, number];
}

const pixelsPerChoice = 32;

export const surrogatePlane = definePainted<SurrogatePlaneData, Plane>({
  kind: 'painted',
  name: 'surrogate over two parameters',
  overShows: 'data',
  state: (data) => (data.across.length === 0 ? 'empty' : extent(data[data.shows]) ? 'ready' : 'nothing-finite'),
  count: () => 1,
  layout: (data, frame) => {
    const plane = planeOf(data, frame);
    const domain = extent(data[data.shows]) ?? [0, 1];
    return { ...plane, signature: [plane.signature, data.shows, ...domain, ...data.next].join() };
  },
  under: () => undefined,
  marks: (painter, data, layout, frame) => {
    const { theme } = frame;
    const [low, high] = extent(data[data.shows]) ?? [0, 1];
    const ramp = rampFor(data, frame);
    const [across, upward] = [data.across.length, data.upward.length];
    // An image is smoothed when it is stretched. Between choices there is nothing, so each of them is many pixels wide.
    const [wide, tall] = [data.x, data.y].map((k) => (data.study.dimensions[k].categories ? pixelsPerChoice : 1));
    const [columns, rows] = [across * wide, upward * tall];
    const pixels = new Uint8ClampedArray(4 * columns * rows);
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        const value = data[data.shows][Math.floor((rows - 1 - r) / tall) * across + Math.floor(c / wide)];
        pixels.set([...ramp(high > low ? (value - low) / (high - low) : 0.5), 225], 4 * (r * columns + c));
      }
    }
    const { plot } = layout;
    const box = cellsBox(data, layout);
    painter.clip(plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top, () =>
      painter.image(box.left, box.top, box.right - box.left, box.bottom - box.top, {
        width: columns,
        height: rows,
        data: pixels,
      }),
    );
    drawPlane(painter, data, layout, frame);
    const words = { mean: data.study.objective.name, deviation: 'standard deviation', improvement: 'expected gain' };
    drawColourBar(painter, frame, steps(ramp, 32), [number(low, 3), `${number(high, 3)} ${words[data.shows]}`]);
    for (let i = 0; i < data.study.trial.length; i++) {
      const [x, y] = placeOf(data, layout, i);
      if (Number.isFinite(x + y + data.study.values[i])) {
        painter.marker('circle', x, y, 2.2, theme.ink, { ring: theme.paper });
      }
    }
    const [x, y] = [layout.x.at(data.next[0]), layout.y.at(data.next[1])];
    if (Number.isFinite(x + y)) painter.marker('star', x, y, 7, theme.categorical[1], { ring: theme.paper });
  },
  over: (painter, data, layout, frame, emphasis) => {
    for (let i = 0; i < data.study.trial.length; i++) {
      const key = data.study.trial[i];
      if (key !== emphasis.hovered && !emphasis.selected.has(key)) continue;
      const [x, y] = placeOf(data, layout, i);
      painter.marker('circle', x, y, 6, frame.theme.ink, { hollow: true });
    }
  },
  pick: (data, layout, px, py) => {
    const box = cellsBox(data, layout);
    const [columns, rows] = [data.across.length, data.upward.length];
    const c = Math.floor(((px - box.left) / (box.right - box.left)) * columns);
    const r = Math.floor(((box.bottom - py) / (box.bottom - box.top)) * rows);
    if (c < 0 || r < 0 || c >= columns || r >= rows) return null;
    return { x: px, y: py, key: null, lines: beliefLines(data, r * columns + c, data.study.objective) };
  },
  note: () => 'Star: the next trial. Dots: finished trials, wherever their other settings are.',
  table: ({ study, x, y }) => ({
    columns: ['trial', study.dimensions[x].name, study.dimensions[y].name, study.objective.name],
    rows: Array.from(study.trial, (trial, i) => [
      trial,
      study.dimensions[x].categories?.[study.columns[x][i]] ?? study.columns[x][i],
      study.dimensions[y].categories?.[study.columns[y][i]] ?? study.columns[y][i],
      study.values[i],
    ]),
  }),
});

/** The box whose equal cells have their middles where the data say. */
function cellsBox({ across, upward }: SurrogatePlaneData, { x, y, plot }: Plane): Box {
  const ends = (at: ArrayLike<number>, scale: Scale, low: number, high: number): [number, number] => {
    if (at.length < 2) return [low, high];
    const [first, last] = [scale.at(at[0]), scale.at(at[at.length - 1])];
    const half = (last - first) / (at.length - 1) / 2;
    return [first - half, last + half];
  };
  const [left, right] = ends(across, x, plot.left, plot.right);
  const [bottom, top] = ends(upward, y, plot.bottom, plot.top);
  return { left, right, top, bottom };
}

/** Good, uncertain and promising stand out from the paper. */
function rampFor(data: SurrogatePlaneData, { theme }: Frame): Ramp {
  const ramp = theme.dark ? viridis : cividis;
  const outstanding = data.shows !== 'mean' || data.study.objective.direction === 'maximize';
  return outstanding === theme.dark ? ramp : (t) => ramp(1 - t);
}
