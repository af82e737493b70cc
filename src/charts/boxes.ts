// Box plots, one a group, side by side on one axis: quartiles, median, mean as a diamond, whiskers, and the values beyond them, which are
// rows and can be selected.
import { cartesian, drawAxes, type Cartesian } from './axes';
import { axisTitle, definePainted, type AxisSpec, type Frame, type Readout } from './chart';
import { dateLabel } from './dates';
import { grouped, number } from './format';
import type { Painter } from './painter';
import { extent } from './scale';

export interface BoxData {
  readonly name: string;
  readonly slot: number;
  readonly count: number;
  readonly mean: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly low: number;
  readonly high: number;
  readonly outliers: readonly { readonly row: number; readonly value: number }[];
  readonly outlierCount: number;
}
export interface BoxesData {
  readonly axis: AxisSpec;
  /** What the groups are, e.g. the class. */
  readonly group: string;
  readonly boxes: readonly BoxData[];
}
interface BoxLayout extends Cartesian {
  /** Height of one group's band, and room for its name at the left. */
  readonly band: number;
}

const longest = 16;
export const boxesHeight = (groups: number): number => 84 + 40 * Math.max(1, groups);
const short = (name: string) => (name.length > longest ? `${name.slice(0, longest - 1)}…` : name);
const middle = (layout: BoxLayout, i: number) => layout.plot.top + (i + 0.5) * layout.band;

export const boxes = definePainted<BoxesData, BoxLayout>({
  kind: 'painted',
  name: 'box plot',
  state: (data) => (data.boxes.length === 0 ? 'empty' : extent(ends(data)) ? 'ready' : 'nothing-finite'),
  count: (data) => data.boxes.length,
  layout: (data, frame) => {
    const label = Math.max(0, ...data.boxes.map(({ name }) => short(name).length));
    const indent = Math.min(frame.width / 3, label === 0 ? 18 : 10 + 6.6 * label);
    const inner = cartesian(frame, {
      xAxis: data.axis,
      yAxis: { name: data.group },
      xDomain: extent(ends(data)) ?? [0, 1],
      yDomain: [0, 1],
      right: 20,
    });
    const plot = { ...inner.plot, left: indent };
    // The x scale once more, from where the names end.
    const span = (value: number) =>
      plot.left +
      ((inner.x.at(value) - inner.plot.left) / (inner.plot.right - inner.plot.left)) * (plot.right - plot.left);
    return {
      ...inner,
      plot,
      x: { ...inner.x, at: span },
      y: { ...inner.y, ticks: () => [] },
      band: (plot.bottom - plot.top) / Math.max(1, data.boxes.length),
      signature: `${inner.signature},${indent},${data.boxes.map((box) => [box.name, box.count, box.median, box.q3, box.high].join(' ')).join()}`,
    };
  },
  under: (painter, data, layout, frame) => {
    drawAxes(painter, layout, data.axis, { name: data.group }, frame);
    data.boxes.forEach(({ name }, i) =>
      painter.text(layout.plot.left - 8, middle(layout, i), short(name), { colour: frame.theme.ink, anchor: 'end' }),
    );
  },
  marks: (painter, data, layout, frame, from, to) => {
    for (let i = from; i < to; i++) drawBox(painter, data.boxes[i], layout, middle(layout, i), frame);
  },
  over: (painter, data, layout, frame, { selected, hovered }) => {
    if (selected.size === 0 && hovered === null) return;
    data.boxes.forEach(({ outliers }, i) => {
      for (const { row, value } of outliers) {
        if (row !== hovered && !selected.has(row)) continue;
        painter.marker('circle', layout.x.at(value), middle(layout, i), 5, frame.theme.ink, { hollow: true });
      }
    });
  },
  pick: (data, layout, x, y) => {
    const i = Math.floor((y - layout.plot.top) / layout.band);
    const box = data.boxes[i];
    if (!box || y < layout.plot.top) return null;
    let best: { row: number; value: number } | null = null;
    let reach = 8;
    for (const one of box.outliers) {
      const distance = Math.hypot(layout.x.at(one.value) - x, middle(layout, i) - y);
      if (distance < reach) [reach, best] = [distance, one];
    }
    if (!best) return readout(data, layout, i);
    const lines = [
      `Row ${best.row + 1}${box.name ? `, ${box.name}` : ''}`,
      `${axisTitle(data.axis)} ${textOf(data, best.value)}`,
    ];
    return { x: layout.x.at(best.value), y: middle(layout, i), key: best.row, lines };
  },
  at: (data, layout, index) => (index < data.boxes.length ? readout(data, layout, index) : null),
  brush: (data, layout, [{ box }]) =>
    data.boxes.flatMap(({ outliers }, i) =>
      middle(layout, i) < box.top || middle(layout, i) > box.bottom
        ? []
        : outliers
            .filter(({ value }) => layout.x.at(value) >= box.left && layout.x.at(value) <= box.right)
            .map(({ row }) => row),
    ),
  note: (data) => {
    const drawn = data.boxes.reduce((sum, box) => sum + box.outliers.length, 0);
    const all = data.boxes.reduce((sum, box) => sum + box.outlierCount, 0);
    return drawn < all ? `${grouped(drawn)} of ${grouped(all)} values beyond the whiskers are drawn.` : null;
  },
  table: (data) => ({
    columns: [
      data.group || 'group',
      'rows',
      'lower whisker',
      'first quartile',
      'median',
      'third quartile',
      'upper whisker',
      'mean',
      'beyond',
    ],
    rows: data.boxes.map((box) => [
      box.name,
      box.count,
      ...[box.low, box.q1, box.median, box.q3, box.high, box.mean].map((value) =>
        data.axis.date ? dateLabel(value) : value,
      ),
      box.outlierCount,
    ]),
  }),
});

