// A finished study in plain sentences: what was best, what mattered, how alike the best ten are, and whether the end of
// the search still brought something. Pure; every sentence follows from the trials alone.
import type { Scalar } from '../fields/field';
import { log } from '../math/elementary';
import { sizeOfDomain, turned } from '../space/domains';
import type { Param, Space } from '../space/space';
import { figure } from './figure';
import { chanceOf, effectOf } from './importance/kruskalWallis';
import { byEffect, valuedTrials } from './importance/method';
import { defaultMethod } from './importance/registry';
import { compareTrials, leaderboard, type Direction } from './leaderboard';
import { violationOf, type Goal } from './objectives';
import { frontSentences } from './summaryFront';
import { isTerminal, type TrialRecord } from './types';

export interface SummaryQuestion {
  readonly space: Space;
  readonly trials: readonly TrialRecord[];
  readonly direction: Direction;
  readonly seed: number;
  /** What a value is called: `Validation accuracy`. */
  readonly objective: string;
  /** What a parameter is called; its path when left out. */
  readonly name?: (path: string) => string;
  /** What a simple model, or a person, reaches by the same objective: the best of them. */
  readonly toBeat?: { readonly label: string; readonly value: number };
  /** Of a study that looks for a front: its objectives, and what each is called. */
  readonly front?: { readonly goals: readonly Goal[]; readonly name: (metric: string) => string };
}

/** A finished trial with a value. */
type Valued = TrialRecord & { readonly value: number };

const leaders = 10;
/** Fewer finished trials have no last quarter worth a sentence. */
const minForQuarter = 8;
/** A large effect (Cohen 1988): smaller ones come up by chance in a few dozen trials. */
const largeEffect = 0.14;
/** Effects that come up by chance more often than this are no finding, whatever their size. */
const leastChance = 0.01;
/** How near to the end of its range, as a share of it, counts as at the edge. */
const edge = 0.02;

/** No sentence when no trial has ended; none that the trials cannot carry. */
export function summarise(question: SummaryQuestion): string[] {
  const work = summarySteps(question);
  let step = work.next();
  while (!step.done) step = work.next();
  return step.value;
}

/** The same; yields every few milliseconds of work, ten thousand trials given. */
export function* summarySteps(question: SummaryQuestion): Generator<void, string[]> {
  const ended = question.trials.filter(({ state }) => isTerminal(state));
  if (ended.length === 0) return [];
  const done = ended.filter(
    (trial): trial is Valued => trial.state === 'done' && trial.value !== null && Number.isFinite(trial.value),
  );
  if (done.length === 0) return [counts(ended), 'No trial finished with a value.', ...failures(ended)];
  yield;
  if (question.front) return [counts(ended), ...frontSentences(ended, question.front.goals, question.front.name)];
  const kept = done.filter((trial) => violationOf(trial) === 0);
  if (kept.length === 0)
    return [counts(ended), nothingKept(question, leaderboard(done, question.direction)[0] as Valued)];
  const limited = kept.length < done.length ? [broken(done.length - kept.length, done.length)] : [];
  yield;
  const ranked = leaderboard(kept, question.direction) as Valued[];
  yield;
  if (ranked.length > 2 && ranked.every(({ value }) => value === ranked[0].value))
    return [counts(ended), ...limited, level(question, ranked), ...beaten(question, ranked[0]), ...failures(ended)];
  const order = yield* weighed(question);
  const moving = yield* mattered(question, order, done.length);
  const quarter = lastQuarter(question, kept);
  yield;
  return [
    counts(ended),
    ...limited,
    best(question, ranked),
    ...beaten(question, ranked[0]),
    ...moving,
    ...alike(question, order, ranked),
    ...quarter,
    ...edges(question, ranked[0]),
    ...failures(ended),
  ];
}

const calls = ({ name }: SummaryQuestion, path: string) => (name ? name(path) : path);
const worded = (value: Scalar) =>
  typeof value === 'number' ? figure(value) : typeof value === 'boolean' ? (value ? 'on' : 'off') : value;
const percent = (share: number) => `${Math.round(100 * share)} %`;
const many = (n: number, what: string) => `${figure(n)} ${what}${n === 1 ? '' : 's'}`;

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;
}

