// What a model costs against how good it is, on a log axis of cost, with the front of those that nothing both cheaper and
// better stands against.
import { axisTitle, definePainted, type AxisSpec, type Readout } from './chart';
import { cartesian, drawAxes, type Cartesian } from './axes';
import { number } from './format';
import { drawChosen, drawHovered, keysWithin, nearest, type Points } from './points';
import { drawReferences, nameReferences, referenceNote, withReference, type References } from './references';
import { extent } from './scale';

export interface CostScatterData {
  readonly cost: AxisSpec;
  readonly value: AxisSpec;
  readonly direction: 'minimize' | 'maximize';
  readonly trial: ArrayLike<number>;
  readonly costs: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  /** What the values are read against. */
  readonly references?: References;
}

const placed = (data: CostScatterData, layout: Cartesian): Points => ({
  count: data.trial.length,
  x: (i) => layout.x.at(data.costs[i]),
  y: (i) => layout.y.at(data.values[i]),
  key: (i) => data.trial[i],
});

/** Places of the points on the front, from the cheapest; of equal points the first. NaNs are on no front. */
export function frontOf({
  costs,
  values,
  direction,
}: Pick<CostScatterData, 'costs' | 'values' | 'direction'>): number[] {
  const sign = direction === 'minimize' ? 1 : -1;
  const order = Array.from({ length: costs.length }, (_, i) => i)
    .filter((i) => Number.isFinite(costs[i]) && Number.isFinite(values[i]))
    .sort((a, b) => costs[a] - costs[b] || sign * (values[a] - values[b]) || a - b);
  const front: number[] = [];
  for (const i of order) {
    if (front.length === 0 || sign * (values[i] - values[front[front.length - 1]]) < 0) front.push(i);
  }
  return front;
}

export const costScatter = definePainted<CostScatterData, Cartesian>({
  kind: 'painted',
  name: 'costScatter',
  state: (data) => {
    if (data.costs.length === 0) return 'empty';
    return extent(data.costs, true) && extent(data.values, false) ? 'ready' : 'nothing-finite';
  },
  count: (data) => data.costs.length,
  layout: (data, frame) =>
    cartesian(frame, {
      xAxis: data.cost,
      yAxis: data.value,
      xDomain: extent(data.costs, data.cost.log) ?? [1, 10],
      yDomain: withReference(extent(data.values, data.value.log), data.references, data.value.log) ?? [0, 1],
    }),
  under: (painter, data, layout, frame) => drawAxes(painter, layout, data.cost, data.value, frame),
  marks: (painter, data, layout, frame, from, to) => {
    for (let i = from; i < to; i++) {
      const [x, y] = [layout.x.at(data.costs[i]), layout.y.at(data.values[i])];
      if (Number.isFinite(x) && Number.isFinite(y))
        painter.marker('circle', x, y, 3, frame.theme.muted, { alpha: 0.6 });
    }
  },
  overShows: 'data',
  chosen: (painter, data, layout, frame, selected) =>
    drawChosen(painter, placed(data, layout), selected, 6, frame.theme.ink),
  over: (painter, data, layout, frame, emphasis) => {
    const front = frontOf(data);
    drawReferences(painter, data.references, layout, frame);
    const xs: number[] = [];
    const ys: number[] = [];
    front.forEach((i, k) => {
      const [x, y] = [layout.x.at(data.costs[i]), layout.y.at(data.values[i])];
      if (k > 0) {
        xs.push(x);
        ys.push(ys[ys.length - 1]);
      }
      xs.push(x);
      ys.push(y);
    });
    painter.line(xs, ys, { colour: frame.theme.accent, width: 1.5 });
    for (const i of front)
      painter.marker('diamond', layout.x.at(data.costs[i]), layout.y.at(data.values[i]), 4.5, frame.theme.accent);
    drawHovered(painter, placed(data, layout), emphasis, 6, frame.theme.ink);
    nameReferences(painter, data.references, layout, frame);
  },
  pick: (data, layout, x, y) => {
    const best = nearest(placed(data, layout), x, y, { reach: 14 });
    return best < 0 ? null : readout(data, layout, best);
  },
  at: (data, layout, index) => (index < data.trial.length ? readout(data, layout, index) : null),
  brush: (data, layout, [{ box }]) => keysWithin(placed(data, layout), box),
  note: (data, layout) => referenceNote(data.references, layout),
  table: (data) => {
    const front = new Set(frontOf(data));
    return {
      columns: ['trial', axisTitle(data.cost), axisTitle(data.value), 'on the front'],
      rows: Array.from(data.trial, (trial, i) => [trial, data.costs[i], data.values[i], front.has(i) ? 'yes' : '']),
    };
  },
});

const readout = (data: CostScatterData, layout: Cartesian, i: number): Readout => ({
  x: layout.x.at(data.costs[i]),
  y: layout.y.at(data.values[i]),
  key: data.trial[i],
  lines: [
    `Trial ${data.trial[i]}`,
    `${axisTitle(data.cost)} ${number(data.costs[i], 6)}`,
    `${axisTitle(data.value)} ${number(data.values[i], 6)}`,
  ],
});
