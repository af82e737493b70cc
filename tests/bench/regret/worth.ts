// How often "is it worth going on?" is right: searches on problems whose best value is known, asked as they go.
import { betaOf, worthGoingOn, regretBounds } from '$core/run/surrogate/worth';
import { Surrogate, type SurrogateStudy } from '$core/run/surrogate/model';
import { searchOf } from '$core/replay/search';
import { Stream } from '$core/rng/stream';
import { sobolPoints } from '$core/samplers/gp/draws';
import { Posterior } from '$core/samplers/gp/posterior';
import type { PastTrial } from '$core/samplers/sampler';
import { samplePoint } from '$core/space/points';
import type { ParamValues } from '$core/space/space';
import { choosingProblems } from './choosing';
import { drawnProblems, type Drawn } from './drawn';
import { heldProblems } from './held';
import { regretProblems } from './problems';
import { unseenProblems, type Unseen } from './unseen';

const trialsInAll = 90;
const asked = [20, 35, 50, 70];
const further = 20;
/** Of problems without noise of their own, as a share of the deviation of random values. */
const noiseShare = 0.05;

interface Answer {
  readonly held: boolean;
  readonly terminatorHeld: boolean;
  /** Of a function drawn from the process: whether that bound held with the process's own lengths, scale and noise, over all trials. */
  readonly knownHeld?: boolean;
  /** How many times as wide as with a fifth of beta. */
  readonly wider: number;
  readonly advice: string;
  /** The next 20 trials gained more than the noise of one, or a thousandth of the best. */
  readonly gained: boolean;
}

function answersOf(problem: Unseen, sampler: string, noisy: boolean, seed: number): Answer[] {
  const { space, cost, best, noise } = problem;
  const level = noiseShare * deviationOf(problem);
  const beyond = (params: ParamValues, luck: Stream): number => {
    if (typeof noise === 'function') return noise(params, luck);
    return noisy ? (noise ?? level) * luck.normal() : 0;
  };
  const outcome = (params: ParamValues, _seed: number, trial: number) => {
    const truth = cost(params);
    return { seen: [truth + beyond(params, Stream.of(seed, 'noise', trial))], truth: [truth] };
  };
  const ended = [
    ...searchOf({ space, directions: ['minimize'], outcome }, { sampler }, { trials: trialsInAll, seed }),
  ].map((one) => ({ ...one, value: one.seen![0], told: one.truth![0] }));
  const leaderOf = (count: number) => ended.slice(0, count).reduce((a, b) => (b.value < a.value ? b : a));
  return asked
    .filter((count) => count <= ended.length)
    .map((count): Answer => {
      const trials: PastTrial[] = ended
        .slice(0, count)
        .map(({ index, params, value }) => ({ index, params, state: 'done', value }));
      const study: SurrogateStudy = { space, trials, direction: 'minimize', seed };
      const model = Surrogate.of(study)!;
      const { advice } = worthGoingOn(study, model, model.next())!;
      const { regret, terminator } = regretBounds(study);
      const gap = leaderOf(count).told - best - 1e-9 * Math.abs(best);
      const later = leaderOf(count).told - leaderOf(count + further).told;
      const noticeable = Math.max(model.noise, 1e-3 * Math.abs(model.best.value));
      const process = (problem as Partial<Drawn>).inverseSquaredLengths;
      return {
        held: regret >= gap,
        terminatorHeld: terminator >= gap,
        ...(process ? { knownHeld: boundOf(study, process, noisy ? level : 0) >= gap } : {}),
        wider: regret / terminator,
        advice,
        gained: later > noticeable,
      };
    });
}

