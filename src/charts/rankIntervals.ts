// Rank correlations with their intervals, strongest first, from -1 to 1: how well each way of judging ranks as the truth does.
import type { PlottedChart } from './chart';
import { number } from './format';
import { plotted } from './plot';
import { textWidth } from './text';

export interface RankInterval {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** What it costs, in words. */
  readonly cost: string;
  /** Drawn in the accent colour. */
  readonly chosen?: boolean;
}
export interface RankIntervalsData {
  /** What the number is, e.g. "Spearman's rank correlation". */
  readonly measure: string;
  readonly rows: readonly RankInterval[];
}

const byValue = ({ rows }: RankIntervalsData) =>
  [...rows].sort((a, b) => (Number.isNaN(a.value) ? 1 : Number.isNaN(b.value) ? -1 : b.value - a.value));
/** A name cut at its end to so many pixels; the tip of the mark and the table have it whole. */
const within = (room: number) => (name: string) => {
  if (textWidth(name) <= room) return name;
  let length = name.length - 1;
  while (length > 1 && textWidth(`${name.slice(0, length)}…`) > room) length--;
  return `${name.slice(0, length).trimEnd()}…`;
};
const finite = (row: RankInterval) => Number.isFinite(row.value);

export const rankIntervals: PlottedChart<RankIntervalsData> = {
  kind: 'plotted',
  name: 'rank correlations',
  state: ({ rows }) => (rows.length === 0 ? 'empty' : rows.some(finite) ? 'ready' : 'nothing-finite'),
  render: (data, frame) => {
    const rows = byValue(data).filter(finite);
    const { theme, width } = frame;
    const colour = (row: RankInterval) => (row.chosen ? theme.accent : theme.ink);
    const room = Math.min(width / 2.1, 14 + Math.max(...rows.map(({ name }) => textWidth(name))));
    return plotted(frame, (Plot) => ({
      marginLeft: room,
      marginRight: 14,
      x: { label: data.measure, domain: [-1, 1], ticks: 5, grid: true },
      y: {
        label: null,
        domain: rows.map(({ name }) => name),
        padding: 0.3,
        tickSize: 0,
        tickFormat: within(room - 12),
      },
      marks: [
        Plot.ruleX([0]),
        Plot.ruleY(rows, { x1: 'low', x2: 'high', y: 'name', stroke: colour, strokeWidth: 2 }),
        Plot.dot(rows, {
          x: 'value',
          y: 'name',
          r: 4.5,
          fill: colour,
          stroke: theme.paper,
          symbol: (row: RankInterval) => (row.chosen ? 'diamond2' : 'circle'),
          title: ({ name, value, low, high, cost }: RankInterval) =>
            `${name}: ${number(value, 3)}, 95 % interval ${number(low, 3)} to ${number(high, 3)}; ${cost}`,
        }),
      ],
    }));
  },
  note: ({ rows }) => {
    const none = rows.filter((row) => !finite(row)).map(({ name }) => name);
    return none.length > 0 ? `Without a correlation, because all are equal or too few: ${none.join(', ')}.` : null;
  },
  table: (data) => ({
    columns: ['estimator', data.measure, 'from', 'to', 'cost'],
    rows: byValue(data).map(({ name, value, low, high, cost }) => [
      name,
      ...[value, low, high].map((x) => (Number.isFinite(x) ? x : null)),
      cost,
    ]),
  }),
};
