// Densities laid over each other, one curve a group, named at their tops. Every curve encloses the same area, however
// many rows it stands for.
import { cartesian, drawAxes, nearest, spread, type Cartesian } from './axes';
import { axisTitle, definePainted, type AxisSpec, type Readout } from './chart';
import { dateLabel } from './dates';
import { grouped, number } from './format';
import { extent } from './scale';

export interface DensityCurveData {
  readonly name: string;
  /** Decides the colour. */
  readonly slot: number;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly count: number;
  readonly bandwidth: number;
}
export interface DensityData {
  readonly axis: AxisSpec;
  readonly curves: readonly DensityCurveData[];
}

const perUnit: AxisSpec = { name: 'density', unit: 'share of rows per unit' };
const dashes: readonly (readonly number[] | undefined)[] = [undefined, [6, 3], [2, 3], [8, 3, 2, 3]];

export const densityCurves = definePainted<DensityData, Cartesian>({
  kind: 'painted',
  name: 'density',
  state: ({ curves }) =>
    curves.length === 0 ? 'empty' : curves.some(({ y }) => extent(y)) ? 'ready' : 'nothing-finite',
  count: ({ curves }) => curves.length,
  layout: (data, frame) => {
    const xs = data.curves.flatMap(({ x }) => (x.length > 0 ? [x[0], x[x.length - 1]] : []));
    const top = Math.max(...data.curves.map(({ y }) => extent(y)?.[1] ?? 0));
    const longest = Math.min(18, Math.max(0, ...data.curves.map(({ name }) => name.length)));
    const layout = cartesian(frame, {
      xAxis: data.axis,
      yAxis: perUnit,
      xDomain: extent(xs) ?? [0, 1],
      yDomain: [0, top > 0 ? top : 1],
      exactX: true,
      right: data.curves.length > 1 ? 16 + 6.4 * longest : 16,
    });
    const key = data.curves.map(({ name, count, bandwidth }) => [name, count, bandwidth].join(' ')).join();
    return { ...layout, signature: `${layout.signature},${key}` };
  },
  under: (painter, data, layout, frame) => {
    drawAxes(painter, layout, data.axis, perUnit, frame);
    if (data.curves.length < 2) return;
    const tops = data.curves.map(({ y }) => layout.y.at(extent(y)?.[1] ?? 0));
    const places = spread(tops, 14, layout.plot.top + 4, layout.plot.bottom - 6);
    data.curves.forEach(({ name, slot }, i) => {
      const label = name.length > 18 ? `${name.slice(0, 17)}…` : name;
      painter.text(layout.plot.right + 8, places[i], label, { colour: frame.theme.categorical[slot % 8], bold: true });
    });
  },
  marks: (painter, data, layout, frame, from, to) => {
    for (const { x, y, slot } of data.curves.slice(from, to)) {
      const xs = Array.from(x, (value) => layout.x.at(value));
      const ys = Array.from(y, (value) => layout.y.at(value));
      const colour = frame.theme.categorical[slot % 8];
      painter.band(
        xs,
        ys.map(() => layout.plot.bottom),
        ys,
        colour,
        0.1,
      );
      painter.line(xs, ys, { colour, width: 1.8, dash: dashes[Math.floor(slot / 8) % dashes.length] });
    }
  },
  pick: (data, layout, x, y) => {
    const { plot } = layout;
    if (x < plot.left || x > plot.right || y < plot.top || y > plot.bottom) return null;
    return readout(data, layout, layout.x.invert(x));
  },
  at: (data, layout, index) => {
    const steps = 40;
    const [low, high] = [layout.x.low, layout.x.high];
    return index <= steps ? readout(data, layout, low + ((high - low) * index) / steps) : null;
  },
  table: (data) => ({
    columns: [axisTitle(data.axis), ...data.curves.map(({ name }) => `density ${name}`.trim())],
    rows: Array.from(data.curves[0]?.x ?? [], (value, i) => [
      data.axis.date ? dateLabel(value) : value,
      ...data.curves.map(({ y }) => y[i]),
    ]),
  }),
  note: ({ curves }) => {
    if (curves.length === 1) return `${grouped(curves[0].count)} rows, bandwidth ${number(curves[0].bandwidth, 3)}.`;
    return `Rows: ${curves.map(({ name, count }) => `${name} ${grouped(count)}`).join(', ')}.`;
  },
});

function readout(data: DensityData, layout: Cartesian, value: number): Readout | null {
  const [first] = data.curves;
  if (!first) return null;
  const i = nearest(first.x, value);
  return {
    x: layout.x.at(first.x[i]),
    y: layout.y.at(Math.max(...data.curves.map(({ y }) => y[i]))),
    key: null,
    lines: [
      `${axisTitle(data.axis)} ${data.axis.date ? dateLabel(first.x[i]) : number(first.x[i], 5)}`,
      ...data.curves.map(({ name, y }) => `${name ? `${name}: ` : ''}${number(y[i], 3)}`),
    ],
  };
}
