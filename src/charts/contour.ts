// The objective over two parameters, smoothed from the trials: a kernel average (Nadaraya 1964, Watson 1964) with a
// Gaussian of Scott's width on each scaled axis, choices kept apart, drawn only where trials are near. The other
// parameters vary freely, so this is a view of the study, not of the function.
import { definePainted, type Frame, type Readout } from './chart';
import { number } from './format';
import { withoutOutliers } from './outliers';
import { cividis, steps, viridis, type Ramp } from './palette';
import { drawColourBar, drawPlane, nameAt, placeOf, planeOf, type PairData, type Plane } from './plane';
import { drawChosen, drawHovered, type Points } from './points';
import type { Extent } from './scale';

export interface Field {
  readonly columns: number;
  readonly rows: number;
  /** Row-major from the top; NaN where no trial is near. */
  readonly value: Float64Array;
}
interface ContourLayout extends Plane {
  readonly field: Field;
  readonly domain: Extent;
}

const cells = 56;
/** Cells whose nearest trials weigh less than one trial two and a half widths away stay empty. */
const nearEnough = Math.exp(-0.5 * 2.5 * 2.5);
const levels = 7;

export const contour = definePainted<PairData, ContourLayout>({
  kind: 'painted',
  name: 'contour of two parameters',
  overShows: 'data',
  state: (data) => {
    if (data.study.trial.length === 0) return 'empty';
    return usable(data).length > 0 ? 'ready' : 'nothing-finite';
  },
  count: () => 1,
  layout: (data, frame) => {
    const plane = planeOf(data, frame);
    const { objective, values } = data.study;
    const domain = withoutOutliers(values, false, objective.direction) ?? [0, 1];
    return { ...plane, domain, field: smooth(data, plane, domain) };
  },
  under: () => undefined,
  marks: (painter, data, layout, frame) => {
    const { plot, field, domain } = layout;
    const ramp = rampFor(data, frame);
    const pixels = new Uint8ClampedArray(4 * field.value.length);
    field.value.forEach((value, i) => {
      if (Number.isNaN(value)) return;
      pixels.set([...ramp(share(value, domain)), 215], 4 * i);
    });
    const image = { width: field.columns, height: field.rows, data: pixels };
    painter.image(plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top, image);
    for (let k = 1; k < levels; k++) {
      const level = domain[0] + ((domain[1] - domain[0]) * k) / levels;
      const { xs, ys } = isoline(field, level, layout);
      painter.line(xs, ys, { colour: frame.theme.ink, width: 0.8, alpha: 0.45 });
    }
    drawPlane(painter, data, layout, frame);
    const ends = domain.map((value) => number(value, 3));
    const colours = steps(rampFor(data, frame), 32);
    drawColourBar(painter, frame, colours, [ends[0], `${ends[1]} ${data.study.objective.name}`]);
    for (const i of usable(data)) {
      const [x, y] = placeOf(data, layout, i);
      painter.marker('circle', x, y, 1.8, frame.theme.ink, { ring: frame.theme.paper });
    }
  },
  chosen: (painter, data, layout, frame, selected) =>
    drawChosen(painter, placed(data, layout), selected, 6, frame.theme.ink),
  over: (painter, data, layout, frame, emphasis) => {
    if (emphasis.hovered !== null) drawHovered(painter, placed(data, layout), emphasis, 6, frame.theme.ink);
  },
  pick: (data, layout, px, py) => {
    let reach = 10;
    let found = -1;
    for (const i of usable(data)) {
      const [x, y] = placeOf(data, layout, i);
      const distance = Math.hypot(x - px, y - py);
      if (distance < reach) [reach, found] = [distance, i];
    }
    return found >= 0 ? readout(data, layout, found) : cellAt(data, layout, px, py);
  },
  at: (data, layout, index) => {
    const i = usable(data)[index];
    return i === undefined ? null : readout(data, layout, i);
  },
  note: () => 'Averaged over the other parameters; blank where no trial is near.',
  table: ({ study, x, y }) => ({
    columns: ['trial', study.dimensions[x].name, study.dimensions[y].name, study.objective.name],
    rows: usable({ study, x, y }).map((i) => [
      study.trial[i],
      study.dimensions[x].categories?.[study.columns[x][i]] ?? study.columns[x][i],
      study.dimensions[y].categories?.[study.columns[y][i]] ?? study.columns[y][i],
      study.values[i],
    ]),
  }),
});

/** Places of the trials that have a value and both parameters. */
function placed(data: PairData, layout: ContourLayout): Points {
  const all = usable(data);
  return {
    count: all.length,
    x: (i) => placeOf(data, layout, all[i])[0],
    y: (i) => placeOf(data, layout, all[i])[1],
    key: (i) => data.study.trial[all[i]],
  };
}

const usable = ({ study, x, y }: PairData): number[] =>
  Array.from(study.trial, (_, i) => i).filter((i) =>
    Number.isFinite(study.values[i] + study.columns[x][i] + study.columns[y][i]),
  );

const share = (value: number, [low, high]: Extent) => (high > low ? (value - low) / (high - low) : 0.5);

/** At most this many trials are averaged: the picture does not get better by more. */
const most = 1500;

