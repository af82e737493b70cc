// What the charts of one column close up are given, from its detail.
import type { AxisSpec, BoxData, BoxesData, DensityData, HowComputed, SharesData, TrendData } from '$charts/index';
import type { Box } from '$core/stats/box';
import type { ColumnDetail, Group, TargetView } from '$core/stats/detail';

type Of<K extends TargetView['kind']> = Extract<TargetView, { kind: K }>;

const boxData = (name: string, slot: number, box: Box): BoxData => ({ name, slot, ...box });

export function densityData(axis: AxisSpec, detail: ColumnDetail): DensityData {
  const { density } = detail;
  return { axis, curves: density ? [{ name: '', slot: 0, count: detail.present, ...density }] : [] };
}

export const ownBox = (axis: AxisSpec, { box }: ColumnDetail): BoxesData => ({
  axis,
  group: '',
  boxes: box ? [boxData('', 0, box)] : [],
});

/** Curves of the groups that have one; a group of equal values has none. */
export const groupDensities = (axis: AxisSpec, groups: readonly Group[]): DensityData => ({
  axis,
  curves: groups.flatMap(({ name, index, count, density }) =>
    density ? [{ name, slot: index, count, ...density }] : [],
  ),
});

export const groupBoxes = (axis: AxisSpec, group: string, groups: readonly Group[]): BoxesData => ({
  axis,
  group,
  boxes: groups.flatMap(({ name, index, box }) => (box ? [boxData(name, index, box)] : [])),
});

export const trendData = (x: AxisSpec, y: AxisSpec, { bins, points, rows }: Of<'trend'>): TrendData => ({
  xAxis: x,
  yAxis: y,
  ...points,
  bins,
  rows,
});

/** Bars of the categories, by class where the target has classes; missing ones last. */
export function sharesData(
  { column, levels, target, missing }: ColumnDetail,
  by: string,
  selected: readonly number[] | undefined,
): SharesData {
  const shares = target?.kind === 'shares' ? target : null;
  const bars = shares ? shares.levels : levels.map((level) => ({ ...level, classes: [] }));
  const none = { name: null, count: missing, classes: [] };
  return {
    category: column,
    by,
    classes: shares ? shares.classes : [],
    // Of missing values no classes are counted.
    levels: shares || missing === 0 ? bars : [...bars, none],
    ...(selected && { selected }),
  };
}

export const howDensity: HowComputed = {
  text: 'Every value is smeared over its neighbourhood by a normal kernel; the curve is their sum and encloses an area of 1. Its width is Scott’s rule, so that small samples come out smooth; it reaches three bandwidths beyond the data, also below zero.',
  formula: 'f(x) = 1 / (n h) sum phi((x - x_i) / h),  h = sd n^(-1/5)',
  source: 'Scott 1992; as scipy’s gaussian_kde. Beyond 5,000 values on a grid (Wand 1994).',
};
export const howBox: HowComputed = {
  text: 'The box holds the middle half of the values, with the median as a line and the mean as a diamond. Whiskers end at the last value within 1.5 interquartile ranges of the box; values beyond are drawn one by one.',
  source: 'Tukey 1977; quartiles by linear interpolation, as matplotlib.',
};
export const howTrend: HowComputed = {
  text: 'Rows are put into 20 bins of about equally many rows by the column, equal values together. The line joins the mean target of each bin, drawn at the mean of the column there; the band is the 95 % interval of that mean.',
  formula: 'mean ± t(0.95, n - 1) sd / sqrt(n)',
};
export const howShares: HowComputed = {
  text: 'Of the rows of each category, the share of each class. Few rows make shares uncertain: their number stands at the right.',
};
