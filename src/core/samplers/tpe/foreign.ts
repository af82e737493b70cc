// Trials of earlier studies as kernels. They count less than own ones, and less the more own ones there are: on each side, all
// of them together weigh at most five trials before the first own one, half of that after ten, and so on.
import type { WarmTrial } from '../../run/warmStart';
import type { ParamValues } from '../../space/space';

export interface Hints {
  readonly params: readonly ParamValues[];
  /** Of each, where an own trial has 1. */
  readonly weight: number;
}

const most = 10;
const discount = 0.5;
const halfAfter = 10;
const goodShare = 0.1;

export function hintsOf(foreign: readonly WarmTrial[], own: number): { foreignGood: Hints; foreignRest: Hints } {
  const weight = (discount * halfAfter) / (halfAfter + own);
  const side = (trials: readonly WarmTrial[]): Hints => ({
    params: trials.map(({ params }) => params),
    weight: weight * Math.min(1, most / Math.max(1, trials.length)),
  });
  // Of a short study at least its best trial is good.
  const best = foreign.reduce((least, { rank }) => Math.min(least, rank), 1);
  const isGood = ({ rank }: WarmTrial) => rank <= Math.max(goodShare, best);
  return { foreignGood: side(foreign.filter(isGood)), foreignRest: side(foreign.filter((one) => !isGood(one))) };
}
