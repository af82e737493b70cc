// Trials at two of their objectives, with the front: what no other trial beats in both (or, of more objectives, in all).
import { axisTitle, definePainted, type AxisSpec, type Readout } from './chart';
import { cartesian, drawAxes, type Cartesian } from './axes';
import { number } from './format';
import { drawChosen, drawHovered, keysWithin, nearest, pointRadius, type Points } from './points';
import { stride, strideNote } from './sample';
import { extent } from './scale';

export interface ParetoData {
  readonly xAxis: AxisSpec & { readonly direction: 'minimize' | 'maximize' };
  readonly yAxis: AxisSpec & { readonly direction: 'minimize' | 'maximize' };
  readonly trial: ArrayLike<number>;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Front of each trial, from 0; trials that break a limit have NaN. */
  readonly front: ArrayLike<number>;
  /** Whether the front joins up as steps: with two objectives. */
  readonly joined: boolean;
}

const placed = (data: ParetoData, layout: Cartesian): Points => ({
  count: data.x.length,
  x: (i) => layout.x.at(data.x[i]),
  y: (i) => layout.y.at(data.y[i]),
  key: (i) => data.trial[i],
});
/** A pointer over thousands of trials asks for it with each movement. */
const fronts = new WeakMap<ParetoData, readonly number[]>();

/** Places of the trials on the front, across. */
function frontOf(data: ParetoData): readonly number[] {
  const known = fronts.get(data);
  if (known) return known;
  const front: number[] = [];
  for (let i = 0; i < data.x.length; i++) if (onFront(data, i)) front.push(i);
  front.sort((a, b) => data.x[a] - data.x[b] || data.y[a] - data.y[b]);
  fronts.set(data, front);
  return front;
}

const onFront = (data: ParetoData, i: number) => data.front[i] === 0;

export const pareto = definePainted<ParetoData, Cartesian>({
  kind: 'painted',
  name: 'Pareto front',
  state: (data) => {
    if (data.x.length === 0) return 'empty';
    return extent(data.x, data.xAxis.log) && extent(data.y, data.yAxis.log) ? 'ready' : 'nothing-finite';
  },
  count: (data) => Math.ceil(data.x.length / stride(data.x.length)),
  layout: (data, frame) => {
    const layout = cartesian(frame, {
      xAxis: data.xAxis,
      yAxis: data.yAxis,
      xDomain: extent(data.x, data.xAxis.log) ?? [0, 1],
      yDomain: extent(data.y, data.yAxis.log) ?? [0, 1],
      right: 20,
    });
    return { ...layout, signature: `${layout.signature},${stride(data.x.length)}` };
  },
  under: (painter, data, layout, frame) => {
    drawAxes(painter, layout, data.xAxis, data.yAxis, frame);
  },
  marks: (painter, data, layout, frame, from, to) => {
    const every = stride(data.x.length);
    const n = data.x.length / every;
    const r = pointRadius(n);
    for (let k = from; k < to; k++) {
      const i = k * every;
      const [x, y] = [layout.x.at(data.x[i]), layout.y.at(data.y[i])];
      if (!(Number.isFinite(x) && Number.isFinite(y))) continue;
      const kept = Number.isFinite(data.front[i]);
      const marker = kept ? 'circle' : 'cross';
      painter.marker(marker, x, y, r, kept ? frame.theme.muted : frame.theme.error, { alpha: kept ? 0.55 : 0.5 });
    }
  },
  chosen: (painter, data, layout, frame, selected) =>
    drawChosen(painter, placed(data, layout), selected, 6.5, frame.theme.ink),
  overShows: 'data',
  over: (painter, data, layout, frame, emphasis) => {
    const { accent, ink } = frame.theme;
    const front = frontOf(data);
    if (data.joined && front.length > 1) {
      const xs: number[] = [];
      const ys: number[] = [];
      // The corner lies where both are worse.
      const later = data.xAxis.direction === 'minimize';
      front.forEach((i, k) => {
        const [x, y] = [layout.x.at(data.x[i]), layout.y.at(data.y[i])];
        if (k > 0) {
          xs.push(later ? x : xs[xs.length - 1]);
          ys.push(later ? ys[ys.length - 1] : y);
        }
        xs.push(x);
        ys.push(y);
      });
      painter.line(xs, ys, { colour: accent, width: 1.5 });
    }
    for (const i of front) painter.marker('circle', layout.x.at(data.x[i]), layout.y.at(data.y[i]), 4.5, accent);
    drawHovered(painter, placed(data, layout), emphasis, 6.5, ink);
  },
  pick: (data, layout, x, y) => {
    const best = nearest(placed(data, layout), x, y, { pull: (i) => (onFront(data, i) ? 1 : 0) });
    return best < 0 ? null : readout(data, layout, best);
  },
  at: (data, layout, index) => (index < data.x.length ? readout(data, layout, index) : null),
  brush: (data, layout, [{ box }]) => keysWithin(placed(data, layout), box),
  note: (data) => {
    const broken = Array.from(data.front).filter(Number.isNaN).length;
    const many = broken === 1 ? 'Cross: a trial that breaks a limit.' : `Crosses: ${broken} trials that break a limit.`;
    const crosses = broken > 0 ? many : null;
    const thinned = strideNote(data.x.length, stride(data.x.length));
    return [thinned, crosses].filter(Boolean).join(' ') || null;
  },
  table: (data) => ({
    columns: ['trial', axisTitle(data.xAxis), axisTitle(data.yAxis), 'front'],
    rows: Array.from(data.trial, (trial, i) => [
      trial,
      data.x[i],
      data.y[i],
      Number.isFinite(data.front[i]) ? data.front[i] + 1 : 'breaks a limit',
    ]),
  }),
});

const readout = (data: ParetoData, layout: Cartesian, i: number): Readout => ({
  x: layout.x.at(data.x[i]),
  y: layout.y.at(data.y[i]),
  key: data.trial[i],
  lines: [
    `Trial ${data.trial[i]}`,
    `${axisTitle(data.xAxis)} ${number(data.x[i], 6)}`,
    `${axisTitle(data.yAxis)} ${number(data.y[i], 6)}`,
    Number.isFinite(data.front[i])
      ? onFront(data, i)
        ? 'on the front'
        : `front ${data.front[i] + 1}`
      : 'breaks a limit',
  ],
});