/** The terminator's bound of a process that is known, of scale 1 and mean 0. Costs are turned so that larger is better. */
function boundOf({ trials, seed }: SurrogateStudy, inverseSquaredLengths: Float64Array, noise: number): number {
  const d = inverseSquaredLengths.length;
  const x = Float64Array.from(
    trials.flatMap(({ params }) => Array.from({ length: d }, (_, i) => Number(params[`x${i}`]))),
  );
  const points = { count: trials.length, x, categorical: Array.from({ length: d }, () => false) };
  const values = trials.map(({ value }) => -value!);
  const model = new Posterior(points, values, { inverseSquaredLengths, scale: 1, noise: noise * noise + 1e-8 });
  const root = Math.sqrt(betaOf(d, trials.length) / 5);
  let [upper, lower] = [-Infinity, -Infinity];
  const see = (mean: number, variance: number) => (upper = Math.max(upper, mean + root * Math.sqrt(variance)));
  model.eachOf(x, trials.length, (_i, mean, variance) => {
    see(mean, variance);
    lower = Math.max(lower, mean - root * Math.sqrt(variance));
  });
  model.eachOf(sobolPoints(2048, d, Stream.of(seed, 'regret bound')), 2048, (_i, mean, variance) =>
    see(mean, variance),
  );
  return upper - lower;
}

function deviationOf({ space, cost }: Unseen): number {
  const values = Array.from({ length: 300 }, (_, i) => cost(samplePoint(space, Stream.of(1, 'scale', i))));
  const mean = values.reduce((a, b) => a + b) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

const sets: Readonly<Record<string, () => readonly Unseen[]>> = {
  known: () => regretProblems(null).map((one) => ({ ...one, label: one.name })),
  unseen: () => unseenProblems,
  choosing: () => choosingProblems,
  held: () => heldProblems,
  drawn: drawnProblems,
};

/** The table, with what is worst; `progress` hears every problem. Up to 13 parameters: more take long and are like these. */
export function worthReport(seeds: number, progress: (text: string) => void): string {
  const rows: string[] = [];
  const all: Answer[] = [];
  const known = new Map<string, boolean[]>();
  const worst: { name: string; share: number }[] = [];
  for (const [set, problems] of Object.entries(sets)) {
    const own: Answer[] = [];
    for (const problem of problems()) {
      if (problem.space.length > 13) continue;
      progress(`${set}: ${problem.name}`);
      const answers: Answer[] = [];
      for (let seed = 0; seed < seeds; seed++) {
        const plain = problem.noise === undefined;
        if (plain) answers.push(...answersOf(problem, 'tpe', false, seed));
        answers.push(...answersOf(problem, 'tpe', true, seed));
        if (set !== 'drawn') answers.push(...answersOf(problem, 'gp', !plain, seed));
      }
      worst.push({ name: problem.name, share: shareOf(answers, ({ held }) => held) });
      own.push(...answers);
      const withKnown = answers.flatMap(({ knownHeld }) => (knownHeld === undefined ? [] : [knownHeld]));
      if (withKnown.length > 0) known.set(problem.label, [...(known.get(problem.label) ?? []), ...withKnown]);
    }
    all.push(...own);
    rows.push(rowOf(set, own));
  }
  worst.sort((a, b) => a.share - b.share);
  const wider = all.map((one) => one.wider).sort((a, b) => a - b);
  const perKnown = [...known].map(([label, held]) => `${label} ${percent(held.filter(Boolean).length / held.length)}`);
  const least = worst.filter(({ share }) => share < 0.9).map(({ name, share }) => `${name} ${percent(share)}`);
  return [
    '| problems | answers | the bound held | with a fifth of beta | stop: of these gained | little left: of these gained |',
    '|---|---|---|---|---|---|',
    ...rows,
    rowOf('all', all),
    '',
    `At the median it is ${wider[wider.length >> 1].toFixed(1)} times as wide as with a fifth of beta.`,
    `With a fifth of beta, but the process's own lengths, scale and noise: ${perKnown.join(', ')}.`,
    `Held less often than nine times in ten on: ${least.join(', ') || 'none'}.`,
  ].join('\n');
}

function rowOf(name: string, answers: readonly Answer[]): string {
  const advised = (advice: string) => {
    const some = answers.filter((one) => one.advice === advice);
    return `${some.length}: ${some.filter(({ gained }) => gained).length}`;
  };
  const held = percent(shareOf(answers, (one) => one.held));
  const narrow = percent(shareOf(answers, (one) => one.terminatorHeld));
  return `| ${name} | ${answers.length} | ${held} | ${narrow} | ${advised('stop')} | ${advised('little-left')} |`;
}

const shareOf = (answers: readonly Answer[], holds: (one: Answer) => boolean): number =>
  answers.filter(holds).length / answers.length;
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
