// Two or more models over the same folds, two by two: the corrected resampled t-test, Wilcoxon's signed ranks over folds
// and McNemar over rows (compare.ts), the effect size, and Holm's correction for several pairs (Holm 1979).
import { holm } from '../stats/holm';
import { tQuantile } from '../math/studentT';
import type { Goal } from '../run/objectives';
import type { FoldRecord } from '../run/types';
import { correctedT, mcnemar, wilcoxon, type McNemar } from './compare';
import { decodeHits } from './hits';
import { meanAndSd, testShare } from './intervals';

export interface PairedModel {
  readonly name: string;
  /** In order of fold. */
  readonly folds: readonly FoldRecord[];
}

export interface Pair {
  readonly first: number;
  readonly second: number;
  /** Folds that both have. */
  readonly count: number;
  /** First less second: mean, and half the width of its 95 % interval by the corrected t. */
  readonly difference: number;
  readonly half: number;
  /** Cohen's d of paired differences: their mean by their standard deviation; NaN where they do not vary. */
  readonly effect: number;
  readonly t: ReturnType<typeof correctedT>;
  readonly wilcoxon: ReturnType<typeof wilcoxon>;
  /** Over the rows of the first round, each judged once; null for values, or where rows differ. */
  readonly mcnemar: McNemar | null;
  /** Holm-adjusted over all pairs, by test. */
  readonly adjusted: { readonly t: number; readonly wilcoxon: number; readonly mcnemar: number | null };
}

/** Every two models that share at least two folds. `perRound`: folds in a round; later rounds judge the same rows again. */
export function comparePairs(models: readonly PairedModel[], perRound: number): Pair[] {
  const pairs: Omit<Pair, 'adjusted'>[] = [];
  for (let first = 0; first < models.length; first++)
    for (let second = first + 1; second < models.length; second++) {
      const pair = pairOf(models[first], models[second], perRound);
      if (pair) pairs.push({ first, second, ...pair });
    }
  const t = holm(pairs.map((pair) => pair.t.p));
  const ranks = holm(pairs.map((pair) => pair.wilcoxon.p));
  const rows = holm(pairs.map(({ mcnemar: test }) => (test ? pOf(test) : 1)));
  return pairs.map((pair, i) => ({
    ...pair,
    adjusted: { t: t[i], wilcoxon: ranks[i], mcnemar: pair.mcnemar ? rows[i] : null },
  }));
}

/** The exact p where there is one. */
export const pOf = ({ exact, corrected }: McNemar): number => (exact ?? corrected).p;

function pairOf(first: PairedModel, second: PairedModel, perRound: number) {
  const shared = first.folds.flatMap((a) => {
    const b = second.folds.find(({ fold }) => fold === a.fold);
    return b ? [{ a, b }] : [];
  });
  if (shared.length < 2) return null;
  const [a, b] = [shared.map((fold) => fold.a), shared.map((fold) => fold.b)];
  const differences = a.map(({ value }, i) => value - b[i].value);
  const { mean, sd } = meanAndSd(differences);
  return {
    count: shared.length,
    difference: mean,
    half: tQuantile(0.95, shared.length - 1) * sd * Math.sqrt(1 / shared.length + testShare(a)),
    effect: sd > 0 ? mean / sd : NaN,
    t: correctedT(a, b),
    wilcoxon: wilcoxon(differences),
    mcnemar: pooled(shared, perRound),
  };
}

function pooled(
  shared: readonly { readonly a: FoldRecord; readonly b: FoldRecord }[],
  perRound: number,
): McNemar | null {
  const right: [boolean[], boolean[]] = [[], []];
  for (const { a, b } of shared) {
    if (a.fold >= perRound) continue;
    if (a.hits === undefined || b.hits === undefined || a.rows.validation !== b.rows.validation) return null;
    right[0].push(...decodeHits(a.hits, a.rows.validation));
    right[1].push(...decodeHits(b.hits, b.rows.validation));
  }
  return right[0].length > 0 ? mcnemar(...right) : null;
}

const figure = (value: number) => String(Number(value.toPrecision(3)));
export const pText = (p: number): string => (p < 0.001 ? 'p < 0.001' : `p = ${figure(p)}`);

/** Cohen 1988. */
export function effectWord(effect: number): string {
  const size = Math.abs(effect);
  if (size < 0.2) return 'negligible';
  return size < 0.5 ? 'small' : size < 0.8 ? 'medium' : 'large';
}

/** The pair in one sentence. It goes by the corrected t-test, adjusted; `level`: what counts as a difference. */
export function pairSentence(pair: Pair, models: readonly PairedModel[], goal: Goal, pairs: number, level = 0.05) {
  const { difference, half, effect, adjusted, count } = pair;
  const [a, b] = [models[pair.first].name, models[pair.second].name];
  const over = pairs > 1 ? `, adjusted for ${pairs} pairs` : '';
  if (difference === 0 && half === 0) return `${a} and ${b} score the same on all ${count} folds.`;
  const between = (mean: number) => `${figure(mean - half)} to ${figure(mean + half)}`;
  const test = `corrected t-test ${pText(adjusted.t)}${over}`;
  if (adjusted.t >= level)
    return `Between ${a} and ${b} no difference can be told: ${figure(difference)} on average over ${count} folds, 95 % interval ${between(difference)} (${test}).`;
  const firstWins = goal.direction === 'minimize' ? difference < 0 : difference > 0;
  const [winner, loser] = firstWins ? [a, b] : [b, a];
  const size = Number.isNaN(effect) ? '' : `; the effect is ${effectWord(effect)} (d ${figure(Math.abs(effect))})`;
  return `${winner} is better than ${loser} by ${figure(Math.abs(difference))} on average over ${count} folds, 95 % interval ${between(Math.abs(difference))} (${test})${size}.`;
}
