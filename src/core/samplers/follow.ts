// What a sampler learns from a study's trials, one after the other. A function of the trials alone, so that a study can be
// resumed anywhere; remembered from ask to ask, because the next one only adds a trial or two to thousands.
import type { Stream } from '../rng/stream';
import type { Ask, PastTrial } from './sampler';

interface Memory {
  readonly facts: readonly unknown[];
  readonly shared: Stream;
  /** Those that the state has learnt from. */
  readonly trials: PastTrial[];
  readonly state: unknown;
}

/** By the first trial's point, which is one object for all asks of a study: only to save time, every ask could begin anew. */
const memories = new WeakMap<object, Memory>();

/**
 * The state after all trials of an ask: `start`, changed by `learn` once per trial in order. `facts`: everything else that either
 * depends on, but for the shared stream; compared one by one.
 */
export function followed<State>(
  { trials, shared }: Pick<Ask, 'trials' | 'shared'>,
  facts: readonly unknown[],
  start: () => State,
  learn: (state: State, trial: PastTrial) => void,
): State {
  if (trials.length === 0) return start();
  const key = trials[0].params;
  const known = memories.get(key);
  const memory = known && goesOn(known, trials, facts, shared) ? known : { facts, shared, trials: [], state: start() };
  const state = memory.state as State;
  // Should learning fail half way, nothing is remembered.
  memories.delete(key);
  for (let i = memory.trials.length; i < trials.length; i++) {
    learn(state, trials[i]);
    memory.trials.push(trials[i]);
  }
  memories.set(key, memory);
  return state;
}

/** Whether what is remembered is of the first of these trials, under the same circumstances. */
const goesOn = (memory: Memory, trials: readonly PastTrial[], facts: readonly unknown[], shared: Stream): boolean =>
  memory.trials.length <= trials.length &&
  memory.facts.length === facts.length &&
  memory.facts.every((fact, i) => Object.is(fact, facts[i])) &&
  memory.shared.splitsLike(shared) &&
  memory.trials.every((trial, i) => sameTrial(trial, trials[i]));

const sameTrial = (a: PastTrial, b: PastTrial): boolean =>
  a === b ||
  (a.index === b.index &&
    a.params === b.params &&
    a.state === b.state &&
    Object.is(a.value, b.value) &&
    a.values === b.values &&
    Object.is(a.violation, b.violation) &&
    a.violations === b.violations &&
    a.curve === b.curve &&
    a.reached?.epochs === b.reached?.epochs &&
    Object.is(a.reached?.value, b.reached?.value));
