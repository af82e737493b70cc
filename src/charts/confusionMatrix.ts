// Confusion matrix: rows are the actual classes, columns the predicted. Shade is the share of the actual class, so
// that a rare class is as visible as a common one; the number is the count.
import type { PlottedChart } from './chart';
import { grouped } from './format';
import { cividis, hex, inkOn, mix, parse } from './palette';
import { plotted } from './plot';

export interface ConfusionData {
  readonly classes: readonly string[];
  /** classes x classes, row-major: actual, then predicted. */
  readonly counts: ArrayLike<number>;
  /** What rows and columns are, where not actual and predicted. */
  readonly sides?: readonly [rows: string, columns: string];
}
const sidesOf = ({ sides = ['actual', 'predicted'] }: ConfusionData) => sides;
interface ConfusionCell {
  readonly actual: string;
  readonly predicted: string;
  readonly count: number;
  readonly share: number;
  readonly right: boolean;
}

/** Counts (actual, predicted) pairs of class indices. */
export function confusion(actual: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): Float64Array {
  const counts = new Float64Array(classes * classes);
  for (let i = 0; i < actual.length; i++) counts[actual[i] * classes + predicted[i]]++;
  return counts;
}

/** More classes than this keep their largest ones, and the rest become "other". */
const limit = 24;

function folded(data: ConfusionData): { classes: readonly string[]; counts: ArrayLike<number> } {
  const k = data.classes.length;
  if (k <= limit) return data;
  const totals = data.classes.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < k; j++) sum += data.counts[i * k + j];
    return sum;
  });
  const kept = totals
    .map((_, i) => i)
    .sort((a, b) => totals[b] - totals[a])
    .slice(0, limit - 1);
  const place = new Map(kept.map((original, i) => [original, i]));
  const counts = new Float64Array(limit * limit);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      counts[(place.get(i) ?? limit - 1) * limit + (place.get(j) ?? limit - 1)] += data.counts[i * k + j];
    }
  }
  return { classes: [...kept.map((i) => data.classes[i]), 'other'], counts };
}

export function cellsOf(data: ConfusionData): ConfusionCell[] {
  const { classes, counts } = folded(data);
  const k = classes.length;
  return classes.flatMap((actual, i) => {
    let total = 0;
    for (let j = 0; j < k; j++) total += counts[i * k + j];
    return classes.map((predicted, j) => {
      const count = counts[i * k + j];
      return { actual, predicted, count, share: total > 0 ? count / total : 0, right: i === j };
    });
  });
}

export const confusionMatrix: PlottedChart<ConfusionData> = {
  kind: 'plotted',
  name: 'confusion matrix',
  state: (data) => (Array.prototype.some.call(data.counts, (count: number) => count > 0) ? 'ready' : 'empty'),
  render: (data, frame) => {
    const cells = cellsOf(data);
    const { classes } = folded(data);
    const { theme } = frame;
    const longest = Math.max(...classes.map((name) => name.length));
    const marginLeft = Math.min(frame.width / 3, 34 + 6.6 * longest);
    const size = Math.min(frame.width - marginLeft - 8, frame.height - 60);
    const paper = parse(theme.paper);
    const fill = (cell: ConfusionCell) => {
      const to = theme.dark ? cividis(0.25 + 0.75 * cell.share) : cividis(1 - 0.9 * cell.share);
      return mix(paper, to, cell.count === 0 ? 0.04 : 0.25 + 0.75 * cell.share);
    };
    const [down, across] = sidesOf(data);
    const words = (cell: ConfusionCell) =>
      (data.sides
        ? `${grouped(cell.count)} rows: ${down} ${cell.actual}, ${across} ${cell.predicted}`
        : `${grouped(cell.count)} rows of ${cell.actual} predicted as ${cell.predicted}`) +
      ` (${(100 * cell.share).toFixed(1)} %)`;
    const turned = longest * 6.6 > size / classes.length;
    return plotted(frame, (Plot) => ({
      width: marginLeft + size + 8,
      height: size + 60 + (turned ? 24 : 0),
      marginLeft,
      marginTop: turned ? 74 : 50,
      marginBottom: 8,
      x: { domain: classes, axis: 'top', label: across, tickSize: 0, tickRotate: turned ? -35 : 0 },
      y: { domain: classes, label: down, tickSize: 0 },
      marks: [
        Plot.cell(cells, {
          x: 'predicted',
          y: 'actual',
          fill: (cell: ConfusionCell) => hex(fill(cell)),
          inset: 0.5,
          title: words,
        }),
        Plot.text(cells, {
          // A number that is wider than its cell would be cut, and read as another.
          filter: (cell: ConfusionCell) =>
            cell.count > 0 && size / classes.length > Math.max(18, 6.1 * grouped(cell.count).length),
          x: 'predicted',
          y: 'actual',
          text: (cell: ConfusionCell) => grouped(cell.count),
          fill: (cell: ConfusionCell) => inkOn(fill(cell)),
          fontWeight: 600,
          fontFamily: theme.mono,
        }),
      ],
    }));
  },
  note: (data) =>
    data.classes.length > limit
      ? `The ${limit - 1} largest of ${data.classes.length} classes; the rest is "other".`
      : null,
  table: (data) => ({
    columns: [sidesOf(data)[0], ...data.classes.map((name) => `${sidesOf(data)[1]} ${name}`)],
    rows: data.classes.map((name, i) => [
      name,
      ...data.classes.map((_, j) => data.counts[i * data.classes.length + j]),
    ]),
  }),
};
