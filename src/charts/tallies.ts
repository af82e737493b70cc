// Rows per bin of a number, with the part of them that is selected. A bin is a mark: it can be pointed at, and a brush takes
// all bins it touches; keys are bin numbers.
import { cartesian, drawAxes, type Cartesian } from './axes';
import { axisTitle, definePainted, type AxisSpec, type Readout } from './chart';
import { grouped, number } from './format';
import { extent } from './scale';
import { dateLabel } from './dates';

export interface TalliesData {
  readonly axis: AxisSpec;
  /** counts.length + 1 ascending edges; two equal ones for a single value. */
  readonly edges: ArrayLike<number>;
  readonly counts: ArrayLike<number>;
  /** Selected rows per bin. */
  readonly selected?: ArrayLike<number>;
}

const rowsAxis: AxisSpec = { name: 'rows' };
/** A single value gets a bar of some width. */
const edgesOf = ({ edges }: TalliesData): ArrayLike<number> => {
  const [low, high] = [edges[0], edges[edges.length - 1]];
  if (low !== high) return edges;
  const room = Math.abs(low) * 0.05 || 0.5;
  return [low - room, low + room];
};

export const tallies = definePainted<TalliesData, Cartesian>({
  kind: 'painted',
  name: 'rows per bin',
  state: ({ counts, edges }) => (counts.length === 0 ? 'empty' : extent(edges) ? 'ready' : ('nothing-finite' as const)),
  count: ({ counts }) => counts.length,
  layout: (data, frame) => {
    const edges = edgesOf(data);
    const layout = cartesian(frame, {
      xAxis: data.axis,
      yAxis: rowsAxis,
      xDomain: [edges[0], edges[edges.length - 1]],
      yDomain: [0, Math.max(1, ...Array.from(data.counts))],
      exactX: true,
      right: 20,
    });
    return { ...layout, signature: `${layout.signature},${data.selected ? 1 : 0},${Array.from(data.counts).join()}` };
  },
  under: (painter, data, layout, frame) => drawAxes(painter, layout, data.axis, rowsAxis, frame),
  marks: (painter, data, layout, frame, from, to) => {
    for (let i = from; i < to; i++)
      bar(data, layout, i, data.counts[i], (x, y, w, h) => {
        painter.rect(x, y, w, h, frame.theme.categorical[0], data.selected ? 0.45 : 0.8);
      });
  },
  overShows: 'data',
  over: (painter, data, layout, frame, { hovered }) => {
    const { selected } = data;
    if (selected) {
      for (let i = 0; i < selected.length; i++) {
        if (selected[i] > 0)
          bar(data, layout, i, selected[i], (x, y, w, h) => painter.rect(x, y, w, h, frame.theme.ink, 0.8));
      }
    }
    if (hovered !== null && hovered < data.counts.length) {
      bar(data, layout, hovered, data.counts[hovered], (x, y, w, h) =>
        painter.frame(x, y, w, h, { colour: frame.theme.ink }),
      );
    }
  },
  pick: (data, layout, x, y) => {
    if (y < layout.plot.top || y > layout.plot.bottom) return null;
    const edges = edgesOf(data);
    for (let i = 0; i < data.counts.length; i++) {
      if (x >= layout.x.at(edges[i]) && x < layout.x.at(edges[i + 1])) return readout(data, layout, i);
    }
    return null;
  },
  at: (data, layout, index) => (index < data.counts.length ? readout(data, layout, index) : null),
  brush: (data, layout, [{ box }]) => {
    const edges = edgesOf(data);
    return Array.from(data.counts, (_, i) => i).filter(
      (i) => layout.x.at(edges[i + 1]) > box.left && layout.x.at(edges[i]) < box.right && data.counts[i] > 0,
    );
  },
  table: (data) => ({
    columns: [`${axisTitle(data.axis)} from`, 'to', 'rows', ...(data.selected ? ['selected'] : [])],
    rows: Array.from(data.counts, (count, i) => [
      textOf(data, data.edges[i]),
      textOf(data, data.edges[i + 1]),
      count,
      ...(data.selected ? [data.selected[i]] : []),
    ]),
  }),
});

const textOf = ({ axis }: TalliesData, value: number) => (axis.date ? dateLabel(value) : value);

/** At least a pixel high where there is a row. */
function bar(
  data: TalliesData,
  layout: Cartesian,
  i: number,
  count: number,
  draw: (x: number, y: number, width: number, height: number) => void,
): void {
  if (count <= 0) return;
  const edges = edgesOf(data);
  const left = layout.x.at(edges[i]) + 0.5;
  const bottom = layout.plot.bottom;
  const height = Math.max(1, bottom - layout.y.at(count));
  draw(left, bottom - height, Math.max(1, layout.x.at(edges[i + 1]) - left - 0.5), height);
}

function readout(data: TalliesData, layout: Cartesian, i: number): Readout {
  const edges = edgesOf(data);
  const text = (value: number) => (data.axis.date ? dateLabel(value) : number(value, 5));
  const range =
    data.edges[i] === data.edges[i + 1] ? text(data.edges[i]) : `${text(data.edges[i])} to ${text(data.edges[i + 1])}`;
  return {
    x: (layout.x.at(edges[i]) + layout.x.at(edges[i + 1])) / 2,
    y: layout.y.at(data.counts[i]),
    key: i,
    lines: [
      range,
      `${grouped(data.counts[i])} rows`,
      ...(data.selected ? [`${grouped(data.selected[i])} selected`] : []),
    ],
  };
}
