// The known course of the drift. Kinds after Gama et al., "A survey on concept drift adaptation" (2014), figure 2.

export type DriftKind = 'none' | 'sudden' | 'gradual' | 'incremental' | 'recurring';

export interface Course {
  readonly drift: DriftKind;
  /** Start and length as shares of the whole stream. */
  readonly at: number;
  readonly width: number;
}

/**
 * How much of the drift holds at time t in [0, 1), where `chance` is uniform in [0, 1): 0 is the old state, 1 the new.
 * Sudden: jumps. Gradual: each row is old or new, ever more often new. Incremental: passes through what lies between.
 * Recurring: the new state comes and goes, each for `width`.
 */
export function driftLevel({ drift, at, width }: Course, t: number, chance: number): number {
  if (drift === 'none' || t < at) return 0;
  const progress = Math.min(1, (t - at) / width);
  switch (drift) {
    case 'sudden':
      return 1;
    case 'gradual':
      return chance < progress ? 1 : 0;
    case 'incremental':
      return progress;
    case 'recurring':
      return Math.floor((t - at) / width) % 2 === 0 ? 1 : 0;
  }
}
