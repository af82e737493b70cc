// What a learning or validation curve says of bias and variance, in sentences that follow from stated rules.
// - The validation error is the error on the training rows plus the gap between the two. The gap is what is owed to
//   variance; the rest to bias and to noise in the data (Geman, Bienenstock & Doursat 1992, as learning curves are read).
// - A difference counts when it is larger than twice its standard error over the paired folds and seeds.
// - Of the settings within one standard error of the best none is better (Breiman et al. 1984, the one-SE rule).
// Errors are distances from a perfect score: the value itself where smaller is better, else what it lacks to the best.
import type { Scalar } from '../fields/field';
import { metricDef } from '../metrics/registry';
import type { Goal } from '../run/objectives';
import { meanAndSd } from './intervals';
import type { CurvePoint } from './results';

export const readingRules = [
  'The validation error is the error on the training rows plus the gap between them. A gap of half of it or more is read as variance, a smaller one as bias or noise.',
  'A difference counts when it is larger than twice its standard error over the same folds and seeds. A gap that does not count is still small when it stays below half with twice its standard error added; else nothing is said.',
  'Settings whose validation mean lies within one standard error of the best are taken for equal (Breiman et al. 1984).',
] as const;

/** Which reading a curve has, apart from its words. */
export interface Reading {
  readonly kind: 'variance' | 'bias' | 'perfect' | 'unclear';
  readonly sentences: readonly string[];
}

const figure = (value: number) => (Number.isFinite(value) ? String(Number(value.toPrecision(3))) : '–');
const rowsText = (rows: number) => Math.round(rows).toLocaleString('en');

/** Distance from a perfect score; NaN where a metric has none. */
export function errorOf(metric: string, direction: Goal['direction'], value: number): number {
  if (direction === 'minimize') return value;
  const best = metricDef(metric)?.range[1] ?? NaN;
  return Number.isFinite(best) ? best - value : NaN;
}

interface Difference {
  readonly mean: number;
  readonly error: number;
  /** Larger than twice its standard error; one pair alone never is. */
  readonly clear: boolean;
}

function differenceOf(values: readonly number[]): Difference {
  const { mean, sd } = meanAndSd(values);
  const error = sd / Math.sqrt(values.length);
  return { mean, error, clear: values.length > 1 && Math.abs(mean) > 2 * error };
}

const paired = (a: CurvePoint, b: CurvePoint, of: 'train' | 'validation'): number[] =>
  a.pairs.length === b.pairs.length ? a.pairs.map((pair, i) => b.pairs[i][of] - pair[of]) : [];

/** Of the shares of the training rows, in any order; null before two of them are whole. `human`: what people reach. */
export function readLearning(points: readonly CurvePoint[], goal: Goal, human?: number): Reading | null {
  const whole = points.filter((point) => point.whole).sort((a, b) => Number(a.at) - Number(b.at));
  if (whole.length < 2) return null;
  const last = whole[whole.length - 1];
  const error = (value: number) => errorOf(goal.metric, goal.direction, value);
  const validation = error(last.validation.mean);
  const train = error(last.train.mean);
  if (!Number.isFinite(validation) || !Number.isFinite(train)) return null;
  const gap = differenceOf(last.pairs.map((pair) => error(pair.validation) - error(pair.train)));
  return {
    kind: kindOf(validation, gap),
    sentences: [
      gapSentence(validation, train, gap, last.rows, gainOf(whole, goal)),
      moreRows(whole, goal),
      ...(human === undefined ? [] : [people(error(human), train)]),
    ],
  };
}

function kindOf(validation: number, gap: Difference): Reading['kind'] {
  if (validation <= 0) return 'perfect';
  if (gap.mean >= validation / 2) return gap.clear ? 'variance' : 'unclear';
  // Small for sure: clearly told, or small even at its upper end.
  const upper = gap.mean + 2 * gap.error;
  return gap.clear || gap.mean <= 0 || upper < validation / 2 ? 'bias' : 'unclear';
}

function gapSentence(validation: number, train: number, gap: Difference, rows: number, gain: Difference): string {
  const start = `With all ${rowsText(rows)} training rows the error is ${figure(validation)} on validation rows and ${figure(train)} on training rows`;
  switch (kindOf(validation, gap)) {
    case 'perfect':
      return `${start}: nothing is left to explain.`;
    case 'unclear':
      return `${start}: the gap of ${figure(gap.mean)} is within twice its standard error, so it cannot be told whether bias or variance leads. More folds or seeds would tell.`;
    case 'variance':
      return `${start}: the gap is ${percent(gap.mean / validation)} of the validation error, so variance leads. More rows, more regularization or a smaller model are what helps.`;
    default:
      return `${start}: the gap is ${percent(Math.max(0, gap.mean) / validation)} of the validation error, so bias or noise in the data leads. A larger model, longer training or better features are what can help${gain.clear && gain.mean > 0 ? '' : '; more rows alone will not'}.`;
  }
}
const percent = (share: number) => `${Math.round(100 * share)} %`;

