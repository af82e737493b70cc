// Population-based training (Jaderberg et al. 2017, arXiv 1711.09846): members train side by side and stop together every
// few epochs. There the worst fifth take over weights and settings of members drawn from the best fifth (truncation
// selection) and change the settings a little; everybody else goes on as they are. The barrier is synchronous, so what
// happens at it depends on no order: the same on any number of workers and at any width. What a member's weights are made
// of is written down as its lineage, from which they can be made again.
import { exploredPoint, type Explore } from './explore';
import { Stream } from '../rng/stream';
import type { ParamValues } from '../space/space';
import { costOf, Scheduler, type RungJob } from './scheduler';
import type { Segment, TrialRecord } from './types';

export interface PopulationPlan {
  /** Epochs after which members are compared, rising; the last are those of a whole training. */
  readonly rungs: readonly number[];
  /** Share of the members that take over another's weights, and of those that hand them on. */
  readonly share: number;
  readonly explore: Explore;
  readonly seed: number;
}

/** Every so many epochs, and at the end. */
export function rungsEvery(interval: number, epochs: number): number[] {
  const rungs: number[] = [];
  for (let at = interval; at < epochs; at += interval) rungs.push(at);
  return [...rungs, epochs];
}

interface Member {
  readonly trial: number;
  readonly until: number;
  readonly cost: number;
  readonly paused: boolean;
}

interface Standing {
  /** Newest result by trial. */
  readonly members: Map<number, Member>;
  /** Number of the rung that members train to, or stand at. */
  generation: number;
  /** Jobs of the present generation that are still to be handed out. */
  queue: RungJob[];
}

export class Population extends Scheduler<Standing> {
  private readonly lineages = new Map<number, readonly Segment[]>();

  constructor(
    private readonly plan: PopulationPlan,
    private readonly direction: 'minimize' | 'maximize',
    width: number,
    private readonly initial: (trial: number) => ParamValues,
  ) {
    super(width, { members: new Map(), generation: 0, queue: [] });
  }

  protected clone({ members, generation, queue }: Standing): Standing {
    return { members: new Map(members), generation, queue: [...queue] };
  }

  protected take({ members }: Standing, { trial, until }: RungJob, result: TrialRecord): void {
    members.set(trial, { trial, until, cost: costOf(result, this.direction), paused: result.state === 'paused' });
  }

  protected first(trial: number): RungJob {
    const lineage = [{ member: trial, params: this.initial(trial), from: 0 }];
    this.lineages.set(trial, lineage);
    return { trial, until: this.plan.rungs[0], lineage };
  }

  protected promotion(standing: Standing, trials: number | null): RungJob | null {
    if (standing.queue.length > 0) return standing.queue[0];
    if (trials === null || standing.members.size < trials) return null;
    const alive = [...standing.members.values()].filter(({ paused }) => paused).sort((a, b) => a.trial - b.trial);
    const { rungs } = this.plan;
    const at = rungs[standing.generation];
    if (alive.length === 0 || at === rungs.at(-1) || alive.some(({ until }) => until !== at)) return null;
    standing.queue = this.generation(alive, standing.generation++);
    return standing.queue[0] ?? null;
  }

  protected last(): null {
    return null;
  }

  protected made(job: RungJob): void {
    this.state.queue.shift();
    this.lineages.set(job.trial, job.lineage!);
  }

  /** What each member does after the barrier, in order of members. */
  private generation(alive: readonly Member[], generation: number): RungJob[] {
    const { rungs, share, seed, explore } = this.plan;
    const ranked = [...alive].sort((a, b) => (a.cost < b.cost ? -1 : a.cost > b.cost ? 1 : a.trial - b.trial));
    const count = Math.min(Math.ceil(share * ranked.length), Math.floor(ranked.length / 2));
    const sources = ranked.slice(0, count).filter(({ cost }) => cost < Infinity);
    const replaced = new Set(ranked.slice(ranked.length - count).map(({ trial }) => trial));
    const [from, until] = [rungs[generation], rungs[generation + 1]];
    return alive.flatMap(({ trial, cost }): RungJob[] => {
      const own = this.lineages.get(trial)!;
      // One that broke down has no weights to go on with.
      if (!replaced.has(trial) && cost < Infinity) return [{ trial, until, lineage: own }];
      const able = sources.length > 0 ? sources : ranked.slice(0, 1).filter((best) => best.cost < Infinity);
      if (able.length === 0) return [];
      const rng = Stream.of(seed, 'population', generation, trial);
      const source = this.lineages.get(able[rng.split('exploit').below(able.length)].trial)!;
      const params = exploredPoint(source[source.length - 1].params, explore, rng.split('explore'));
      return [{ trial, until, lineage: [...source, { member: trial, params, from }] }];
    });
  }
}
