// What a surrogate model believes over a plane of two parameters: its mean, its uncertainty, what the next trial is expected to
// gain, or the chance of keeping the study's limits, as a picture under the trials.
import { definePainted, type Box, type Frame } from './chart';
import { number } from './format';
import { cividis, steps, viridis, type Ramp } from './palette';
import { drawColourBar, drawPlane, placeOf, planeOf, type Plane } from './plane';
import { extent, type Extent, type Scale } from './scale';
import { beliefLines, evens, type Believed } from './surrogateBelief';
import type { TrialColumns } from './trialColumns';

export interface SurrogatePlaneData extends Believed {
  readonly study: TrialColumns;
  readonly x: number;
  readonly y: number;
  /** Cell centres along x and, from the low end up, along y. */
  readonly across: ArrayLike<number>;
  readonly upward: ArrayLike<number>;
  readonly shows: 'mean' | 'deviation' | 'improvement' | 'within';
  /** Where the next trial would go, as chart coordinates; NaN where it has no such parameter. */
  readonly next: readonly [number, number];
}

const pixelsPerChoice = 32;

export const surrogatePlane = definePainted<SurrogatePlaneData, Plane>({
  kind: 'painted',
  name: 'surrogate over two parameters',
  overShows: 'data',
  state: (data) => (data.across.length === 0 ? 'empty' : extent(shown(data)) ? 'ready' : 'nothing-finite'),
  count: () => 1,
  layout: (data, frame) => {
    const plane = planeOf(data, frame);
    const domain = domainShown(data);
    return { ...plane, signature: [plane.signature, data.shows, ...domain, ...data.next].join() };
  },
  under: () => undefined,
  marks: (painter, data, layout, frame) => {
    const { theme } = frame;
    const [low, high] = domainShown(data);
    const ramp = rampFor(data, frame);
    const [across, upward] = [data.across.length, data.upward.length];
    // An image is smoothed when it is stretched. Between choices there is nothing, so each of them is many pixels wide.
    const [wide, tall] = [data.x, data.y].map((k) => (data.study.dimensions[k].categories ? pixelsPerChoice : 1));
    const [columns, rows] = [across * wide, upward * tall];
    const pixels = new Uint8ClampedArray(4 * columns * rows);
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        const cell = Math.floor((rows - 1 - r) / tall) * across + Math.floor(c / wide);
        const share = high > low ? (shown(data)[cell] - low) / (high - low) : 0.5;
        pixels.set([...ramp(share), coverOf(data, cell)], 4 * (r * columns + c));
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
    const words = {
      mean: data.study.objective.name,
      deviation: 'standard deviation',
      improvement: 'expected gain',
      within: 'chance within the limits',
    };
    drawColourBar(painter, frame, steps(ramp, 32), [number(low, 3), `${number(high, 3)} ${words[data.shows]}`]);
    for (let i = 0; i < data.study.trial.length; i++) {
      const [x, y] = placeOf(data, layout, i);
      if (Number.isFinite(x + y + data.study.values[i])) {
        if (data.breaks?.[i]) painter.marker('circle', x, y, 3, theme.ink, { hollow: true });
        else painter.marker('circle', x, y, 2.2, theme.ink, { ring: theme.paper });
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
  note: ({ within, allowed }) => {
    const broken = within ? ' Faded: a limit is likelier broken than kept; rings: trials that break one.' : '';
    const ruled = allowed && Array.from(allowed).includes(0) ? ' Blank: breaks a rule between settings.' : '';
    return `Star: the next trial. Dots: finished trials, wherever their other settings are.${broken}${ruled}`;
  },
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

const shown = (data: SurrogatePlaneData): ArrayLike<number> =>
  data.shows === 'within' ? (data.within ?? []) : data[data.shows];

/** A chance is shown from 0 to 1, whatever part of that there is. */
const domainShown = (data: SurrogatePlaneData): Extent =>
  data.shows === 'within' ? [0, 1] : (extent(shown(data)) ?? [0, 1]);

/** How much of a cell's colour is seen: less where a limit is likelier broken than kept, nothing where there is no point. */
function coverOf({ within, allowed, shows }: SurrogatePlaneData, cell: number): number {
  if (allowed?.[cell] === 0) return 0;
  return shows !== 'within' && within && within[cell] < evens ? 80 : 225;
}

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
