// Progressive search (PNAS: Liu et al. 2018, arXiv 1712.00559, algorithm 1): train simple networks, fit a surrogate to all
// that is known, grow every survivor by one block in all ways (where there are many, some of them at random), train the K
// that the surrogate likes best, and so on to the largest. Otherwise than there: the first level is K networks, not all of
// them; and when the largest level has been trained and there are trials left, networks of all levels, grown from the best K
// of the level before each, stand for choice together, K at a time, with the surrogate fitted anew.
import { TablabError } from '../../errors/error';
import { int } from '../../fields/field';
import { isScored, ranked, visibleAt } from '../../samplers/history';
import type { PastTrial } from '../../samplers/sampler';
import { drawUnseen } from '../../samplers/unseen';
import { pointKey } from '../../space/points';
import type { Genotype } from '../space';
import { Encoder } from './pnas/encode';
import { growthOf, type Growth } from './pnas/growth';
import { ensemble } from './pnas/predictor';
import { replayed } from './replay';
import { standings } from './standing';
import { defineStrategy, type NasAsk } from './strategy';

const fields = {
  best: int('Networks per level', 8, 1, 1000, {
    log: true,
    help: 'K of the paper, which has 256: so many of a level are trained before the next one.',
  }),
};

interface Options {
  readonly best: number;
}

/** Candidates drawn per level. */
const maxCandidates = 600;
/** Trials with which a surrogate starts. */
const fewest = 8;

interface Round {
  readonly n: number;
  /** Ask with which it starts. */
  readonly start: number;
  readonly size: number;
  /** Best first; empty where the levels have nothing new. Known as soon as the round is asked: a resumed study fits no surrogate
   *  for the rounds behind it. */
  wanted?: readonly Genotype[];
}

export const pnas = defineStrategy({
  type: 'pnas',
  label: 'Progressive (PNAS)',
  summary: 'Grows networks block by block; a surrogate picks those of each size that are worth training.',
  fields,
  usesResults: true,
  check: ({ genes, def }) =>
    growthOf(genes, def.absent) ? null : new TablabError('nas-no-growth', { space: def.label }),
  ask: (ask) => {
    const growth = growthOf(ask.space, ask.architectures.def.absent);
    if (!growth) return drawUnseen(ask, ask.rng);
    const round = roundAt(ask, growth);
    round.wanted ??= wantedIn(ask, growth, round);
    const left = round.wanted.slice(ask.index - round.start);
    return left.find((genotype) => !ask.seen.has(pointKey(genotype))) ?? drawUnseen(ask, ask.rng);
  },
});

/** The round of levels that an ask is in. */
function roundAt(ask: NasAsk<Options>, growth: Growth): Round {
  const rounds = replayed<Round[]>(
    ask as unknown as NasAsk,
    `pnas ${ask.trials.length > 0 ? ask.pending.length : 'start'}`,
    ask.trials,
    () => [],
    () => undefined,
  );
  let next = ask.given ?? 0;
  for (let n = 0; ; n++) {
    rounds[n] ??= makeRound(ask, growth, n, next);
    next = rounds[n].start + rounds[n].size;
    if (ask.index < next) return rounds[n];
  }
}

/** Round n asks for networks of level n + 1, after the largest for those of all levels; a level with nothing new is left out. */
function makeRound(ask: NasAsk<Options>, growth: Growth, n: number, start: number): Round {
  // How many there are does not depend on their order.
  const { length } = fitting(ask, start, drawn(ask, growth, n, visibleIn(ask, start)));
  // Where no level has anything new, one random network, then another look.
  return { n, start, size: length > 0 || n < growth.levels - 1 ? length : 1 };
}

const visibleIn = (ask: NasAsk<Options>, start: number) => ask.trials.slice(0, visibleAt(ask, start));

function wantedIn(ask: NasAsk<Options>, growth: Growth, { n, start }: Round): Genotype[] {
  const visible = visibleIn(ask, start);
  return fitting(ask, start, ordered(ask, n, visible, [...drawn(ask, growth, n, visible)]));
}

/** The candidates of a round, each once, in the order in which they are drawn. */
function* drawn(ask: NasAsk<Options>, growth: Growth, n: number, visible: readonly PastTrial[]): Generator<Genotype> {
  const all = Array.from({ length: growth.levels }, (_, i) => i + 1);
  const levels = n < growth.levels ? [n + 1] : all;
  const draws = Math.ceil(maxCandidates / levels.length);
  for (const level of levels) yield* candidatesOf(ask, growth, { n, level, draws, visible });
}

/** The first K that keep within the limits and that no ask before this one had, nor another of them. */
function fitting(
  { architectures, trials, pending, options }: NasAsk<Options>,
  start: number,
  best: Iterable<Genotype>,
): Genotype[] {
  const asked = [...trials.map(({ params }) => params), ...pending].slice(0, start);
  const taken = new Set(asked.flatMap((genotype) => architectures.judge(genotype).network?.key ?? []));
  const wanted: Genotype[] = [];
  for (const genotype of best) {
    const { network } = architectures.judge(genotype);
    if (!network || taken.has(network.key)) continue;
    taken.add(network.key);
    if (wanted.push(genotype) === options.best) break;
  }
  return wanted;
}

interface Wanted {
  readonly n: number;
  readonly level: number;
  readonly draws: number;
  readonly visible: readonly PastTrial[];
}

/** Networks of a level, each once. */
function* candidatesOf(
  ask: NasAsk<Options>,
  growth: Growth,
  { n, level, draws, visible }: Wanted,
): Generator<Genotype> {
  const { shared, direction, options } = ask;
  const scored = visible.filter(isScored).filter(({ params }) => growth.levelOf(params) === level - 1);
  const parents = ranked(scored, direction).slice(0, options.best);
  const found = new Set<string>();
  for (let draw = 0; draw < draws; draw++) {
    const rng = shared.split('pnas', n, level, draw);
    const parent = parents.length > 0 ? parents[draw % parents.length].params : null;
    const genotype = level === 1 ? growth.seed(rng) : growth.grow(parent ?? grown(growth, level - 1, rng), rng);
    const key = pointKey(genotype);
    if (growth.levelOf(genotype) !== level || found.has(key)) continue;
    found.add(key);
    yield genotype;
  }
}

/** Where no smaller network has a value: a random one. */
function grown(growth: Growth, level: number, rng: NasAsk['rng']): Genotype {
  let genotype = growth.seed(rng.split('seed'));
  for (let l = 1; l < level; l++) genotype = growth.grow(genotype, rng.split('grow', l));
  return genotype;
}

/** Candidates by what the surrogate expects of them, best first; as drawn while too little is known. */
function ordered(ask: NasAsk<Options>, n: number, visible: readonly PastTrial[], candidates: Genotype[]): Genotype[] {
  if (visible.filter(isScored).length < fewest) return candidates;
  const encoder = new Encoder(ask.architectures);
  const known = standings(visible, ask.direction).map(({ trial, share }) => ({
    input: encoder.learn(trial.params),
    target: share,
  }));
  const predict = ensemble(encoder.size, known, ask.shared.split('surrogate', n));
  return candidates
    .map((genotype, place) => ({ genotype, place, expected: predict(encoder.encode(genotype)) }))
    .sort((a, b) => b.expected - a.expected || a.place - b.place)
    .map(({ genotype }) => genotype);
}
