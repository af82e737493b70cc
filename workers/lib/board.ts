// What is known of a run at this moment, and telling it: state, best, rate, summary. It decides nothing.
import type { PlainError } from '$core/errors/error';
import type { SupernetNews } from '$core/nas/supernet/supernet';
import { violationOf, weightedSum } from '$core/run/objectives';
import { packed } from '$core/run/packedCurve';
import { Pace } from '$core/run/pace';
import type { Study } from '$core/run/study';
import type { RunEvent, RunInfo, RunState, TrialRecord } from '$core/run/types';
import type { RunPlan } from './runPlan';
import type { Updates } from './updates';

export class Board {
  state: RunState = 'queued';
  digest: string | null = null;
  private error: PlainError | undefined;
  private backend: string;
  private executor: string;
  /** SHA-256 of the weights of trials that led when they ended. */
  readonly kept = new Map<number, string>();
  /** SHA-256 of what a train run shows at its end. */
  outcome: string | null = null;
  private readonly pace = new Pace();
  /** Of the search that comes before the trials; null: there is none, or it is over. */
  private searching: {
    readonly pace: Pace;
    /** From the first news on: getting ready says nothing about the time of steps. */
    steps: Pace | null;
    done: number;
    total: number;
  } | null = null;
  /** Seconds of that search, once it is over. */
  private searched = 0;
  /** Of shared weights, which are counted by themselves. */
  private sharing: { readonly pace: Pace; stage: string; done: number } | undefined;
  private changedAt: number;
  /** Units of work that the pace knows of. */
  private counted: number;
  /** Of one training: epochs done, the present one by its steps. */
  private epochs = 0;
  /** What a resumed run has behind it. */
  private readonly effortBefore: number;

  constructor(
    private readonly opened: RunInfo,
    private readonly plan: RunPlan,
    private readonly study: Study,
    readonly updates: Updates,
    private readonly now: () => number,
    /** Milliseconds of a clock for durations: the time of day may be set, and passes while a device sleeps. */
    private readonly awake: () => number = now,
  ) {
    this.backend = opened.backend;
    this.executor = opened.executor;
    this.changedAt = now();
    this.counted = study.work.done;
    this.effortBefore = study.effort?.done ?? 0;
    // A resumed run goes on from weights that were kept before.
    for (const [role, sha256] of Object.entries(opened.artifacts)) {
      const trial = /^trial-(\d+)$/.exec(role)?.[1];
      if (plan.descent && trial !== undefined) this.kept.set(Number(trial), sha256);
    }
  }

  /** Seconds, for durations. */
  private clock(): number {
    return this.awake() / 1000;
  }

  /** The journal event of the present state. */
  stateEvent(): RunEvent {
    const { state, changedAt: at, error } = this;
    return { type: 'state', state, at, ...(error ? { error } : {}) };
  }

  /** One trial, counted by its epochs. */
  get single(): boolean {
    return this.plan.step.type === 'train';
  }

  enter(state: RunState, error?: PlainError): void {
    this.state = state;
    this.error = error;
    this.changedAt = this.now();
    if (state === 'running') this.atWork.resume(this.clock());
    else this.atWork.pause(this.clock());
    for (const pace of [this.sharing?.pace, this.searching?.steps])
      if (state === 'running') pace?.resume(this.clock());
      else pace?.pause(this.clock());
  }

  private get atWork(): Pace {
    return this.searching?.pace ?? this.pace;
  }

  /** A search begins, whose time says nothing about that of trials. */
  searchStarted(): void {
    this.searching = { pace: new Pace(), steps: null, done: 0, total: 0 };
    this.pace.pause(this.clock());
    if (this.state === 'running') this.searching.pace.resume(this.clock());
  }

  searchSteps(done: number, total: number): void {
    const { searching } = this;
    if (!searching) return;
    // What a resumed search has behind it was not done at this pace.
    if (searching.steps) searching.steps.add(Math.max(0, done - searching.done));
    else {
      searching.steps = new Pace();
      if (this.state === 'running') searching.steps.resume(this.clock());
    }
    Object.assign(searching, { done, total });
    this.showProgress();
  }

  searchEnded(): void {
    const { searching } = this;
    if (!searching) return;
    this.searched = searching.pace.seconds(this.clock());
    this.searching = null;
    if (this.state === 'running') this.pace.resume(this.clock());
    this.showProgress();
  }

  show(): void {
    this.updates.push({ type: 'run', run: this.info() });
    this.showProgress();
  }

