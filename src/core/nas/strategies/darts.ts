// DARTS, first order (Liu, Simonyan & Yang 2018, arXiv 1806.09055). One supernet carries all operations on every edge;
// its weights learn on one half of the training rows, the shares of the operations on the other. That search runs before
// the first ask (engine/train/search); what it found comes in as `alphas`. Asked for are the most probable genotypes
// under the shares, the derived one first, to be trained from scratch.
import { TablabError } from '../../errors/error';
import { float, int } from '../../fields/field';
import { pointKey } from '../../space/points';
import { Stream } from '../../rng/stream';
import { noneFit, type Architectures } from '../architectures';
import { drawnBy, evenly, mostProbable } from '../darts/genotypes';
import type { Genotype } from '../space';
import { defineStrategy } from './strategy';

const fields = {
  epochs: int('Epochs of the search', 20, 1, 500, { log: true, help: 'The paper has 50.' }),
  alphaRate: float('Learning rate of the shares', 3e-4, 1e-6, 1, { log: true, help: 'Adam, as in the paper.' }),
  alphaDecay: float('Weight decay of the shares', 1e-3, 0, 1),
  skips: int('Stop at so many skips in a cell', 0, 0, 12, {
    help: '0 never stops. DARTS+ stops at 2, before skip connections take over.',
  }),
};

/** Genotypes that may be passed over because they are too large or known. */
const most = 2000;
/** Draws where the most probable ones are all beyond a limit. */
const draws = 1000;

export const darts = defineStrategy({
  type: 'darts',
  label: 'DARTS',
  summary:
    'Trains one network that mixes all operations, learns their shares by gradient, and trains what they favour.',
  fields,
  usesResults: false,
  relaxes: ({ epochs, skips }) => ({ epochs, skips }),
  check: (architectures) => {
    const { def } = architectures;
    return def.relax ? noneFits(architectures) : new TablabError('nas-no-relaxation', { space: def.label });
  },
  ask: ({ architectures: { def, options }, alphas, seen, rng }) => {
    if (!alphas) throw new TablabError('nas-not-searched');
    const relaxation = def.relax!(options);
    let passed = 0;
    for (const { genotype } of mostProbable(relaxation, alphas)) {
      if (!seen.has(pointKey(genotype))) return genotype;
      if (++passed >= most) break;
    }
    // What the search favours is too large. Then whatever it may derive, first by its shares, then evenly.
    for (const shares of [alphas, evenly(relaxation)])
      for (let draw = 0; draw < draws; draw++) {
        const genotype = drawnBy(relaxation, shares, rng.split('derived', draw));
        if (!seen.has(pointKey(genotype))) return genotype;
      }
    return null;
  },
});

/** Found out before the search: whether anything that it can derive keeps within the limits. */
function noneFits(architectures: Architectures): TablabError | null {
  const relaxation = architectures.def.relax!(architectures.options);
  const rng = Stream.of(0, 'nas', 'derived');
  let last: TablabError | null = null;
  for (let draw = 0; draw < draws; draw++) {
    const genotype: Genotype = drawnBy(relaxation, evenly(relaxation), rng.split(draw));
    const { error } = architectures.judge(genotype);
    if (!error) return null;
    last = error;
  }
  return noneFit(last);
}
