// Weight sharing: one set of weights for all networks of the space is trained first, a network a minibatch; then networks are
// ranked with it, and the best are trained from scratch, in full. Networks are drawn uniformly (Guo et al. 2019, "Single path
// one-shot neural architecture search with uniform sampling", arXiv 1904.00420) or by a controller that learns which do well
// (ENAS: Pham et al. 2018, "Efficient neural architecture search via parameter sharing", arXiv 1802.03268).
import { TablabError } from '../../errors/error';
import { choice, float, int } from '../../fields/field';
import { drawUnseen } from '../../samplers/unseen';
import { pointKey } from '../../space/points';
import { middleOf } from '../supernet/around';
import { defineStrategy } from './strategy';

const learned = { when: { sampling: ['controller'] } };
/** Networks keep close to one. */
export const around = 'around';

const fields = {
  sampling: choice(
    'Networks are drawn',
    'uniform',
    ['uniform', { value: around, label: 'around one network' }, 'controller'],
    {
      help: 'Around the first network of Tried first, or else a plain one: in spaces of many choices weights learn only then. As in ENAS, by an LSTM controller that learns from rewards on validation minibatches.',
    },
  ),
  keep: float('Chance of a gene to stay as it is there', 0.8, 0, 1, { when: { sampling: [around] } }),
  epochs: int('Epochs of the shared weights', 60, 1, 10_000, { log: true }),
  candidates: int('Networks ranked', 200, 2, 5000, {
    log: true,
    help: 'With the shared weights, on the validation rows.',
  }),
  controllerSteps: int('Controller steps per epoch', 10, 1, 1000, { log: true, ...learned }),
  controllerBatch: int('Networks per controller step', 5, 1, 64, learned),
  rate: float('Controller learning rate', 0.0035, 1e-5, 1, { log: true, ...learned }),
  decay: float('Baseline decay', 0.95, 0, 0.999, learned),
  entropy: float('Entropy bonus', 0.001, 0, 10, learned),
  bound: float('Bound of the logits', 0, 0, 100, {
    ...learned,
    help: 'b tanh(logit / temperature); 0 is no bound. The paper: 2.5 with temperature 5; its code for cells: 1.1, for operations 0.44, with 1.',
  }),
  temperature: float('Temperature of the logits', 1, 0.01, 100, { log: true, ...learned }),
};

export const oneShotStrategy = defineStrategy({
  type: 'oneShot',
  label: 'Weight sharing',
  summary:
    'One-shot, ENAS: trains one set of weights for all networks, ranks networks with it, and trains the best from scratch.',
  fields,
  usesResults: false,
  supernet: (options) => options,
  check: (architectures, { sampling }, first) =>
    sampling === around && !middleOf(architectures, first)
      ? new TablabError('nas-no-middle', { space: architectures.def.label })
      : null,
  ask: (ask) => {
    for (const { params, score } of ask.ranking ?? [])
      if (score !== null && !ask.seen.has(pointKey(params))) return params;
    // Before there is a ranking, and when it is used up.
    return drawUnseen(ask, ask.rng);
  },
});
