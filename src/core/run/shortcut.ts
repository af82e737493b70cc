// Whether a cheap training tells what a whole one would: for each step at which trials are compared, how far the order of
// the trials there agrees with the order at their end, and what picking by it would cost. Only trials that were trained
// whole can say.
import { runningMeans } from '../pruners/curves';
import { kendallAgreement, spearmanAgreement, type Agreement } from '../stats/rankAgreement';
import { objectiveCurve } from './judge';
import type { TrialRecord } from './types';

export interface ShortcutQuestion {
  readonly trials: readonly TrialRecord[];
  readonly metric: string;
  readonly direction: 'minimize' | 'maximize';
  /** Steps to look at; those of a whole training are left out. */
  readonly steps: readonly number[];
  /** Steps are folds: what is known after some of them is their mean. */
  readonly folds?: boolean;
}

export interface ShortcutLevel {
  readonly steps: number;
  readonly trial: readonly number[];
  /** Values at the level and at the end, as measured. */
  readonly early: Float64Array;
  readonly whole: Float64Array;
  readonly spearman: Agreement;
  readonly kendall: Agreement;
  /** Of the best third by whole training, those that are in the best third at the level too. */
  readonly third: number;
  readonly kept: number;
  /** How much worse the level's favourite ends than the best trial; 0: it is the best. */
  readonly loss: number;
}

/** With fewer whole trainings nothing is said. */
export const leastTrials = 5;
/** More are thinned evenly: Kendall's tau compares every pair. */
const most = 500;

/** One entry per step that at least five whole trainings have passed. */
export function shortcutLevels({ trials, metric, direction, steps, folds }: ShortcutQuestion): ShortcutLevel[] {
  const done = trials.filter(({ state, metrics }) => state === 'done' && Number.isFinite(metrics[metric]));
  const every = Math.ceil(done.length / most);
  const chosen = done.filter((_, i) => i % every === 0);
  const curves = chosen.map(({ curve }) =>
    (folds ? runningMeans : (values: number[]) => values)(objectiveCurve(curve, metric)),
  );
  return steps.flatMap((at) => {
    const pairs = chosen.flatMap((trial, i) => {
      const early = curves[i][at - 1];
      return curves[i].length > at && Number.isFinite(early)
        ? [{ trial: trial.index, early, whole: trial.metrics[metric] }]
        : [];
    });
    return pairs.length < leastTrials ? [] : [levelOf(at, pairs, direction)];
  });
}

interface Pair {
  readonly trial: number;
  readonly early: number;
  readonly whole: number;
}

function levelOf(steps: number, pairs: readonly Pair[], direction: ShortcutQuestion['direction']): ShortcutLevel {
  const sign = direction === 'minimize' ? 1 : -1;
  const early = Float64Array.from(pairs, (pair) => pair.early);
  const whole = Float64Array.from(pairs, (pair) => pair.whole);
  const by = (of: (pair: Pair) => number) => [...pairs].sort((a, b) => sign * (of(a) - of(b)) || a.trial - b.trial);
  const [first, last] = [by((pair) => pair.early), by((pair) => pair.whole)];
  const third = Math.ceil(pairs.length / 3);
  const best = new Set(last.slice(0, third));
  return {
    steps,
    trial: pairs.map(({ trial }) => trial),
    early,
    whole,
    spearman: spearmanAgreement(early, whole),
    kendall: kendallAgreement(early, whole),
    third,
    kept: first.slice(0, third).filter((pair) => best.has(pair)).length,
    loss: sign * (first[0].whole - last[0].whole),
  };
}

export type Verdict = 'sound' | 'likely' | 'rough' | 'open' | 'lies' | 'unclear';

/** What a level's rank correlation comes to. */
export function verdictOf({ spearman: { value, low, high } }: ShortcutLevel): Verdict {
  if (Number.isNaN(value)) return 'unclear';
  if (low >= 0.6) return 'sound';
  if (value >= 0.6) return 'likely';
  if (value >= 0.3) return 'rough';
  return high >= 0.6 ? 'open' : 'lies';
}

/** A plain sentence. `name`: what the level is called, `1/9 of the rows`; `text`: numbers as the page writes them; `many`: what is
 *  trained. */
export function shortcutSentence(
  level: ShortcutLevel,
  name: string,
  text: (value: number) => string,
  many = 'trials',
): string {
  const { kept, third, loss, trial } = level;
  const verdict = verdictOf(level);
  if (verdict === 'unclear') return `At ${name} nothing can be said: all values there, or at the end, are equal.`;
  const words = {
    sound: 'the shortcut can be trusted',
    likely: `the shortcut points the right way, though ${trial.length} ${many} are too few to be sure`,
    rough: 'the shortcut is rough',
    open: `the shortcut does not look right, but ${trial.length} ${many} are too few to be sure`,
    lies: 'the shortcut lies',
  };
  const favourite =
    loss === 0 ? 'its favourite is the best of all' : `its favourite ends ${text(loss)} short of the best`;
  return `At ${name} ${words[verdict]}: ${kept} of the ${third} best ${many} ${kept === 1 ? 'is' : 'are'} among its ${third} best, and ${favourite}.`;
}
