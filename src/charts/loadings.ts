// How much each column counts in each component: a grid of cells from negative to positive, the largest columns first.
import type { PlottedChart } from './chart';
import { coefficient, number } from './format';
import { diverging, hex, inkOn } from './palette';
import { plotted } from './plot';

export interface LoadingsData {
  readonly components: readonly string[];
  readonly columns: readonly string[];
  /** components x columns, row-major. */
  readonly values: ArrayLike<number>;
}

/** More do not fit a picture; the table has all. */
const most = { columns: 30, components: 12 };

const at = ({ columns, values }: LoadingsData, k: number, c: number) => values[k * columns.length + c];

/** Columns by their largest weight in the components that are shown. */
function shown(data: LoadingsData): { columns: number[]; components: number[] } {
  const components = data.components.map((_, k) => k).slice(0, most.components);
  const size = (c: number) => Math.max(...components.map((k) => Math.abs(at(data, k, c))));
  const columns = data.columns.map((_, c) => c);
  return { columns: columns.sort((a, b) => size(b) - size(a) || a - b).slice(0, most.columns), components };
}

export const loadings: PlottedChart<LoadingsData> = {
  kind: 'plotted',
  name: 'loadings',
  state: (data) => (data.components.length > 0 && data.columns.length > 0 ? 'ready' : 'empty'),
  render: (data, frame) => {
    const { theme } = frame;
    const ramp = diverging(theme.dark);
    const { columns, components } = shown(data);
    const cells = columns.flatMap((c) =>
      components.map((k) => ({ x: data.components[k], y: data.columns[c], value: at(data, k, c) })),
    );
    const scale = Math.max(...cells.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
    const names = columns.map((c) => data.columns[c]);
    const left = Math.min(frame.width / 3, Math.max(...names.map((name) => name.length)) * 6.4 + 12);
    type One = (typeof cells)[number];
    return plotted(frame, (Plot) => ({
      width: frame.width,
      height: Math.max(frame.height, 40 + 22 * names.length),
      marginLeft: left,
      marginTop: 28,
      marginBottom: 8,
      marginRight: 8,
      x: { domain: components.map((k) => data.components[k]), axis: 'top', label: null, tickSize: 0 },
      y: { domain: names, label: null, tickSize: 0 },
      marks: [
        Plot.cell(cells, {
          x: 'x',
          y: 'y',
          inset: 0.5,
          fill: ({ value }: One) => hex(ramp((value / scale + 1) / 2)),
          title: ({ x, y, value }: One) => `${y} in ${x}: ${number(value, 4)}`,
        }),
        Plot.text(cells, {
          filter: () => frame.width / components.length > 60,
          x: 'x',
          y: 'y',
          text: ({ value }: One) => coefficient(value),
          fill: ({ value }: One) => inkOn(ramp((value / scale + 1) / 2)),
          fontFamily: theme.mono,
          fontSize: 11,
        }),
      ],
    }));
  },
  note: (data) => {
    const { columns, components } = shown(data);
    const cut = columns.length < data.columns.length || components.length < data.components.length;
    return cut
      ? `${columns.length} of ${data.columns.length} columns by their largest weight, ${components.length} of ${data.components.length} components.`
      : null;
  },
  table: (data) => ({
    columns: ['column', ...data.components],
    rows: data.columns.map((name, c) => [name, ...data.components.map((_, k) => at(data, k, c))]),
  }),
};
