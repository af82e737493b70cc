// How columns go together, two by two: a square of cells, from -1 over 0 to 1, or from 0 to 1 for measures without a
// sign. The number stands in the cell where there is room.
import type { PlottedChart } from './chart';
import { coefficient } from './format';
import { diverging, hex, inkOn } from './palette';
import { plotted } from './plot';

export interface CorrelationData {
  readonly columns: readonly string[];
  /** columns x columns, row-major; NaN where undefined. */
  readonly values: ArrayLike<number>;
  /** What a cell holds, e.g. "Pearson's r". */
  readonly measure: string;
  /** Values down to -1, not to 0. */
  readonly signed: boolean;
}
interface Cell {
  readonly x: string;
  readonly y: string;
  readonly value: number;
}

/** Labels longer than this are cut in the picture, not in the table. */
const longest = 18;

const cellsOf = ({ columns, values }: CorrelationData): Cell[] =>
  columns.flatMap((y, i) => columns.map((x, j) => ({ x, y, value: values[i * columns.length + j] })));

export const correlationMatrix: PlottedChart<CorrelationData> = {
  kind: 'plotted',
  name: 'correlation matrix',
  state: (data) => (data.columns.length > 1 ? 'ready' : 'empty'),
  render: (data, frame) => {
    const { theme } = frame;
    const ramp = diverging(theme.dark);
    const { columns } = data;
    const short = (name: string) => (name.length > longest ? `${name.slice(0, longest - 1)}…` : name);
    const label = Math.min(longest, Math.max(...columns.map((name) => name.length))) * 6.4 + 12;
    const left = Math.min(frame.width / 3, label);
    // Turned labels lean over the right edge.
    const lean = Math.min(frame.width / 4, 0.6 * label);
    const cell = Math.max(9, Math.min(56, (frame.width - left - lean) / columns.length));
    const size = cell * columns.length;
    const turned = label > cell;
    const top = turned ? label * 0.72 + 14 : 24;
    const cells = cellsOf(data);
    const words = ({ x, y, value }: Cell) =>
      `${y} and ${x}: ${Number.isNaN(value) ? 'undefined' : `${data.measure} ${value.toFixed(3)}`}`;
    return plotted(frame, (Plot) => ({
      width: Math.max(frame.width, left + size + lean),
      height: top + size + 8,
      marginLeft: left,
      marginTop: top,
      marginBottom: 8,
      marginRight: Math.max(lean, frame.width - left - size),
      x: { domain: columns, axis: 'top', label: null, tickSize: 0, tickRotate: turned ? -45 : 0, tickFormat: short },
      y: { domain: columns, label: null, tickSize: 0, tickFormat: short },
      marks: [
        Plot.cell(cells, {
          x: 'x',
          y: 'y',
          inset: 0.5,
          fill: ({ value }: Cell) => (Number.isNaN(value) ? theme.paper : hex(ramp((value + 1) / 2))),
          stroke: ({ value }: Cell) => (Number.isNaN(value) ? theme.grid : 'none'),
          title: words,
        }),
        Plot.text(cells, {
          filter: ({ value }: Cell) => cell >= 30 && !Number.isNaN(value),
          x: 'x',
          y: 'y',
          text: ({ value }: Cell) => coefficient(value),
          fill: ({ value }: Cell) => inkOn(ramp((value + 1) / 2)),
          fontFamily: theme.mono,
          fontSize: 11,
        }),
      ],
    }));
  },
  table: (data) => ({
    columns: ['column', ...data.columns],
    rows: data.columns.map((name, i) => [
      name,
      ...data.columns.map((_, j) => {
        const value = data.values[i * data.columns.length + j];
        return Number.isNaN(value) ? null : value;
      }),
    ]),
  }),
};
