// How much each parameter matters, most first, with the interval of the estimate where there is one.
import type { PlottedChart } from './chart';
import { number } from './format';
import { plotted } from './plot';
import { extent } from './scale';

export interface Importance {
  readonly name: string;
  /** In [0, 1]. */
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}
export interface ImportanceData {
  /** What the number is, e.g. "effect size". */
  readonly measure: string;
  /** What a bar stands for; a parameter if left out. */
  readonly subject?: string;
  readonly bars: readonly Importance[];
}

const limit = 15;
const shownOf = (data: ImportanceData) => [...data.bars].sort((a, b) => b.value - a.value).slice(0, limit);

/** The number at a bar: of one too short to be seen beside the longest, that it is next to nothing. */
export const barText = (value: number, longest: number): string =>
  value > 0 && value < 1e-3 * longest ? '≈ 0' : number(value, 2);

export const importanceBars: PlottedChart<ImportanceData> = {
  kind: 'plotted',
  name: 'parameter importance',
  state: (data) => {
    if (data.bars.length === 0) return 'empty';
    return extent(data.bars.map((bar) => bar.value)) ? 'ready' : 'nothing-finite';
  },
  render: (data, frame) => {
    const shown = shownOf(data);
    const ranged = shown.filter((bar) => bar.low !== undefined && bar.high !== undefined);
    const longest = shown.reduce((most, { value }) => Math.max(most, value), 0);
    const end = Math.max(...shown.map((bar) => bar.high ?? bar.value));
    const label = (bar: Importance) => `${bar.name}: ${number(bar.value, 3)}`;
    return plotted(frame, (Plot) => ({
      marginLeft: Math.min(frame.width / 2.2, 14 + 6.4 * Math.max(...shown.map((bar) => bar.name.length))),
      marginRight: 44,
      x: {
        label: data.measure,
        // Where nothing matters the axis is one of shares, not of rounding errors.
        domain: [0, end > 1e-9 ? end : 1],
        nice: true,
        ticks: 4,
      },
      y: { label: null, domain: shown.map((bar) => bar.name), padding: 0.3 },
      marks: [
        Plot.barX(shown, { x: 'value', y: 'name', fill: frame.theme.categorical[0], title: label }),
        Plot.ruleY(ranged, { x1: 'low', x2: 'high', y: 'name', stroke: frame.theme.ink, strokeWidth: 1.5 }),
        Plot.text(shown, {
          x: (bar: Importance) => bar.high ?? bar.value,
          y: 'name',
          text: (bar: Importance) => barText(bar.value, longest),
          textAnchor: 'start',
          dx: 5,
        }),
        Plot.ruleX([0]),
      ],
    }));
  },
  note: (data) => (data.bars.length > limit ? `The ${limit} most important of ${data.bars.length}.` : null),
  table: (data) => ({
    columns: [data.subject ?? 'parameter', data.measure, 'from', 'to'],
    rows: [...data.bars]
      .sort((a, b) => b.value - a.value)
      .map((bar) => [bar.name, bar.value, bar.low ?? null, bar.high ?? null]),
  }),
};
