// What the seeds of an entrant came to, and two entrants compared.
import { mannWhitney } from '../stats/mannWhitney';
import { quantile, sortedPresent } from '../stats/describe';

/** After how many trials regrets are read off. */
export const checkpointsOf = (trials: number): number[] => [
  ...[25, 50, 100, 200, 500, 1000].filter((checkpoint) => checkpoint < trials),
  trials,
];

export interface Curves {
  readonly name: string;
  /** Of each seed, in order, the regret after each checkpoint. */
  readonly regrets: readonly (readonly number[])[];
  /** Milliseconds that asking for a trial took: the mean, and the time that one ask in twenty took longer than. */
  readonly ask?: { readonly mean: number; readonly p95: number };
}

export interface Spread {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** Quartiles over the seeds at each checkpoint. */
export function spreadOf({ regrets }: Pick<Curves, 'regrets'>, checkpoints: readonly number[]): Spread[] {
  return checkpoints.map((_checkpoint, i) => {
    const sorted = sortedPresent(Float64Array.from(regrets, (row) => row[i]));
    const [low, median, high] = [0.25, 0.5, 0.75].map((share) => quantile(sorted, share));
    return { low, median, high };
  });
}

/** p of a two-sided Mann-Whitney test at each checkpoint; null where either has fewer than five seeds. */
export function comparison(a: Curves, b: Curves, checkpoints: readonly number[]): (number | null)[] {
  const few = Math.min(a.regrets.length, b.regrets.length) < 5;
  return checkpoints.map((_checkpoint, i) =>
    few
      ? null
      : mannWhitney(
          a.regrets.map((row) => row[i]),
          b.regrets.map((row) => row[i]),
        ).different,
  );
}