  /** Epochs of the one training that are done, the present one by its steps. */
  epochsDone(epochs: number): void {
    if (!this.single) return;
    this.pace.add(Math.max(0, epochs - this.epochs));
    this.epochs = epochs;
    // With its time: who opens the page in the middle reads both.
    this.updates.push({ type: 'run', run: this.info() });
    this.showProgress();
  }

  /** It goes on with so many epochs: what a checkpoint had done is not of this pace. */
  goesOn(epochs: number): void {
    if (!this.single) return;
    this.epochs = epochs;
    this.showProgress();
  }

  /** Shared weights go on, or networks are ranked with them. */
  sharedWeights(news: SupernetNews): void {
    const { stage, done, total } = news;
    const now = this.clock();
    if (this.sharing?.stage !== stage) {
      const pace = new Pace();
      pace.resume(now);
      // What a checkpoint had done is not of this pace; nor is what was done before the first news.
      this.sharing = { pace, stage, done };
    }
    this.sharing.pace.add(done - this.sharing.done);
    this.sharing.done = done;
    this.updates.push({ type: 'supernet', news });
    this.updates.push({ type: 'run', run: this.info() });
    this.updates.push({ type: 'progress', progress: this.sharing.pace.progress(stage, done, total, now) });
  }

  trialStarted(index: number, params: TrialRecord['params']): void {
    const fresh = { value: null, metrics: {}, curve: [], bestEpoch: null, executor: '', backend: '' };
    const trial: TrialRecord = {
      index,
      params,
      state: 'running',
      ...fresh,
      attempts: 1,
      seconds: 0,
      startedAt: this.now(),
    };
    this.updates.push({ type: 'trial', trial });
  }

  /** A trial ended; its record is not durable yet. */
  touch(backend: string): void {
    if (backend) this.backend = backend;
    // One trial on another engine is enough for the run's bits to be no longer those of the SIMD engine.
    if (backend && backend !== 'simd') this.executor = backend;
    this.changedAt = this.now();
  }

  /** It ended or stands at a rung. */
  trialEnded(trial: TrialRecord): void {
    if (!this.single) this.pace.add(this.study.work.done - this.counted);
    this.counted = this.study.work.done;
    this.updates.push({ type: 'trial', trial: packed(trial) });
    this.show();
  }

  /** The run's summary as it would be stored now. */
  info(): RunInfo {
    const { opened, study, plan } = this;
    const { error: _error, ...rest } = opened;
    const { best } = study;
    const sha256 = best ? this.kept.get(best.index) : undefined;
    const broken = best && violationOf(best) > 0 ? { broken: true as const } : {};
    const metric = plan.aims?.weights ? weightedSum : plan.objective.metric;
    const leader = best ? { trial: best.index, metric, value: best.value!, ...broken } : null;
    return {
      ...rest,
      state: this.state,
      updatedAt: this.changedAt,
      trialsDone: study.done,
      trialsTotal: study.total,
      best: plan.headline ? plan.headline(study.trials) : leader,
      digest: this.digest,
      executor: this.executor,
      backend: this.backend,
      seconds: opened.seconds + this.secondsNow,
      artifacts: {
        ...opened.artifacts,
        ...(plan.descent ? Object.fromEntries([...this.kept].map(([trial, one]) => [`trial-${trial}`, one])) : {}),
        ...(sha256 ? { best: sha256 } : {}),
        ...(this.outcome ? { outcome: this.outcome } : {}),
      },
      ...(this.error ? { error: this.error } : {}),
    };
  }

  private get secondsNow(): number {
    const now = this.clock();
    return this.pace.seconds(now) + (this.searching?.pace.seconds(now) ?? this.searched);
  }

  private showProgress(): void {
    if (this.searching) {
      const { steps, done, total } = this.searching;
      const progress = (steps ?? new Pace()).progress('Shares of operations, steps', done, total, this.clock());
      return this.updates.push({ type: 'progress', progress });
    }
    const { study, plan, single } = this;
    const { work } = study;
    const total = single ? plan.base.epochs : work.total;
    const done = single ? (study.done > 0 ? total : this.epochs) : work.done;
    const stage = single ? 'Training' : plan.headline ? 'Trainings' : plan.step.type === 'nas' ? 'Networks' : 'Trials';
    const { effort: all } = study;
    const effort = all && { since: all.done - this.effortBefore, left: all.total - all.done };
    this.updates.push({ type: 'progress', progress: this.pace.progress(stage, done, total, this.clock(), effort) });
  }
}
