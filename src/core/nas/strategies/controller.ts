// The controller of the first paper on architecture search (Zoph & Le 2017, arXiv 1611.01578): an LSTM policy trained by
// REINFORCE (Williams 1992) with a moving average of the rewards as its baseline. As in the paper: two layers of 35, weights
// from U(-0.08, 0.08), Adam, the gradient taken at the parameters that drew the network, rewards cubed. Otherwise than there:
// the reward before the cube is the share of the trials before it that a network beats (the paper: its accuracy), so that any
// metric will do; an entropy bonus (as in ENAS, Pham et al. 2018, 1802.03268); and a higher rate, for the paper's 0.0006
// served 12,800 networks. Failed and pruned networks beat nothing.
import { float, int } from '../../fields/field';
import { rewardsOf } from '../../samplers/reinforce';
import type { PastTrial } from '../../samplers/sampler';
import { drawUnseen } from '../../samplers/unseen';
import { pointKey } from '../../space/points';
import { Adam } from './adam';
import { Policy } from './controller/policy';
import { replayed } from './replay';
import { defineStrategy, type NasAsk } from './strategy';

const fields = {
  rate: float('Learning rate', 0.01, 1e-5, 1, { log: true, help: 'Of Adam. The paper, with 12,800 networks: 0.0006.' }),
  batch: int('Networks per step', 1, 1, 64, {
    help: 'Gradients averaged before the policy takes a step. The paper: 8.',
  }),
  decay: float('Baseline decay', 0.9, 0, 0.999),
  entropy: float('Entropy bonus', 0.01, 0, 10, { help: 'Keeps the policy from settling too early. The paper: 0.' }),
  memory: int('Trials compared with', 50, 1, 10_000, { log: true }),
};

interface Options {
  readonly rate: number;
  readonly batch: number;
  readonly decay: number;
  readonly entropy: number;
  readonly memory: number;
}

/** Networks drawn from the policy before a random one that fits is taken instead. */
const maxDraws = 32;

export const controller = defineStrategy({
  type: 'controller',
  label: 'LSTM controller',
  summary: 'A recurrent network writes the genes one by one and learns, by REINFORCE, from how well the results did.',
  fields,
  usesResults: true,
  ask: (ask) => {
    const { policy, theta } = learned(ask);
    for (let i = 0; i < maxDraws; i++) {
      const { point } = policy.draw(theta, ask.rng.split('policy', i));
      if (!ask.seen.has(pointKey(point))) return point;
    }
    return drawUnseen(ask, ask.rng);
  },
});

/** The policy in the course of its training. */
class Learner {
  readonly policy: Policy;
  /** Parameters from those that drew the trial at hand to the newest; with each trial in flight one more. */
  private readonly versions: Float64Array[];
  private readonly adam: Adam;
  private gradient: Float64Array;
  private gathered = 0;
  private average = 0;
  private weight = 0;

  constructor(
    { space, shared }: NasAsk,
    private readonly options: Options,
    /** Trials that each ask does not know yet. */
    private readonly inFlight: number,
  ) {
    this.policy = new Policy(space);
    this.versions = [this.policy.initial(shared.split('controller'))];
    this.adam = new Adam(this.policy.size);
    this.gradient = new Float64Array(this.policy.size);
  }

  get theta(): Float64Array {
    return this.versions[this.versions.length - 1];
  }

  learn({ params }: PastTrial, share: number | null): void {
    const { policy, options, versions } = this;
    let next = this.theta;
    if (share !== null) {
      const reward = share * share * share;
      this.average = options.decay * this.average + (1 - options.decay) * reward;
      this.weight = options.decay * this.weight + (1 - options.decay);
      const advantage = reward - this.average / this.weight;
      const drawn = versions[0];
      policy.addGradient(drawn, policy.follow(drawn, params), advantage, options.entropy, this.gradient);
      if (++this.gathered === options.batch) {
        next = next.slice();
        this.adam.step(
          next,
          this.gradient.map((g) => g / options.batch),
          options.rate,
        );
        this.gradient.fill(0);
        this.gathered = 0;
      }
    }
    versions.push(next);
    if (versions.length > this.inFlight + 1) versions.shift();
  }
}

/** The policy after all visible trials. */
function learned(ask: NasAsk<Options>): { policy: Policy; theta: Float64Array } {
  const rewards = rewardsOf(ask.trials, ask.direction, ask.options.memory);
  const inFlight = ask.pending.length;
  // With no trial visible the number in flight is not yet that of the width.
  const name = `controller ${ask.trials.length > 0 ? inFlight : 'start'}`;
  return replayed(
    ask as unknown as NasAsk,
    name,
    ask.trials,
    () => new Learner(ask as unknown as NasAsk, ask.options, inFlight),
    (learner, trial, i) => learner.learn(trial, rewards[i]),
  );
}
