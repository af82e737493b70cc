// One bar per category, longest names first in mind: horizontal, with the value at its end.
import { axisTitle, type AxisSpec, type PlottedChart } from './chart';
import { number } from './format';
import { plotted } from './plot';
import { extent } from './scale';

export interface BarsData {
  readonly value: AxisSpec;
  readonly category: string;
  readonly bars: readonly { readonly label: string; readonly value: number }[];
  /** Bars that are shown; the rest is summed up in words. */
  readonly limit?: number;
}

const shownOf = (data: BarsData) => data.bars.slice(0, data.limit ?? 20);

export const bars: PlottedChart<BarsData> = {
  kind: 'plotted',
  name: 'bars',
  state: (data) => {
    if (data.bars.length === 0) return 'empty';
    return extent(data.bars.map((bar) => bar.value)) ? 'ready' : 'nothing-finite';
  },
  render: (data, frame) =>
    plotted(frame, (Plot) => ({
      marginLeft: Math.min(frame.width / 2.5, 16 + 6.4 * Math.max(...shownOf(data).map((bar) => bar.label.length))),
      marginRight: 48,
      x: { label: axisTitle(data.value), grid: true, nice: true, zero: true, ticks: Math.floor(frame.width / 90) },
      y: { label: null, domain: shownOf(data).map((bar) => bar.label), padding: 0.3 },
      marks: [
        Plot.barX(shownOf(data), {
          x: 'value',
          y: 'label',
          fill: frame.theme.categorical[0],
          title: (bar: BarsData['bars'][number]) => `${bar.label}: ${number(bar.value, 6)}`,
        }),
        Plot.text(shownOf(data), {
          x: 'value',
          y: 'label',
          text: (bar: BarsData['bars'][number]) => number(bar.value, 3),
          textAnchor: 'start',
          dx: 4,
        }),
        Plot.ruleX([0]),
      ],
    })),
  note: (data) => {
    const hidden = data.bars.length - shownOf(data).length;
    return hidden > 0 ? `${hidden} more not shown.` : null;
  },
  table: (data) => ({
    columns: [data.category, axisTitle(data.value)],
    rows: data.bars.map((bar) => [bar.label, bar.value]),
  }),
};
