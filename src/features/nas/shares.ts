// What the search of a relaxed space says, in the words and series of its page.
import type { SearchPoint } from '$core/nas/darts/findings';
import { mostProbable, mostSkips, sharesOf } from '$core/nas/darts/genotypes';
import type { Relaxation } from '$core/nas/relaxation';
import type { TrialRecord } from '$core/run/types';
import { pointKey } from '$core/space/points';
import { kendall } from '$core/stats/kendall';
import type { CurveSeries, CurvesData } from '$charts/index';

/** One chart per edge: the share of each operation after each epoch. */
export function shareCharts({ edges, ops }: Relaxation, points: readonly SearchPoint[], epochs: number) {
  const shares = points.map(({ alphas }) => sharesOf(alphas));
  const most = Math.max(0, ...shares.flat(2));
  const x = points.map(({ epoch }) => epoch + 1);
  return edges.map(({ cell, from, to }, edge) => {
    const live = ops.map((label, op): CurveSeries => ({
      key: op,
      label,
      slot: op,
      x,
      y: shares.map((epoch) => epoch[edge][op]),
    }));
    const data: CurvesData = {
      xAxis: { name: 'Epoch of the search', whole: true },
      yAxis: { name: 'Share' },
      settled: [],
      live,
      xMax: epochs,
      yDomain: [0, most * 1.05],
    };
    return { cell, title: `${cell}, ${from} to ${to}`, data };
  });
}

export function lossCurves(points: readonly SearchPoint[], epochs: number): CurvesData {
  const x = points.map(({ epoch }) => epoch + 1);
  return {
    xAxis: { name: 'Epoch of the search', whole: true },
    yAxis: { name: 'Loss' },
    settled: [],
    live: [
      { key: 0, label: 'weights’ half', slot: 0, x, y: points.map(({ loss }) => loss) },
      { key: 1, label: 'held-out half', slot: 1, x, y: points.map(({ heldOut }) => heldOut), dashed: true },
    ],
    xMax: epochs,
  };
}

/** A cell with so many skip connections, or more, is where DARTS+ stops a search. */
export const manySkips = 2;

export interface SkipReading {
  /** In the cell that has most of them, at the last epoch. */
  readonly now: number;
  /** Edges that a genotype takes in that space, in the cell that has most. */
  readonly of: number;
  /** The last epoch before there were many, from 1; null where there were many from the start, or never. */
  readonly before: number | null;
}

export function readSkips(relaxation: Relaxation, points: readonly SearchPoint[]): SkipReading {
  const counts = points.map(({ alphas }) => mostSkips(relaxation, alphas));
  const first = counts.findIndex((count) => count >= manySkips);
  const taken = new Map<string, number>();
  const [sample] = mostProbable(relaxation, points[0].alphas);
  for (const { edge } of sample.uses) {
    const { cell } = relaxation.edges[edge];
    taken.set(cell, (taken.get(cell) ?? 0) + 1);
  }
  return { now: counts.at(-1)!, of: Math.max(...taken.values()), before: first > 0 ? first : null };
}

/** Networks whose place in the supernet's order is looked for. */
const looked = 2000;

/** Kendall's tau-b between the order by shares and that of the trained networks; null below five of them. */
export function orderAgreement(
  relaxation: Relaxation,
  settled: SearchPoint,
  trials: readonly TrialRecord[],
  direction: 'minimize' | 'maximize',
): { readonly tau: number; readonly networks: number } | null {
  const done = trials.filter(({ state, value }) => state === 'done' && value !== null);
  const values = new Map(done.map(({ params, value }) => [pointKey(params), value!]));
  const pairs: [number, number][] = [];
  let seen = 0;
  for (const { genotype, logShare } of mostProbable(relaxation, settled.alphas)) {
    const value = values.get(pointKey(genotype));
    if (value !== undefined) pairs.push([logShare, direction === 'maximize' ? value : -value]);
    if (pairs.length === values.size || ++seen >= looked) break;
  }
  if (pairs.length < 5) return null;
  const tau = kendall(
    pairs.map(([share]) => share),
    pairs.map(([, value]) => value),
  );
  return Number.isFinite(tau) ? { tau, networks: pairs.length } : null;
}

/** Shared weights whose loss stays above this share of what guessing costs have learned next to nothing. */
const learnedShare = 0.9;

/**
 * Whether shared weights learned anything: their last loss against that of the first epoch and, for classes, `guess`, the
 * loss of equal shares for all. True while there is too little to say.
 */
export function hasLearned(losses: readonly number[], guess: number | null): boolean {
  if (losses.length < 2) return true;
  return losses.at(-1)! < learnedShare * Math.min(losses[0], guess ?? Infinity);
}
