// A study as a state machine: which trial comes next, and what is known. It runs nothing, reads no clock and keeps
// nothing; the study worker conducts it. Parallel search is reproducible: with width q, ask number k sees exactly the
// ended trials 0..k-q, whatever finished first, on however many workers.
import { Stream } from '../rng/stream';
import { withoutBroken } from '../samplers/history';
import type { PastTrial, SamplerDef } from '../samplers/sampler';
import { samplerDef, samplerOptions, samplerRefusal } from '../samplers/registry';
import { prunerDef, prunerOptions } from '../pruners/registry';
import { keeps, type Condition } from '../space/constraint';
import { enqueuedPoint } from '../space/enqueue';
import { pointKey } from '../space/points';
import type { ParamValues, Space } from '../space/space';
import type { Values } from '../fields/field';
import type { Pruning } from '../pruners/pruner';
import { Judge, judgedCurve, rungsOfPlan, schedulerOf, type PrunerPlan } from './judge';
import type { AnyScheduler, RungJob } from './scheduler';
import { isBetter } from './leaderboard';
import { violationOf } from './objectives';
import { isTerminal, stepsOf, type RunEvent, type Segment, type TrialRecord } from './types';
import type { WarmTrial } from './warmStart';

export interface StudyPlan {
  readonly space: Space;
  /** What every point keeps. */
  readonly constraints?: readonly Condition[];
  /** Points of the space that there are, where some are missing: no other is asked for. */
  readonly known?: (point: ParamValues) => boolean;
  /** Points to try before the sampler's own. */
  readonly enqueue?: readonly ParamValues[];
  /** Trials of earlier studies that the sampler may hear of. */
  readonly foreign?: readonly WarmTrial[];
  readonly sampler: { readonly type: string; readonly options: Readonly<Record<string, number | string | boolean>> };
  readonly direction: 'minimize' | 'maximize';
  /** Of each objective, where the study looks for a Pareto front. */
  readonly directions?: readonly ('minimize' | 'maximize')[];
  /** Trials to run; fewer when the sampler is exhausted before. */
  readonly trials: number;
  /** Width q of parallel asks. */
  readonly width: number;
  readonly seed: number;
  /** Ends trials early; without it each trains to its end. */
  readonly pruner?: PrunerPlan;
}

export interface Asked {
  readonly index: number;
  readonly params: ParamValues;
  /** What its pruner needs to know; missing when the study has none. */
  readonly pruning?: Pruning;
  /** It pauses after this many steps. */
  readonly until?: number;
  /** The trial as it stood at its last rung. */
  readonly stood?: TrialRecord;
  /** Levels of fidelity that it leaves out at its start. */
  readonly first?: number;
  /** Of a member of a population: what its weights are made of, its present settings last. */
  readonly lineage?: readonly Segment[];
  /** Share of the training rows it is given; missing: all. */
  readonly share?: number;
}

export class Study {
  private readonly options: Values<SamplerDef['fields']>;
  private readonly seen = new Set<string>();
  /** Parameters by trial, dense from 0. */
  private readonly asked: ParamValues[] = [];
  /** From the journal: parameters of trials that this object has not asked for yet. */
  private readonly recorded = new Map<number, ParamValues>();
  private readonly ended = new Map<number, TrialRecord>();
  /** Asked, handed out, not ended. */
  private readonly running = new Set<number>();
  /** Asked and to be handed out again before anything new. */
  private readonly waiting: number[] = [];
  /** All trials below this number have ended. */
  private prefix = 0;
  private exhausted = false;
  private stopped = false;
  /** Trials that its stop broke off. */
  private broken = 0;
  private leader: TrialRecord | null = null;
  private readonly judge: Judge | null;
  /** Whether a point keeps the constraints; missing where nothing is forbidden and nothing given. */
  private readonly allowed: ((point: ParamValues) => boolean) | undefined;
  private readonly points: number;
  /** Where trials pause at rungs and go on from there. */
  private readonly ladder: AnyScheduler | null;
  /** Steps at which trials are compared, for a sampler that reads curves. */
  private readonly rungs: readonly number[];
  /** Trials that stand at a rung, by number. */
  private readonly paused = new Map<number, TrialRecord>();
  /** From the journal: trials as they stood at their rungs, by number. */
  private readonly stood = new Map<number, TrialRecord[]>();
  /** Steps up to which trials have come, by number. */
  private readonly reached = new Map<number, number>();
  /** Trials as the sampler sees them, so that each is made once however many asks follow. */
  private readonly past = new WeakMap<TrialRecord, PastTrial>();

