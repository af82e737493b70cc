// Counts per bin. The bins come ready-made, counted over all rows.
import { axisTitle, type AxisSpec, type PlottedChart } from './chart';
import { number } from './format';
import { plotted } from './plot';
import { extent } from './scale';

export interface HistogramData {
  readonly axis: AxisSpec;
  /** counts.length + 1 ascending edges. */
  readonly edges: ArrayLike<number>;
  readonly counts: ArrayLike<number>;
}

interface Bin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}
const binsOf = (data: HistogramData): Bin[] =>
  Array.from(data.counts, (count, i) => ({ low: data.edges[i], high: data.edges[i + 1], count }));

const most = ({ counts }: HistogramData): number => Math.max(...Array.from(counts));

export const histogram: PlottedChart<HistogramData> = {
  kind: 'plotted',
  name: 'histogram',
  state: (data) => {
    if (data.counts.length === 0 || !Array.prototype.some.call(data.counts, (count: number) => count > 0))
      return 'empty';
    return extent(data.edges) ? 'ready' : 'nothing-finite';
  },
  render: (data, frame) =>
    plotted(frame, (Plot) => ({
      marginLeft: 48,
      x: { label: axisTitle(data.axis), ticks: Math.floor(frame.width / 80) },
      // There are no halves of rows.
      y: { label: 'rows', grid: true, nice: true, ticks: Math.min(Math.floor(frame.height / 45), most(data)) },
      marks: [
        Plot.rectY(binsOf(data), {
          x1: 'low',
          x2: 'high',
          y: 'count',
          inset: 0.5,
          fill: frame.theme.categorical[0],
          title: (bin: Bin) => `${number(bin.low)} to ${number(bin.high)}: ${number(bin.count)} rows`,
        }),
        Plot.ruleY([0]),
      ],
    })),
  table: (data) => ({
    columns: [`${axisTitle(data.axis)} from`, 'to', 'rows'],
    rows: binsOf(data).map((bin) => [bin.low, bin.high, bin.count]),
  }),
};
