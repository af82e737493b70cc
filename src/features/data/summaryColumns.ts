// The columns of the summary tables: what each shows of a summary, and how its values are ordered.
import { number } from '$charts/index';
import type { CategoricalSummary, NumericSummary } from '$core/stats/describe';
import { dateText } from '$core/table/values/dates';
import type { ColumnType } from '$core/table/types';
import { count, shareText } from './words';

export interface SummaryColumn<S> {
  readonly key: string;
  readonly label: string;
  readonly title?: string;
  value(summary: S): number | string | null;
  text(summary: S, type: ColumnType): string;
}

const dayMs = 86_400_000;
const shown = (value: number) => {
  if (Number.isNaN(value)) return '';
  const size = Math.abs(value);
  return size >= 1000 && size < 1e6 ? count(Math.round(value)) : number(value, 4);
};
const whole = <S>(key: string, label: string, value: (summary: S) => number): SummaryColumn<S> => ({
  key,
  label,
  value,
  text: (summary) => count(value(summary)),
});
/** A place on the column's axis: a date for dates. */
const place = (key: keyof NumericSummary & string, label: string, title?: string): SummaryColumn<NumericSummary> => ({
  key,
  label,
  ...(title && { title }),
  value: (summary) => Number(summary[key]),
  text: (summary, type) => {
    const value = Number(summary[key]);
    return type === 'date' && !Number.isNaN(value) ? dateText(value).slice(0, 10) : shown(value);
  },
});
const shape = (key: 'skew' | 'kurtosis', label: string, title: string): SummaryColumn<NumericSummary> => ({
  key,
  label,
  title,
  value: (summary) => summary[key],
  text: (summary) => shown(summary[key]),
});
const missing = <S extends { count: number; missing: number }>(): SummaryColumn<S> => ({
  key: 'missing',
  label: 'Missing',
  value: (summary) => summary.missing,
  text: (summary) => shareText(summary.missing, summary.count + summary.missing),
});

export const numericColumns: readonly SummaryColumn<NumericSummary>[] = [
  whole('count', 'Values', (summary) => summary.count),
  missing(),
  whole('unique', 'Unique', (summary) => summary.unique),
  place('mean', 'Mean'),
  {
    key: 'sd',
    label: 'SD',
    title: 'Standard deviation of the sample',
    value: (summary) => summary.sd,
    text: ({ sd }, type) => (type === 'date' && !Number.isNaN(sd) ? `${shown(sd / dayMs)} d` : shown(sd)),
  },
  place('min', 'Min'),
  place('q1', '25 %', 'First quartile'),
  place('median', 'Median'),
  place('q3', '75 %', 'Third quartile'),
  place('max', 'Max'),
  shape('skew', 'Skew', 'Above 0: a longer tail to the right'),
  shape('kurtosis', 'Kurtosis', 'Excess over the normal distribution'),
];

export const categoricalColumns: readonly SummaryColumn<CategoricalSummary>[] = [
  whole('count', 'Values', (summary) => summary.count),
  missing(),
  whole('unique', 'Unique', (summary) => summary.unique),
  { key: 'top', label: 'Most frequent', value: (summary) => summary.top, text: (summary) => summary.top ?? '' },
  {
    key: 'freq',
    label: 'Share',
    title: 'Share of the most frequent value',
    value: (summary) => summary.freq / summary.count,
    text: (summary) => shareText(summary.freq, summary.count),
  },
  {
    key: 'entropy',
    label: 'Entropy (bits)',
    value: (summary) => summary.entropy,
    text: (summary) => shown(summary.entropy),
  },
];

/** Ascending, with what has no value last either way. */
export function compareValues(a: number | string | null, b: number | string | null, down: boolean): number {
  const none = (value: number | string | null) => value === null || Number.isNaN(value);
  if (none(a) || none(b)) return Number(none(a)) - Number(none(b));
  const order =
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
  return down ? -order : order;
}