/** What the last rows added to the validation score; above 0 is better. */
function gainOf(whole: readonly CurvePoint[], { direction }: Goal): Difference {
  const [before, last] = whole.slice(-2);
  return differenceOf(paired(before, last, 'validation').map((d) => (direction === 'minimize' ? -d : d)));
}

function moreRows(whole: readonly CurvePoint[], goal: Goal): string {
  const [before, last] = whole.slice(-2);
  const gain = gainOf(whole, goal);
  const from = `From ${rowsText(before.rows)} to ${rowsText(last.rows)} rows`;
  if (!gain.clear || Number.isNaN(gain.mean))
    return `${from} the validation score does not change by more than twice its standard error: the curve is flat here.`;
  return gain.mean > 0
    ? `${from} the validation score still gains ${figure(gain.mean)}: more rows are likely to help.`
    : `${from} the validation score loses ${figure(-gain.mean)}, which more rows should not do: look at how the rows are dealt.`;
}

/** Avoidable bias: Ng 2018, Machine Learning Yearning, chapter 22. */
function people(human: number, train: number): string {
  const rest = train - human;
  return rest > 0
    ? `People err by ${figure(human)}: of the error on training rows ${figure(rest)} is avoidable bias.`
    : `People err by ${figure(human)}, no less than this model on its training rows: there is no avoidable bias.`;
}

/** Of the values of one setting; null before two of them are whole. */
export function readCurve(points: readonly CurvePoint[], goal: Goal, setting: string): Reading | null {
  const whole = points.filter((point) => point.whole && Number.isFinite(point.validation.mean));
  if (whole.length < 2) return null;
  const sign = goal.direction === 'minimize' ? 1 : -1;
  const best = whole.reduce((a, b) => (sign * (b.validation.mean - a.validation.mean) < 0 ? b : a));
  const error = best.validation.sd / Math.sqrt(best.validation.count);
  const near = whole.filter(
    (point) => point !== best && sign * (point.validation.mean - best.validation.mean) <= (error || 0),
  );
  const numeric = whole.every(({ at }) => typeof at === 'number');
  const ends = numeric ? endsOf(whole, best, near, sign, setting) : null;
  return {
    kind: ends?.kind ?? 'unclear',
    sentences: [
      `${setting} ${text(best.at)} has the best mean on validation rows, ${figure(best.validation.mean)}.`,
      near.length > 0
        ? `Within one standard error of it ${near.length === 1 ? 'lies' : 'lie'} ${near.map(({ at }) => text(at)).join(', ')}: take ${near.length === 1 ? 'it' : 'them'} for equal, and use the simplest.`
        : best.validation.count > 1
          ? 'No other value lies within one standard error of it.'
          : 'With one training for each value nothing can be said of chance.',
      ...(ends?.sentences ?? []),
    ],
  };
}

const text = (value: Scalar) => (typeof value === 'number' ? figure(value) : String(value));

/** How the smallest and the largest value differ from the best. */
function endsOf(
  whole: readonly CurvePoint[],
  best: CurvePoint,
  near: readonly CurvePoint[],
  sign: number,
  setting: string,
): Reading {
  const ordered = [...whole].sort((a, b) => Number(a.at) - Number(b.at));
  const sentences: string[] = [];
  const kinds: Reading['kind'][] = [];
  for (const end of [ordered[0], ordered[ordered.length - 1]]) {
    if (end === best) {
      sentences.push(`The best value is the ${end === ordered[0] ? 'smallest' : 'largest'} tried: try further ones.`);
      continue;
    }
    if (near.includes(end)) continue;
    const train = differenceOf(paired(best, end, 'train').map((d) => sign * d));
    const worse = train.mean > 0;
    // Worse by no more than chance may be either.
    if (worse && !train.clear) {
      kinds.push('unclear');
      sentences.push(
        `At ${text(end.at)} it is worse on validation rows, and on training rows by no more than chance may do: whether it underfits or overfits cannot be told. More folds or seeds would tell.`,
      );
      continue;
    }
    kinds.push(worse ? 'bias' : 'variance');
    sentences.push(
      worse
        ? `At ${text(end.at)} it is worse on training rows too: it underfits, which is bias.`
        : `At ${text(end.at)} it is no worse on training rows but worse on validation rows: it overfits, which is variance.`,
    );
  }
  if (sentences.length === 0) sentences.push(`${setting} makes no clear difference over this range.`);
  return { kind: kinds.length === 1 ? kinds[0] : 'unclear', sentences };
}