function counts(ended: readonly TrialRecord[]): string {
  const words = { done: 'finished', pruned: 'ended early', failed: 'failed', cancelled: 'cancelled' } as const;
  const parts = Object.entries(words).flatMap(([state, word]) => {
    const n = ended.filter((trial) => trial.state === state).length;
    return n > 0 ? [`${figure(n)} ${word}`] : [];
  });
  return `${many(ended.length, 'trial')}: ${listed(parts)}.`;
}

/** Why trials failed, where many did: the commonest reason, in the words of the first trial that had it. */
function failures(ended: readonly TrialRecord[]): string[] {
  const failed = ended.filter(({ state, error }) => state === 'failed' && error);
  if (5 * failed.length < ended.length) return [];
  const of = (code: string | undefined) => failed.filter(({ error }) => error?.code === code);
  const alike = failed.map(({ error }) => of(error?.code)).reduce((a, b) => (b.length > a.length ? b : a), []);
  if (alike.length === 0) return [];
  const { index, error } = alike.reduce((a, b) => (b.index < a.index ? b : a));
  const who =
    alike.length === 1 ? `Trial ${index} failed so:` : `${figure(alike.length)} failed alike, the first of them so:`;
  return [`${who} ${error!.message} ${error!.action}`.trim()];
}

/** A search that is not worth it: said where no trial is better than what needs none. */
function beaten({ toBeat, direction }: SummaryQuestion, { value }: Valued): string[] {
  if (!toBeat || (direction === 'minimize' ? value < toBeat.value : value > toBeat.value)) return [];
  const { label } = toBeat;
  return [
    value === toBeat.value
      ? `"${label}" reaches the same without a search.`
      : `No trial does as well as "${label}", which reaches ${figure(toBeat.value)} without a search.`,
  ];
}

const level = ({ objective }: SummaryQuestion, all: readonly Valued[]): string =>
  `All ${figure(all.length)} came to the same value, ${objective} ${figure(all[0].value)}: nothing says which settings are better. ` +
  'Wider ranges, more epochs or another objective may tell them apart.';

const broken = (some: number, all: number): string =>
  `${figure(some)} of ${figure(all)} finished trials ${some === 1 ? 'breaks' : 'break'} a limit and cannot be the best.`;

const nothingKept = ({ objective }: SummaryQuestion, nearest: Valued): string =>
  `No finished trial keeps the limits: trial ${nearest.index} breaks them least, with ${objective} ${figure(nearest.value)}.`;

function best(question: SummaryQuestion, ranked: readonly Valued[]): string {
  const [first] = ranked;
  const settings = Object.entries(first.params)
    .filter(([path]) => question.space.find((param) => param.path === path)?.domain.kind !== 'fixed')
    .map(([path, value]) => `${calls(question, path)} ${worded(value)}`);
  const equal = ranked.filter(({ value }) => value === first.value).length - 1;
  const also = equal > 0 ? ` ${many(equal, 'other trial')} reached the same value.` : '';
  const using = settings.length > 0 ? `, with ${listed(settings)}` : '';
  return `Trial ${first.index} is the best: ${question.objective} ${figure(first.value)}${using}.${also}`;
}

interface Weighed {
  readonly param: Param;
  readonly effect: number | null;
}

/** The varying parameters, those that matter first. */
function* weighed({ space, trials, direction, seed }: SummaryQuestion): Generator<void, Weighed[]> {
  const method = defaultMethod(trials.filter(({ state }) => state === 'done').length);
  const found = yield* method.steps({ space, trials, direction, seed });
  return byEffect(found).map(({ path, effect }) => ({ param: space.find((param) => param.path === path)!, effect }));
}

function* mattered(question: SummaryQuestion, order: readonly Weighed[], finished: number): Generator<void, string[]> {
  const known = order.filter((one): one is Weighed & { effect: number } => one.effect !== null);
  if (known.length < 2) return [];
  const method = defaultMethod(finished);
  const shares = method.type === 'ped-anova';
  const enough = shares ? 1.25 / known.length : largeEffect;
  const valued = valuedTrials(question.trials);
  const strong: typeof known = [];
  for (const one of known.filter(({ effect }) => effect >= enough)) {
    if (chanceOf(effectOf(one.param, valued)) < leastChance) strong.push(one);
    if (strong.length === 3) break;
    yield;
  }
  if (strong.length === 0) return [`No single setting stands out (${method.label}).`];
  const text = strong.map(
    ({ param, effect }) =>
      `${calls(question, param.path)} (${shares ? percent(effect) : figure(Number(effect.toPrecision(2)))})`,
  );
  const what = shares ? 'share' : method.measure;
  return [`What mattered most, by ${method.label} ${what}: ${listed(text)}.`];
}

