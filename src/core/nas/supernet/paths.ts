// Which network a minibatch is for. Uniformly drawn (single path one-shot, Guo et al. 2019, arXiv 1904.00420), or drawn by a
// controller that learns, by REINFORCE with a moving average as its baseline, which networks do well with the shared weights
// (ENAS, Pham et al. 2018, arXiv 1802.03268), or around one network. What is no network, or beyond a limit, is drawn again.
import type { TablabError } from '../../errors/error';
import type { Stream } from '../../rng/stream';
import { samplePoint } from '../../space/points';
import { noneFit, type Architectures, type Network } from '../architectures';
import type { Genotype } from '../space';
import { Adam } from '../strategies/adam';
import { Policy, type Walk } from '../strategies/controller/policy';
import { drawAround } from './around';
import type { ControllerState, SupernetOptions } from './supernet';

export interface Drawn {
  readonly genotype: Genotype;
  readonly network: Network;
}

export interface Paths {
  draw(rng: Stream): Drawn;
}

/** Draws before a space is taken to hold nothing that fits. */
const maxDraws = 1000;
/** Draws of the controller before a uniform one takes its place. */
const maxWalks = 32;

/** Every gene evenly; with `around`, as it is there with the chance `keep`. */
export class UniformPaths implements Paths {
  constructor(
    private readonly architectures: Architectures,
    private readonly around?: { readonly middle: Genotype; readonly keep: number },
  ) {}

  /** Throws `nas-none-fits` after many draws. */
  draw(rng: Stream): Drawn {
    let last: TablabError | null = null;
    for (let i = 0; i < maxDraws; i++) {
      const genotype = this.point(rng.split(i));
      const { network, error } = this.architectures.judge(genotype);
      if (network) return { genotype, network };
      last = error;
    }
    throw noneFit(last);
  }

  private point(rng: Stream): Genotype {
    const { genes } = this.architectures;
    return this.around ? drawAround(genes, this.around.middle, this.around.keep, rng) : samplePoint(genes, rng);
  }
}

export class ControllerPaths implements Paths {
  private readonly policy: Policy;
  private readonly uniform: UniformPaths;
  private theta: Float64Array;
  private readonly adam: Adam;
  private average: number;
  private weight: number;

  constructor(
    private readonly architectures: Architectures,
    private readonly options: Pick<
      SupernetOptions,
      'rate' | 'decay' | 'entropy' | 'controllerBatch' | 'bound' | 'temperature'
    >,
    rng: Stream,
    from: ControllerState | null,
  ) {
    this.policy = new Policy(architectures.genes, options);
    this.uniform = new UniformPaths(architectures);
    this.theta = from ? from.theta.slice() : this.policy.initial(rng);
    this.adam = new Adam(this.policy.size, from?.adam);
    this.average = from?.average ?? 0;
    this.weight = from?.weight ?? 0;
  }

  get state(): ControllerState {
    return { theta: this.theta.slice(), adam: this.adam.state, average: this.average, weight: this.weight };
  }

  draw(rng: Stream): Drawn {
    return this.walk(rng) ?? this.uniform.draw(rng.split('uniform'));
  }

  private walk(rng: Stream): (Drawn & { readonly walk: Walk }) | null {
    for (let i = 0; i < maxWalks; i++) {
      const walk = this.policy.draw(this.theta, rng.split('walk', i));
      const { network } = this.architectures.judge(walk.point);
      if (network) return { genotype: walk.point, network, walk };
    }
    return null;
  }

  /**
   * One step of REINFORCE on the mean of a few networks. `reward` of a network on the minibatch at hand. Null where the
   * controller wrote no network that fits, and where a reward is null: then nothing was learned.
   */
  async learn(
    rng: Stream,
    reward: (drawn: Drawn) => Promise<number | null>,
  ): Promise<{ readonly reward: number; readonly entropy: number } | null> {
    const { controllerBatch, decay, entropy: bonus, rate } = this.options;
    const gradient = new Float64Array(this.policy.size);
    const drawn = Array.from({ length: controllerBatch }, (_, i) => this.walk(rng.split(i))).filter(
      (one) => one !== null,
    );
    if (drawn.length === 0) return null;
    const rewards: number[] = [];
    for (const one of drawn) {
      const value = await reward(one);
      if (value === null) return null;
      rewards.push(value);
    }
    const mean = rewards.reduce((sum, r) => sum + r, 0) / rewards.length;
    // The baseline is of the steps before this one; the first step has its own mean.
    const baseline = this.weight > 0 ? this.average / this.weight : mean;
    this.average = decay * this.average + (1 - decay) * mean;
    this.weight = decay * this.weight + (1 - decay);
    let entropy = 0;
    drawn.forEach(({ walk }, i) => {
      this.policy.addGradient(this.theta, walk, rewards[i] - baseline, bonus, gradient);
      entropy += Policy.measures(walk).entropy / Math.max(1, walk.emitted.length);
    });
    this.adam.step(
      this.theta,
      gradient.map((g) => g / drawn.length),
      rate,
    );
    return { reward: mean, entropy: entropy / drawn.length };
  }
}
