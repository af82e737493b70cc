// What a search over architectures found, in sentences: the best network, how far the rows that judged it can tell networks
// apart, whether simple models do as well, which choices went with better networks, and whether more networks may be worth
// it. Pure; every sentence follows from the trials and the baselines.
import { figure } from '../../run/figure';
import { leaderboard, type Direction } from '../../run/leaderboard';
import type { TrialRecord } from '../../run/types';
import type { Space } from '../../space/space';
import { leastJudged, traitsOf, type Judged, type Trait } from './traits';

export interface FoundQuestion {
  readonly trials: readonly TrialRecord[];
  readonly direction: Direction;
  readonly metric: string;
  /** What a value is called: `validation accuracy`. */
  readonly objective: string;
  readonly genes: Space;
  /** A network in a line, what it costs, and what its cells carry. */
  about(trial: TrialRecord): Pick<Judged, 'parameters' | 'edges'> & { readonly text: string };
  /** Rows that judged the networks; null where that is not known. */
  readonly rows: number | null;
  /** By the same metric on the same rows, with their 95 % intervals; empty while they are not known. */
  readonly baselines: readonly Baseline[];
}

export interface Baseline {
  readonly label: string;
  readonly value: number;
  readonly interval?: { readonly low: number; readonly high: number } | undefined;
}

export interface Finding {
  readonly about: 'best' | 'sure' | 'simple' | 'choices' | 'further';
  readonly text: string;
}

type Valued = TrialRecord & { readonly value: number };

const valued = (trials: readonly TrialRecord[]) =>
  trials.filter(
    (trial): trial is Valued => trial.state === 'done' && trial.value !== null && Number.isFinite(trial.value),
  );

/** The best networks, of equal ones the smaller first: those to look at more closely. */
export function finalists({ trials, direction, about }: FoundQuestion, most: number): TrialRecord[] {
  const sign = direction === 'maximize' ? 1 : -1;
  const size = new Map(trials.map((trial) => [trial.index, about(trial).parameters ?? Infinity]));
  const sorted = valued(trials).sort(
    (a, b) => sign * (b.value - a.value) || size.get(a.index)! - size.get(b.index)! || a.index - b.index,
  );
  return sorted.slice(0, most);
}

/** Nothing before two networks have a value. */
export function foundIn(question: FoundQuestion): Finding[] {
  const { trials, direction } = question;
  const done = valued(trials);
  if (done.length < 2) return [];
  const ranked = leaderboard(done, direction) as Valued[];
  return [
    { about: 'best', text: best(question, ranked) },
    ...sure(question, ranked),
    ...simple(question, ranked[0]),
    { about: 'choices', text: choices(question, done) },
    ...further(question, done),
  ];
}

const networksText = (n: number) => (n === 1 ? 'one network' : `${figure(n)} networks`);

function best({ objective, about }: FoundQuestion, ranked: readonly Valued[]): string {
  const { text, parameters } = about(ranked[0]);
  const size = parameters === null ? '' : `, ${figure(parameters)} parameters`;
  return `Network ${ranked[0].index} of ${figure(ranked.length)}: ${objective} ${figure(ranked[0].value)} (${text}${size}).`;
}

/**
 * Standard error of a score from the number of rows: of a share by Agresti & Coull 1998, which has one at 0 and 1 too; of a
 * root mean square from normal errors; else from the interval of a baseline on the same rows. Null where nothing says.
 */
export function standardError(metric: string, value: number, rows: number | null, baselines: readonly Baseline[]) {
  if (rows !== null && rows > 0 && metric === 'accuracy') {
    const share = (value * rows + 2) / (rows + 4);
    return Math.sqrt((share * (1 - share)) / (rows + 4));
  }
  if (rows !== null && rows > 0 && metric === 'rmse') return value / Math.sqrt(2 * rows);
  const near = [...baselines]
    .filter(({ interval }) => interval && interval.high > interval.low)
    .sort((a, b) => Math.abs(a.value - value) - Math.abs(b.value - value))[0];
  return near?.interval ? (near.interval.high - near.interval.low) / (2 * 1.96) : null;
}

/** Within one standard error of the best (Breiman et al. 1984, section 3.4.3). */
function sure({ metric, rows, baselines, about }: FoundQuestion, ranked: readonly Valued[]): Finding[] {
  const [first] = ranked;
  const error = standardError(metric, first.value, rows, baselines);
  if (error === null || !(error > 0)) return [];
  const level = ranked.filter(({ value }) => Math.abs(value - first.value) <= error);
  const of = rows === null ? 'The validation rows fix' : `${figure(rows)} validation rows fix`;
  const span = `${of} a score to about ± ${figure(Number(error.toPrecision(2)))} (one standard error)`;
  if (level.length === 1) return [{ about: 'sure', text: `${span}, and no other network is that close to the best.` }];
  const sized = level.flatMap((trial) => {
    const { parameters, text } = about(trial);
    return parameters === null ? [] : [{ trial, parameters, text }];
  });
  const [least] = sized.sort((a, b) => a.parameters - b.parameters || a.trial.index - b.trial.index);
  const small =
    least && least.trial !== first
      ? ` The smallest of them is network ${least.trial.index} with ${figure(least.parameters)} parameters (${least.text}).`
      : '';
  return [
    {
      about: 'sure',
      text: `${span}. ${figure(level.length)} of ${figure(ranked.length)} networks are that close to the best: on other rows any of them might lead.${small}`,
    },
  ];
}

