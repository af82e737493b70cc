// Kept curves as regrets: what the table and the chart are made of.
import type { Curves } from './main';
import { choosingProblems } from './choosing';
import { heldProblems } from './held';
import { labels, regretProblems } from './problems';
import { unseenProblems } from './unseen';
import { wideProblems } from './wide';

/** The best accuracy in the table of NAS-Bench-Macro, negative, rounded as kept figures are: its file is not needed to read them. */
const bestOfMacro = -93.12666;

export interface Shown {
  readonly name: string;
  readonly label: string;
  readonly best: number;
}

/** All ten problems in order. */
export const shown: readonly Shown[] = (() => {
  const own = regretProblems(null).map(({ name, best }) => ({ name, best }));
  const macro = { name: 'macro', best: bestOfMacro };
  return [...own.slice(0, 6), macro, ...own.slice(6)].map((one) => ({ ...one, label: labels[one.name] }));
})();

export const unseenShown: readonly Shown[] = unseenProblems.map(({ name, label, best }) => ({ name, label, best }));

export const choosingShown: readonly Shown[] = choosingProblems.map(({ name, label, best }) => ({ name, label, best }));

export const heldShown: readonly Shown[] = heldProblems.map(({ name, label, best }) => ({ name, label, best }));

export const wideShown: readonly Shown[] = wideProblems.map(({ name, label, best }) => ({ name, label, best }));

export const ours = ({ version }: Curves): boolean => version === 'Tablab';

export const find = (curves: readonly Curves[], sampler: string, own: boolean): Curves | undefined =>
  curves.find((one) => one.sampler === sampler && ours(one) === own);

/** Of each seed the regret after `trials`; empty where it was not measured. Kept figures are rounded: none is below 0. */
export function regrets(curves: Curves | undefined, { name, best }: Shown, trials: number): number[] {
  const at = curves?.checkpoints.indexOf(trials) ?? -1;
  return at < 0 ? [] : (curves?.best[name] ?? []).map((row) => Math.max(0, row[at] - best));
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low] + (at - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
}
