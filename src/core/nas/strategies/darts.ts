// DARTS, first order (Liu, Simonyan & Yang 2018, arXiv 1806.09055). One supernet carries all operations on every edge;
// its weights learn on one half of the training rows, the shares of the operations on the other. That search runs before
// the first ask (engine/train/search); what it found comes in as `alphas`. Asked for are the most probable genotypes
// under the shares, the derived one first, to be trained from scratch.
import { TablabError } from '../../errors/error';
import { float, int } from '../../fields/field';
import { pointKey } from '../../space/points';
import { mostProbable } from '../darts/genotypes';
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

export const darts = defineStrategy({
  type: 'darts',
  label: 'DARTS',
  summary:
    'Trains one network that mixes all operations, learns their shares by gradient, and trains what they favour.',
  fields,
  usesResults: false,
  relaxes: ({ epochs, skips }) => ({ epochs, skips }),
  check: ({ def }) => (def.relax ? null : new TablabError('nas-no-relaxation', { space: def.label })),
  ask: ({ architectures: { def, options }, alphas, seen }) => {
    if (!alphas) throw new TablabError('nas-not-searched');
    let passed = 0;
    for (const { genotype } of mostProbable(def.relax!(options), alphas)) {
      if (!seen.has(pointKey(genotype))) return genotype;
      if (++passed >= most) break;
    }
    return null;
  },
});