/** The smoothed objective on the cells of the plot. Values beyond the domain count as its end. */
export function smooth(data: PairData, plane: Plane, [low, high]: Extent): Field {
  const { study } = data;
  const all = usable(data);
  const every = Math.ceil(all.length / most);
  const kept = all.filter((_, k) => k % every === 0);
  const across = study.dimensions[data.x].categories;
  const upward = study.dimensions[data.y].categories;
  const columns = across ? Math.max(1, across.length) : cells;
  const rows = upward ? Math.max(1, upward.length) : cells;
  const xs = kept.map((i) => plane.x.at(study.columns[data.x][i]));
  const ys = kept.map((i) => plane.y.at(study.columns[data.y][i]));
  const values = kept.map((i) => Math.min(high, Math.max(low, study.values[i])));
  const weightX = weights(xs, across !== undefined, plane.plot.left, plane.plot.right, columns);
  const weightY = weights(ys, upward !== undefined, plane.plot.top, plane.plot.bottom, rows);
  const value = new Float64Array(columns * rows);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      let sum = 0;
      let weight = 0;
      for (let k = 0; k < values.length; k++) {
        const w = weightX[c][k] * weightY[r][k];
        weight += w;
        sum += w * values[k];
      }
      value[r * columns + c] = weight >= nearEnough ? sum / weight : NaN;
    }
  }
  return { columns, rows, value };
}

/** Weight of each point in each of `count` cells along one axis, in pixels. */
function weights(at: readonly number[], choices: boolean, from: number, to: number, count: number): Float64Array[] {
  const mean = at.reduce((sum, x) => sum + x, 0) / at.length;
  const sd = Math.sqrt(at.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / at.length);
  const width = Math.max((to - from) / 40, sd * Math.pow(at.length, -1 / 6));
  const size = (to - from) / count;
  return Array.from({ length: count }, (_, cell) => {
    const centre = from + (cell + 0.5) * size;
    return Float64Array.from(at, (x) => {
      if (choices) return Math.abs(x - centre) <= size / 2 ? 1 : 0;
      const z = (x - centre) / width;
      return Math.exp(-0.5 * z * z);
    });
  });
}

/** Marching squares between the centres of cells: segments with breaks. Only across numbers on both axes. */
export function isoline(field: Field, level: number, { plot }: Plane): { xs: number[]; ys: number[] } {
  const { columns, rows, value } = field;
  const xs: number[] = [];
  const ys: number[] = [];
  if (columns !== cells || rows !== cells) return { xs, ys };
  const px = (c: number) => plot.left + ((c + 0.5) * (plot.right - plot.left)) / columns;
  const py = (r: number) => plot.top + ((r + 0.5) * (plot.bottom - plot.top)) / rows;
  for (let r = 0; r + 1 < rows; r++) {
    for (let c = 0; c + 1 < columns; c++) {
      const corners = [
        [c, r],
        [c + 1, r],
        [c + 1, r + 1],
        [c, r + 1],
      ].map(([i, j]) => ({ i, j, v: value[j * columns + i] - level }));
      if (corners.some(({ v }) => Number.isNaN(v))) continue;
      const cuts: [number, number][] = [];
      corners.forEach((a, k) => {
        const b = corners[(k + 1) % 4];
        if (a.v < 0 === b.v < 0) return;
        const t = a.v / (a.v - b.v);
        cuts.push([px(a.i + t * (b.i - a.i)), py(a.j + t * (b.j - a.j))]);
      });
      for (let k = 0; k + 1 < cuts.length; k += 2) {
        xs.push(cuts[k][0], cuts[k + 1][0], NaN);
        ys.push(cuts[k][1], cuts[k + 1][1], NaN);
      }
    }
  }
  return { xs, ys };
}

/** Good stands out from the paper. */
const rampFor = (data: PairData, frame: Frame): Ramp => {
  const ramp = frame.theme.dark ? viridis : cividis;
  const goodIsHigh = data.study.objective.direction === 'maximize';
  return goodIsHigh === frame.theme.dark ? ramp : (t) => ramp(1 - t);
};

function readout(data: PairData, layout: ContourLayout, i: number): Readout {
  const { study } = data;
  const [x, y] = placeOf(data, layout, i);
  const line = (k: number) => `${study.dimensions[k].name} ${nameAt(study.dimensions[k], study.columns[k][i], number)}`;
  return {
    x,
    y,
    key: study.trial[i],
    lines: [
      `Trial ${study.trial[i]}`,
      line(data.x),
      line(data.y),
      `${study.objective.name} ${number(study.values[i], 6)}`,
    ],
  };
}

function cellAt(data: PairData, { plot, field }: ContourLayout, x: number, y: number): Readout | null {
  const c = Math.floor(((x - plot.left) / (plot.right - plot.left)) * field.columns);
  const r = Math.floor(((y - plot.top) / (plot.bottom - plot.top)) * field.rows);
  if (c < 0 || r < 0 || c >= field.columns || r >= field.rows) return null;
  const value = field.value[r * field.columns + c];
  if (Number.isNaN(value)) return null;
  return { x, y, key: null, lines: ['Average near here', `${data.study.objective.name} ${number(value, 4)}`] };
}