  /** Throws `sampler-unknown`, `pruner-unknown`, `field-invalid`, or what the sampler says against the space. */
  constructor(
    private readonly plan: StudyPlan,
    private readonly sampler: SamplerDef = samplerDef(plan.sampler.type),
  ) {
    this.options = samplerOptions(this.sampler, plan.sampler.options);
    const error = samplerRefusal(this.sampler, plan.space, this.options, plan.directions !== undefined);
    if (error) throw error;
    const { constraints = [], enqueue = [], known: there } = plan;
    if (there || constraints.length + enqueue.length > 0)
      this.allowed = (point) => keeps(constraints, point) && (there?.(point) ?? true);
    // A grid may lie beside the given points; elsewhere they are among all points.
    const beside = this.sampler.type === 'grid' ? enqueue.length : 0;
    this.points = this.sampler.points(plan.space, this.options, this.allowed) + beside;
    const { space, direction, width, seed, pruner } = plan;
    const initial = (trial: number) => this.asked[trial];
    const known = { space, direction, width, seed, initial, ...(this.allowed ? { allowed: this.allowed } : {}) };
    this.ladder = pruner ? schedulerOf(pruner, { ...known, direction: pruner.direction ?? direction }) : null;
    this.judge = pruner && !this.ladder ? new Judge(pruner, direction, seed) : null;
    this.rungs = this.sampler.readsCurves ? rungsOfPlan(pruner) : [];
  }

  /** The study as its journal left it; trials that were running are handed out again first. */
  static replay(plan: StudyPlan, events: readonly RunEvent[], sampler?: SamplerDef): Study {
    const study = new Study(plan, sampler);
    for (const event of events) {
      if (event.type === 'asked') study.recorded.set(event.trial, event.params);
      if (event.type !== 'paused' && event.type !== 'told') continue;
      const { trial } = event;
      // The settings of a member of a population change; those that it started with came first.
      if (!study.recorded.has(trial.index)) study.recorded.set(trial.index, trial.params);
      study.reached.set(trial.index, stepsOf(trial));
      if (event.type === 'paused') study.stood.set(trial.index, [...(study.stood.get(trial.index) ?? []), trial]);
      else study.end(trial);
    }
    return study;
  }

  /** The next trial to start; null when none may start now (see `finished` for whether any will). */
  next(): Asked | null {
    if (this.stopped) return null;
    const again = this.waiting.shift();
    if (again !== undefined) return this.handOut(again);
    if (this.ladder) return this.nextRung(this.ladder);
    while (!this.exhausted && this.asked.length < this.plan.trials) {
      const index = this.asked.length;
      if (this.waits && this.prefix < this.visible(index)) return null;
      if (!this.start(index)) return null;
      if (!this.ended.has(index)) return this.handOut(index);
    }
    return null;
  }

  /** The next trial to start at the bottom or to go on; what the journal knows already is passed over. */
  private nextRung(ladder: AnyScheduler): Asked | null {
    const start = () => {
      const index = this.asked.length;
      return !this.exhausted && index < this.plan.trials && this.start(index) ? index : null;
    };
    for (let job = ladder.next(start); job; job = ladder.next(start)) {
      const known = this.journaled(job);
      if (!known) return this.handOut(job.trial);
      if (known.state === 'paused' && !this.ended.has(known.index)) this.paused.set(known.index, known);
      ladder.tell(known);
    }
    return null;
  }

  private journaled({ trial, until }: RungJob): TrialRecord | undefined {
    const stood = this.stood.get(trial)?.find((one) => stepsOf(one) === until);
    const ended = this.ended.get(trial);
    // One that was ended at a rung for good has stood there before.
    return stood ?? (ended && this.journaledRung(ended) < until ? ended : undefined);
  }

  /** Epochs of the last rung at which a trial stood before it ended. */
  private journaledRung({ index }: TrialRecord): number {
    return Math.max(0, ...(this.stood.get(index) ?? []).map(stepsOf));
  }

