// A process of some trials: which it takes, how it sees their values, and its hyperparameters.
import type { GpAxis } from './axes';
import { fit } from './fit';
import { joined, joinedValues, type Foreign } from './foreign';
import { betterForetold, type Fitted } from './foretold';
import { halfRanked } from './halfRank';
import { taken } from './taken';
import type { Absent } from './tree';
import { standardise, type Observed } from './values';

/** What a process sees: all trials with a value, or those near the best (see near.ts). */
export interface Scene {
  readonly axes: readonly GpAxis[];
  readonly absent: Absent | null;
  readonly foreign: Foreign | null;
  readonly observed: readonly Observed[];
}

interface How {
  readonly direction: 'minimize' | 'maximize';
  readonly options: {
    readonly startup: number;
    readonly noiseless: boolean;
    readonly ranked: boolean;
    readonly most: number;
  };
}

/** Values as they are, or with the worse half by rank where that foretells the better half better (see foretold.ts). */
export function modelled({ direction, options }: How, scene: Scene) {
  const { axes, absent, foreign, observed } = scene;
  const { values, deviation } = standardise(
    observed.map(({ value }) => value),
    direction,
  );
  const trials = taken(axes, absent, observed, values, options.most);
  const { fittedTo } = trials;
  // Length scales are own ones as soon as there are enough trials to tell them.
  const few = foreign && observed.length < options.startup;
  const straight = few
    ? fit(joined(fittedTo[0], foreign), joinedValues(fittedTo[1], foreign), options.noiseless)
    : fit(...fittedTo, options.noiseless);
  const halves = options.ranked && !few ? halfRanked(values) : null;
  const asTheyAre: Fitted = { y: trials.y, hyper: straight };
  const fitted = halves ? betterForetold(trials, asTheyAre, halves, options.noiseless) : asTheyAre;
  return { scene, trials, fitted, deviation };
}

export type Modelled = ReturnType<typeof modelled>;