const ends = ({ boxes: all }: BoxesData) =>
  all.flatMap(({ low, high, outliers }) => [low, high, ...outliers.map(({ value }) => value)]);
const textOf = ({ axis }: BoxesData, value: number) => (axis.date ? dateLabel(value) : number(value, 5));

function drawBox(painter: Painter, box: BoxData, layout: BoxLayout, y: number, { theme }: Frame): void {
  const colour = theme.categorical[box.slot % 8];
  const half = Math.min(12, layout.band * 0.32);
  const at = layout.x.at;
  const [left, right] = [at(box.q1), at(box.q3)];
  for (const [from, to] of [
    [at(box.low), left],
    [right, at(box.high)],
  ]) {
    painter.line([from, to], [y, y], { colour: theme.ink });
  }
  for (const end of [at(box.low), at(box.high)])
    painter.line([end, end], [y - half / 2, y + half / 2], { colour: theme.ink });
  painter.rect(left, y - half, Math.max(1, right - left), 2 * half, colour, 0.35);
  painter.frame(left, y - half, Math.max(1, right - left), 2 * half, { colour });
  painter.line([at(box.median), at(box.median)], [y - half, y + half], { colour: theme.ink, width: 2 });
  painter.marker('diamond', at(box.mean), y, 3, theme.ink, { ring: theme.paper });
  for (const { value } of box.outliers) painter.marker('circle', at(value), y, 2.2, colour, { alpha: 0.6 });
}

function readout(data: BoxesData, layout: BoxLayout, i: number): Readout {
  const box = data.boxes[i];
  const text = (value: number) => textOf(data, value);
  return {
    x: layout.x.at(box.median),
    y: middle(layout, i),
    key: null,
    lines: [
      `${box.name ? `${box.name}, ` : ''}${grouped(box.count)} rows`,
      `median ${text(box.median)}, mean ${text(box.mean)}`,
      `quartiles ${text(box.q1)} to ${text(box.q3)}`,
      `whiskers ${text(box.low)} to ${text(box.high)}, ${grouped(box.outlierCount)} beyond`,
    ],
  };
}