  /** Asks for the parameters of trial `index`; false when there are no more. */
  private start(index: number): boolean {
    const params = this.recorded.get(index) ?? this.given(index) ?? this.askSampler(index);
    if (!params) {
      this.exhausted = true;
      return false;
    }
    this.asked.push(params);
    this.recorded.delete(index);
    this.seen.add(pointKey(params));
    return true;
  }

  /**
   * Ends a running trial, or lets it stand at its rung. Each trial ends once: telling it again, or one never asked for,
   * is a RangeError. One that stands ends by what `settle` says.
   */
  tell(record: TrialRecord): void {
    const { index, state } = record;
    const stands = state === 'paused' && this.ladder !== null;
    if (!isTerminal(state) && !stands) throw new RangeError(`trial ${index} has not ended`);
    const ran = this.running.delete(index);
    this.reached.set(index, stepsOf(record));
    if (!ran && (stands || !this.paused.has(index))) throw new RangeError(`trial ${index} is not running`);
    if (stands) this.paused.set(index, record);
    else this.end(record);
    if (ran) this.ladder?.tell(record);
  }

  /** Once all is done: how the trials end that still stand at a rung. To be told, each. */
  settle(): TrialRecord[] {
    if (!this.finished) return [];
    return [...this.paused.values()]
      .sort((a, b) => a.index - b.index)
      .map((record) =>
        this.stopped
          ? { ...record, state: 'cancelled', stopped: 'study' }
          : { ...record, state: record.error ? 'failed' : 'pruned' },
      );
  }

  /** Seconds that a trial has run before the rung at which it stands. */
  secondsBefore(index: number): number {
    return this.paused.get(index)?.seconds ?? 0;
  }

  /** Puts a running trial back: it is handed out again before any new one. */
  giveBack(index: number): void {
    if (!this.running.delete(index)) throw new RangeError(`trial ${index} is not running`);
    this.waiting.push(index);
    this.waiting.sort((a, b) => a - b);
  }

  /** No further trial is handed out. */
  stop(): void {
    this.stopped = true;
  }

  /** Nothing runs and nothing will. */
  get finished(): boolean {
    if (this.running.size > 0) return false;
    if (this.stopped) return true;
    if (this.waiting.length > 0 || !(this.exhausted || this.asked.length >= this.plan.trials)) return false;
    return this.ladder?.over ?? true;
  }

  /** Trials that will have ended when all is done, as far as known. */
  get total(): number {
    if (this.exhausted) return this.asked.length;
    return Math.min(this.plan.trials, this.points);
  }

  /** Trials that have ended or stand at a rung; those that a stop of the study broke off have not. */
  get done(): number {
    return this.ended.size + this.paused.size - this.broken;
  }

  /** Units of work done and to do, for a rate: trials, or of a population the trainings of its members between barriers. */
  get work(): { readonly done: number; readonly total: number } {
    const { done, total } = this;
    const { pruner } = this.plan;
    if (!this.ladder || !pruner || !prunerDef(pruner.type).population) return { done, total };
    const generations = Math.ceil(
      pruner.epochs / Number(prunerOptions(prunerDef(pruner.type), pruner.options).interval),
    );
    return { done: this.ladder.ended, total: total * generations };
  }

  /**
   * Where trials go on from rungs: steps done, and as many as there will be in all if none breaks down, for the time left: most
   * of the work is in the few trials that go on. Null elsewhere.
   */
  get effort(): { readonly done: number; readonly total: number } | null {
    if (!this.ladder) return null;
    let done = 0;
    for (const steps of this.reached.values()) done += steps;
    const total = this.ladder.expected(this.total, { trials: this.reached.size, steps: done });
    if (total === null) return null;
    return { done, total: Math.max(done, total) };
  }

  get runningTrials(): readonly number[] {
    return [...this.running].sort((a, b) => a - b);
  }

  /** Ended trials in order of index. */
  get trials(): TrialRecord[] {
    return [...this.ended.values()].sort((a, b) => a.index - b.index);
  }

  /** The best trial that is `done`; of equals the earliest. */
  get best(): TrialRecord | null {
    return this.leader;
  }

