// The final check: the best networks of a search trained anew under several seeds. They are ranked by validation, as the
// search was; the test rows, which chose nothing, say what to expect. Pure.
import { tQuantile } from '../../math/studentT';
import { figure } from '../../run/figure';
import type { Direction } from '../../run/leaderboard';
import { spreadOf, type SeedRow } from '../../run/seedGroups';
import type { Baseline } from './found';

export interface Finalist {
  readonly trial: number;
  /** Seeds that were asked for. */
  readonly wanted: number;
  readonly rows: readonly SeedRow[];
  /** Null where it is not known. */
  readonly parameters: number | null;
}

export interface Spread {
  readonly mean: number;
  /** Sample standard deviation; NaN for one value. */
  readonly deviation: number;
  readonly values: readonly number[];
}

export interface FinalLine extends Omit<Finalist, 'rows'> {
  readonly seeds: number;
  readonly fixed: Spread;
  readonly best: Spread;
  readonly test: Spread;
}

export interface FinalQuestion {
  readonly finalists: readonly Finalist[];
  readonly direction: Direction;
  /** Whether the weights of the best epoch are those that are kept; else those of the last. */
  readonly keepsBest: boolean;
}

/** Those with a seed that is through, the best first by the mean over their seeds of what the search ranks by. */
export function finalLines({ finalists, direction, keepsBest }: FinalQuestion): FinalLine[] {
  const sign = direction === 'maximize' ? 1 : -1;
  const of = (rows: readonly SeedRow[], key: keyof SeedRow): Spread => {
    const values = rows.map((row) => row[key]);
    const { mean, deviation } = spreadOf(values);
    // Of equal values only rounding is left.
    return { mean, deviation: deviation < 1e-12 * Math.abs(mean) ? 0 : deviation, values };
  };
  return finalists
    .filter(({ rows }) => rows.length > 0)
    .map(({ rows, ...about }) => ({
      ...about,
      seeds: rows.length,
      fixed: of(rows, 'fixed'),
      best: of(rows, 'best'),
      test: of(rows, 'test'),
    }))
    .sort((a, b) => sign * (judged(b, keepsBest).mean - judged(a, keepsBest).mean) || a.trial - b.trial);
}

const judged = (line: FinalLine, keepsBest: boolean) => (keepsBest ? line.best : line.fixed);
const short = (value: number) => figure(Number(value.toPrecision(4)));
const spread = ({ mean, deviation }: Spread) =>
  Number.isNaN(deviation) ? short(mean) : `${short(mean)} ± ${figure(Number(deviation.toPrecision(2)))}`;

/** Whether seeds explain a difference of two means: Student's t at 97.5 %, each mean with its own deviation. */
function explained(a: Spread, b: Spread): boolean {
  const [n, m] = [a.values.length, b.values.length];
  const error = Math.sqrt(a.deviation ** 2 / n + b.deviation ** 2 / m);
  return !(Math.abs(a.mean - b.mean) > tQuantile(0.975, n + m - 2) * error);
}

/** What the check says, once every seed of every network is through. `baselines`: on the test rows. */
export function finalVerdict(
  lines: readonly FinalLine[],
  { direction, keepsBest }: Omit<FinalQuestion, 'finalists'>,
  objective: string,
  baselines: readonly Baseline[],
): string[] {
  const sign = direction === 'maximize' ? 1 : -1;
  const [first, second] = lines;
  if (!first) return [];
  const sentences: string[] = [];
  if (second) {
    const of = (line: FinalLine) => judged(line, keepsBest);
    if (!explained(of(first), of(second)))
      sentences.push(`Network ${first.trial} leads network ${second.trial} by more than the seeds explain.`);
    else {
      const level = lines.filter((line) => line === first || explained(of(first), of(line)));
      const [small] = level
        .filter(({ parameters }) => parameters !== null)
        .sort((x, y) => x.parameters! - y.parameters!);
      const named = listed(level.map(({ trial }) => String(trial)));
      const take = small
        ? ` The smallest is network ${small.trial}, with ${figure(small.parameters!)} parameters.`
        : '';
      sentences.push(`Networks ${named} are level: the seeds alone make such differences.${take}`);
    }
  }
  const test = first.test;
  if (Number.isNaN(test.mean)) return [...sentences, 'No rows were kept apart for a test.'];
  sentences.push(`On the test rows network ${first.trial} comes to ${objective} ${spread(test)}.`);
  const [top] = [...baselines].sort((a, b) => sign * (b.value - a.value));
  if (top) sentences.push(against(test.mean, top, sign));
  return sentences;
}

function against(mean: number, { label, value, interval }: Baseline, sign: number): string {
  const range = interval ? `, 95 % interval ${short(interval.low)} to ${short(interval.high)}` : '';
  const named = `${label} (${short(value)}${range})`;
  const inside = interval ? mean >= interval.low && mean <= interval.high : mean === value;
  if (inside) return `That is level with the best simple baseline there, ${named}.`;
  const better = sign * (mean - value) > 0;
  return `That is ${better ? 'better' : 'worse'} than the best simple baseline there, ${named}.`;
}

const listed = (parts: readonly string[]) =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;
