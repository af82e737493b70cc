// REINFORCE (Williams 1992, Machine Learning 8) on independent softmax policies, one per parameter, as the reinforcement
// baseline of the NAS-Bench tables (Ying et al. 2019, arXiv 1902.09635): logits from zero, plain gradient ascent on
// (reward - baseline) * grad log p, baseline = debiased moving average of the rewards.
// The reward of a trial is the share of the trials before it (the last `memory`) that it beats, ties half: the scale of
// the objective does not matter, nor does a diverged trial. Failed and pruned trials have no value and beat nothing.
// The gradient is that of the policy that drew the point; with a width above 1 that policy is some trials old.
import { float, int } from '../fields/field';
import { pointKey } from '../space/points';
import { freeParams } from '../space/unitCube';
import { followed } from './follow';
import { isScored } from './history';
import { drawPoint, flatLogits, scoreOf, type Logits } from './policy';
import { defineSampler, type Ask, type PastTrial } from './sampler';
import { countPoints, drawUnseen } from './unseen';

const fields = {
  rate: float('Learning rate', 1, 0.001, 100, { log: true }),
  decay: float('Baseline decay', 0.9, 0, 0.999),
  memory: int('Trials compared with', 50, 1, 10_000, { log: true }),
  bins: int('Bins of a range', 10, 2, 100, { help: 'Ranges with fewer values have one per value; choices always do.' }),
};

interface Options {
  readonly rate: number;
  readonly decay: number;
  readonly memory: number;
  readonly bins: number;
}

/** Points drawn from the policy before an unseen random one is taken instead. */
const maxDraws = 64;

export const reinforce = defineSampler({
  type: 'reinforce',
  label: 'REINFORCE',
  summary: 'Learns how likely each value should be from the trials that came out better than usual.',
  fields,
  usesResults: true,
  points: (space, _options, allowed) => countPoints(space, allowed),
  check: () => null,
  ask: (ask) => {
    const { space, seen, rng } = ask;
    const logits = learned(ask);
    for (let i = 0; i < maxDraws; i++) {
      const point = drawPoint(space, logits, rng.split('policy', i));
      if (!seen.has(pointKey(point)) && (!ask.allowed || ask.allowed(point))) return point;
    }
    return drawUnseen(ask, rng);
  },
});

/** What is known after some trials. */
interface Known {
  logits: Logits;
  /** The policies from the one that drew the trial at hand to the newest; with each trial in flight one more. */
  readonly policies: Logits[];
  average: number;
  weight: number;
  /** Of the trials so far, larger is better. */
  readonly qualities: number[];
}

/** The policy after all visible trials. */
export function learned(ask: Ask<Options>): Logits {
  const { space, options, direction } = ask;
  const { rate, decay, memory, bins } = options;
  const free = freeParams(space);
  const start = (): Known => {
    const logits = flatLogits(space, bins);
    return { logits, policies: [logits], average: 0, weight: 0, qualities: [] };
  };
  const learn = (known: Known, trial: PastTrial) => {
    const reward = rewardOf(trial, known.qualities, direction, memory);
    if (reward !== null) {
      known.average = decay * known.average + (1 - decay) * reward;
      known.weight = decay * known.weight + (1 - decay);
      const advantage = reward - known.average / known.weight;
      const score = scoreOf(free, known.policies[0], trial.params);
      known.logits = known.logits.map((row, p) => moved(row, score[p], rate * advantage));
    }
    known.policies.push(known.logits);
    if (known.policies.length > ask.pending.length + 1) known.policies.shift();
  };
  const facts = ['reinforce', space, direction, ask.pending.length, rate, decay, memory, bins];
  return followed(ask, facts, start, learn).logits;
}

function moved(row: Float64Array, direction: Float64Array, by: number): Float64Array {
  const next = row.slice();
  for (let k = 0; k < next.length; k++) next[k] += by * direction[k];
  return next;
}

/** The reward of each trial, 0 to 1; null for one that says nothing: cancelled, or without any before it. */
export function rewardsOf(
  trials: readonly PastTrial[],
  direction: Ask['direction'],
  memory: number,
): (number | null)[] {
  const before: number[] = [];
  return trials.map((trial) => rewardOf(trial, before, direction, memory));
}

/** `before`: how good each trial before it was, to which its own is added. */
function rewardOf(trial: PastTrial, before: number[], direction: Ask['direction'], memory: number): number | null {
  if (trial.state === 'cancelled') return null;
  const sign = direction === 'maximize' ? 1 : -1;
  const quality = isScored(trial) ? sign * trial.value : -Infinity;
  const from = Math.max(0, before.length - memory);
  let beaten = 0;
  for (let i = from; i < before.length; i++) beaten += before[i] < quality ? 1 : before[i] === quality ? 0.5 : 0;
  before.push(quality);
  return before.length === 1 ? null : beaten / (before.length - 1 - from);
}