  /** The trial as it was handed out; it must have been asked for. */
  handedOut(index: number): Asked {
    const ended = this.ended.get(index);
    const job = ended ? undefined : this.ladder?.jobOf(index);
    const lineage = ended ? ended.lineage : job?.lineage;
    const params =
      lineage?.[lineage.length - 1].params ?? ended?.params ?? this.asked[index] ?? this.recorded.get(index);
    const pruning = this.judge?.pruning(index, this.visible(index));
    const until = this.ladder && ended?.state === 'pruned' ? stepsOf(ended) : job?.until;
    const stood = ended ? undefined : this.paused.get(index);
    const first = job?.first ?? this.judge?.first(index) ?? 0;
    return {
      index,
      params,
      ...(pruning ? { pruning } : {}),
      ...(until === undefined ? {} : { until }),
      ...(stood ? { stood } : {}),
      ...(first > 0 ? { first } : {}),
      ...(lineage ? { lineage } : {}),
    };
  }

  private handOut(index: number): Asked {
    this.running.add(index);
    return this.handedOut(index);
  }

  private get waits(): boolean {
    return this.sampler.usesResults || this.judge?.waits === true;
  }

  /** Trials that ask number `index` sees: those below this number. */
  private visible(index: number): number {
    return visibleTo(this.sampler, this.plan.width, index);
  }

  private end(record: TrialRecord): void {
    this.ended.set(record.index, record);
    this.paused.delete(record.index);
    if (record.stopped === 'study') this.broken++;
    this.judge?.ended(record);
    while (this.ended.has(this.prefix)) this.prefix++;
    if (isBetter(record, this.leader, this.plan.direction)) this.leader = record;
  }

  private given(index: number): ParamValues | null {
    const { space, enqueue = [], seed } = this.plan;
    if (index >= enqueue.length) return null;
    return enqueuedPoint(space, enqueue[index], Stream.of(seed, 'enqueue', index), this.allowed!);
  }

  private askSampler(index: number): ParamValues | null {
    const { plan, sampler } = this;
    const trials: PastTrial[] = [];
    const known = this.ladder?.known;
    const visible = sampler.usesResults ? (known?.length ?? this.visible(index)) : 0;
    for (let i = 0; i < visible; i++) trials.push(this.pastOf(known?.[i] ?? this.ended.get(i)!));
    return sampler.ask({
      space: plan.space,
      index,
      trials,
      pending: this.asked.slice(trials.length),
      seen: this.seen,
      ...(this.allowed ? { allowed: this.allowed, given: plan.enqueue?.length ?? 0 } : {}),
      direction: plan.direction,
      ...(plan.directions ? { directions: plan.directions } : {}),
      budget: plan.trials,
      ...(plan.foreign && plan.foreign.length > 0 ? { foreign: plan.foreign } : {}),
      ...(this.rungs.length > 0 ? { rungs: this.rungs } : {}),
      rng: Stream.of(plan.seed, 'sampler', index),
      shared: Stream.of(plan.seed, 'sampler', 'shared'),
      options: this.options,
    });
  }

  private pastOf(record: TrialRecord): PastTrial {
    const made = this.past.get(record);
    if (made) return made;
    const { sampler } = this;
    const trial = pastTrial(record);
    const read = sampler.readsCurves ? { ...trial, curve: this.curveOf(record) } : trial;
    const past = sampler.limits ? read : withoutBroken(read);
    this.past.set(record, past);
    return past;
  }

  /** What the study judges by, by step. */
  private curveOf({ curve }: TrialRecord): number[] {
    const { pruner } = this.plan;
    return pruner ? judgedCurve(curve, pruner) : [];
  }
}

/** Trials that ask number `index` of a study sees: those below this number. */
export function visibleTo({ group, sees }: Pick<SamplerDef, 'group' | 'sees'>, width: number, index: number): number {
  if (sees) return sees(index);
  return group ? index - (index % group) : Math.max(0, index - width + 1);
}

/** A pruned or paused trial's value stands for fewer epochs than the others': it is kept apart. */
function pastTrial(record: TrialRecord): PastTrial {
  const { index, params, state, value, values, violations } = record;
  const limits = violations ? { violations, violation: violationOf(record) } : {};
  if (state !== 'pruned' && state !== 'paused') {
    return { index, params, state, value, ...(values ? { values } : {}), ...limits };
  }
  return { index, params, state: 'pruned', value: null, reached: { epochs: stepsOf(record), value }, ...limits };
}