/** Where the best ten lie, in value and in the settings that mattered most. */
function alike(question: SummaryQuestion, order: readonly Weighed[], ranked: readonly Valued[]): string[] {
  if (ranked.length < 2 * leaders) return [];
  const last = ranked[leaders - 1].value;
  // Trials equal to the tenth belong to them too.
  const top = ranked.filter((trial, i) => i < leaders || trial.value === last);
  const range =
    last === top[0].value
      ? `The best ${top.length} trials all have ${figure(last)}`
      : `The best ${top.length} trials lie between ${figure(last)} and ${figure(top[0].value)}`;
  const where = order.slice(0, 3).flatMap(({ param }) => {
    const values = top.flatMap(({ params }) => (param.path in params ? [params[param.path]] : []));
    return values.length === top.length ? [`${calls(question, param.path)} ${spread(param, values)}`] : [];
  });
  return [where.length > 0 ? `${range}; among them ${listed(where)}.` : `${range}.`];
}

function spread({ domain }: Param, values: readonly Scalar[]): string {
  if (domain.kind === 'int' || domain.kind === 'float') {
    const numbers = values as readonly number[];
    const low = numbers.reduce((a, b) => Math.min(a, b));
    const high = numbers.reduce((a, b) => Math.max(a, b));
    return low === high ? `is always ${figure(low)}` : `runs from ${figure(low)} to ${figure(high)}`;
  }
  const distinct = [...new Set(values)];
  const count = (value: Scalar) => values.filter((other) => other === value).length;
  const common = distinct.reduce((a, b) => (count(b) > count(a) ? b : a));
  if (distinct.length === 1) return `is always ${worded(common)}`;
  return `is ${worded(common)} in ${count(common)} of ${values.length}`;
}

/** Trials in order of index: the lead before the last quarter, and after it. */
function lastQuarter({ direction, objective }: SummaryQuestion, done: readonly Valued[]): string[] {
  if (done.length < minForQuarter) return [];
  const inOrder = [...done].sort((a, b) => a.index - b.index);
  const from = inOrder.length - Math.floor(inOrder.length / 4);
  const ahead = compareTrials(direction);
  const leader = (trials: readonly Valued[]) => trials.reduce((a, b) => (ahead(b, a) < 0 ? b : a));
  const before = leader(inOrder.slice(0, from));
  const after = leader([before, ...inOrder.slice(from)]);
  const quarter = `the last quarter of the finished trials (from trial ${inOrder[from].index})`;
  if (after.value === before.value)
    return [`Nothing better came in ${quarter}; the best value was first reached by trial ${after.index}.`];
  const gain = figure(Math.abs(after.value - before.value));
  return [
    `The search still improved in ${quarter}: ${objective} from ${figure(before.value)} to ${figure(after.value)}, ` +
      `a gain of ${gain}. More trials may find better.`,
  ];
}

/** Numbers whose best value stands at the end of their range. */
function edges(question: SummaryQuestion, first: Valued): string[] {
  const near = question.space.flatMap(({ path, domain }) => {
    const value = first.params[path];
    if ((domain.kind !== 'float' && domain.kind !== 'int') || typeof value !== 'number') return [];
    if (sizeOfDomain(domain) < 10) return [];
    const on = (x: number) => (domain.log ? log(x) : x);
    const along = (on(turned(domain, value)) - on(domain.low)) / (on(domain.high) - on(domain.low));
    const share = domain.reverse ? 1 - along : along;
    const end = share <= edge ? 'low' : share >= 1 - edge ? 'high' : null;
    return end ? [`the ${end} end of ${calls(question, path)}`] : [];
  });
  return near.length > 0 ? [`The best trial stands at ${listed(near)}: a wider range may hold better ones.`] : [];
}