function simple({ direction, baselines }: FoundQuestion, first: Valued): Finding[] {
  const sign = direction === 'maximize' ? 1 : -1;
  const [top] = [...baselines].sort((a, b) => sign * (b.value - a.value));
  if (!top) return [];
  const gain = sign * (first.value - top.value);
  const range = top.interval ? `, 95 % interval ${figure(top.interval.low)} to ${figure(top.interval.high)}` : '';
  const named = `${top.label} (${figure(top.value)}${range})`;
  if (gain <= 0)
    return [
      {
        about: 'simple',
        text: `No network does better than a simple baseline: ${named}. It may be all that these data need.`,
      },
    ];
  const edge = top.interval && (direction === 'maximize' ? top.interval.high : top.interval.low);
  const within = edge !== undefined && sign * (first.value - edge) <= 0;
  const verdict = within ? 'that may be luck: it is within the interval' : 'more than these rows give by luck';
  return [
    {
      about: 'simple',
      text: `${figure(gain)} better than the best simple baseline, ${named}${edge === undefined ? '' : `; ${verdict}`}.`,
    },
  ];
}

/** Chances of being no more than luck below which a trait is told, and is told as clear. */
const [told, clear] = [0.05, 0.001];
const most = 3;

function choices(question: FoundQuestion, done: readonly Valued[]): string {
  if (done.length < leastJudged)
    return `${networksText(done.length)} are too few to say which choices matter; from ${leastJudged} on this place does.`;
  const sign = question.direction === 'maximize' ? 1 : -1;
  const judged = done.map((trial): Judged => {
    const { parameters, edges } = question.about(trial);
    return { genes: trial.params, score: sign * trial.value, parameters, edges };
  });
  const strong = traitsOf(judged, question.genes).filter(({ p }) => p < told);
  if (strong.length === 0)
    return `No single choice stands out among ${networksText(done.length)}: what each does is lost in the chance between them.`;
  const parts = strong.slice(0, most).map((trait) => traitText(trait, sign));
  const rest = strong.length > most ? `; and ${figure(strong.length - most)} more` : '';
  return `Better networks had ${parts.join('; ')}${rest}.`;
}

function traitText({ name, kinds, correlation, p }: Trait, sign: number): string {
  const how = p < clear ? 'clear' : `p = ${figure(Number(p.toPrecision(1)))}`;
  if (kinds) {
    const [first, last] = [kinds[0], kinds[kinds.length - 1]];
    const of = ({ median }: typeof first) => figure(sign * median);
    return `${name} ${first.value} (median ${of(first)}) rather than ${last.value} (${of(last)}), ${how}`;
  }
  return `${amountText(name, correlation! > 0)} (rank correlation ${Math.abs(correlation!).toFixed(2)}), ${how}`;
}

/** `more filters of block 1`, `a smaller kernel of block 2`. */
function amountText(name: string, larger: boolean): string {
  if (name === 'dropout') return `${larger ? 'more' : 'less'} dropout`;
  if (/^(parameters|filters|number of)| in a cell$/.test(name))
    return `${larger ? 'more' : 'fewer'} ${name.replace('number of ', '')}`;
  return `a ${larger ? 'larger' : 'smaller'} ${name}`;
}

/** Fewer networks have no last quarter worth a sentence. */
const leastForQuarter = 8;

function further({ direction, metric, rows, baselines }: FoundQuestion, done: readonly Valued[]): Finding[] {
  if (done.length < leastForQuarter) return [];
  const inOrder = [...done].sort((a, b) => a.index - b.index);
  const quarter = Math.floor(inOrder.length / 4);
  const [before] = leaderboard(inOrder.slice(0, -quarter), direction) as Valued[];
  const [after] = leaderboard(inOrder, direction) as Valued[];
  const gain = Math.abs(after.value - before.value);
  const error = standardError(metric, after.value, rows, baselines) ?? 0;
  const last = `last ${figure(quarter)} networks`;
  const took = `took it from ${figure(before.value)} to ${figure(after.value)}`;
  const text =
    gain === 0
      ? `The ${last} brought nothing better: more of the same search is unlikely to help much.`
      : gain < error
        ? `The ${last} ${took}, less than these rows can tell: more of the same search is unlikely to help much.`
        : `Still getting better: the ${last} ${took}. More networks may find better.`;
  return [{ about: 'further', text }];
}
