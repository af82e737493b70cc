// Conducts one run: takes trials from the study, hands them to trainers, journals what ended before anyone sees it,
// and follows commands. It owns no storage and spawns no workers itself: both come in, so that tests can replace them.
import { plainError, TablabError, type PlainError } from '$core/errors/error';
import type { SearchPoint } from '$core/nas/darts/findings';
import { isBetter } from '$core/run/leaderboard';
import type { Outcome } from '$core/run/outcomeFile';
import { searchNumber } from '$core/run/search';
import type { Asked, Study } from '$core/run/study';
import { supernetTrial } from '$core/nas/supernet/supernet';
import type { Start, TrialMessage } from '$core/run/trial';
import { isTerminal, type RunInfo, type TrialRecord } from '$core/run/types';
import type { Board } from './board';
import { Gate, Signal } from './gate';
import { discover } from './discovery';
import { Recorder, untilStored, type JournalWriter } from './recorder';
import { streamOf } from './runPlan';
import type { TrainerSlot } from './trainerSlot';
import { Snapshots } from './lineage';
import { trainShared, withSharedScore } from './sharedWeights';
import { runTrial, type TrialContext } from './trial';
import type { RunCommand } from '../study.api';

/** What the conductor needs of the store. */
export interface RunStore {
  readonly journal: JournalWriter;
  checkpoint: TrialContext['checkpoint'];
  saveCheckpoint(message: Extract<TrialMessage, { type: 'checkpoint' }>): Promise<void>;
  /** Stores a trial's weights; SHA-256 of the artifact. */
  keepWeights(trial: TrialRecord, weights: ReadonlyMap<string, Float32Array>): Promise<string>;
  /** Weights that were stored; undefined when they are gone. */
  weights(sha256: string): Promise<ReadonlyMap<string, Float32Array> | undefined>;
  /** Stores what a train run shows at its end; SHA-256 of the artifact. */
  keepOutcome(outcome: Outcome): Promise<string>;
}

export interface ConductorOptions {
  readonly study: Study;
  readonly board: Board;
  readonly slots: readonly TrainerSlot[];
  readonly store: RunStore;
  readonly trial: Pick<TrialContext, 'plan' | 'streams' | 'live' | 'executor' | 'checkpointEvery'> & {
    /** SHA-256 of the weights that a train run goes on from. */
    readonly start?: string;
  };
  readonly startPaused: boolean;
  /** SHA-256 over the canonical record of the trials, once all have ended. */
  digest(trials: readonly TrialRecord[]): Promise<string>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds of a clock for durations; missing: `now`. */
  awake?(): number;
}

export class Conductor {
  private readonly recorder: Recorder;
  private readonly gate = new Gate();
  private readonly changed = new Signal();
  private readonly roomWanted = new Signal();
  /** Where each running trial is. */
  private readonly places = new Map<number, { readonly slot: TrainerSlot; readonly stream: number }>();
  private readonly stopped = new Set<number>();
  private readonly notes = new Set<string>();
  private readonly snapshots = new Snapshots();
  private surface: Outcome['surface'] = null;
  private searchError: PlainError | undefined;
  private foundAll: Promise<void> = Promise.resolve();
  private cancelled = false;
  private abandoned: Error | undefined;

  constructor(private readonly options: ConductorOptions) {
    this.recorder = new Recorder({
      journal: options.store.journal,
      info: () => options.board.info(),
      untilRoom: (error) => this.untilRoom(error),
    });
  }

  /** Runs to the end. Rejects with `lab-taken` when abandoned, or with what the store threw. */
  async run(): Promise<RunInfo> {
    const { slots, study, board, startPaused } = this.options;
    try {
      board.enter(startPaused ? 'paused' : 'running');
      await this.recordState();
      board.show();
      await this.discover();
      const error = await this.shareWeights();
      if (error) {
        board.enter('failed', error);
        await this.recordState();
        board.show();
        return board.info();
      }
      await Promise.all(slots.map((slot) => this.serve(slot).catch((error: Error) => this.abandon(error))));
      if (this.abandoned) throw this.abandoned;
      for (const record of study.settle()) await this.end(record, null);
      if (!this.cancelled && !this.searchError) board.digest = await this.options.digest(study.trials);
      this.conclude(study.trials);
      await this.recordState();
      board.show();
      return board.info();
    } finally {
      board.updates.flush();
    }
  }

  /** Searches a relaxed space, where the plan has one and its search is not over. */
  private async discover(): Promise<void> {
    const { slots, trial, store, board, study } = this.options;
    const { relaxed } = trial.plan;
    if (!relaxed || relaxed.findings.over) return;
    await this.gate.pass();
    const over = () => this.cancelled || this.abandoned !== undefined;
    if (over()) return;
    this.places.set(searchNumber, { slot: slots[0], stream: searchNumber });
    board.searchStarted();
    const error = await discover(slots[0], relaxed, {
      ...trial,
      stopped: over,
      paused: () => board.state === 'paused',
      checkpoint: () => store.checkpoint(searchNumber),
      steps: (done, total) => board.searchSteps(done, total),
      note: (text) => this.note(text),
      keep: (checkpoint) => this.onMessage({ type: 'checkpoint', trial: searchNumber, checkpoint }),
      point: (point) => this.found(point),
    });
    this.places.delete(searchNumber);
    slots[0].settle(searchNumber);
    await this.foundAll;
    board.searchEnded();
    if (over()) return;
    if (error) {
      this.searchError = error;
      study.stop();
    }
  }

  /** An epoch of the search: durable, then shown. */
  private found(point: SearchPoint): void {
    const { board } = this.options;
    board.touch(point.backend);
    const kept = this.recorder.record({ type: 'search', point }).then(() => {
      board.updates.push({ type: 'search', point });
      board.show();
    });
    this.foundAll = Promise.all([this.foundAll, kept.catch((error: Error) => this.abandon(error))]).then(
      () => undefined,
    );
  }

  command(command: RunCommand): void {
    switch (command.type) {
      case 'pause':
        return this.pause();
      case 'resume':
        return this.resume();
      case 'step':
        return this.control('step');
      case 'cancel':
        return this.cancel();
      case 'stopTrial': {
        const place = this.places.get(command.trial);
        this.stopped.add(command.trial);
        return place?.slot.control(place.stream, 'stop');
      }
    }
  }

  /** Somebody else conducts this run now, or it cannot be written: everything stops at once, nothing more is written. */
  abandon(error: Error): void {
    this.abandoned ??= error;
    this.options.study.stop();
    for (const slot of this.options.slots) slot.kill();
    this.release();
  }

  /** Before the first trial, where the plan has it: trains the shared weights, unless the journal knows their ranking. */
  private async shareWeights(): Promise<PlainError | null> {
    const { board, slots, store, trial, now } = this.options;
    const { supernet } = trial.plan;
    if (!supernet || supernet.outcome) return null;
    const [slot] = slots;
    this.places.set(supernetTrial, { slot, stream: supernetTrial });
    board.searchStarted();
    try {
      const outcome = await trainShared(slot, {
        ...trial,
        paused: () => board.state === 'paused',
        stopped: () => this.cancelled || this.abandoned !== undefined,
        checkpoint: (index) => store.checkpoint(index),
        start: () => Promise.resolve(undefined),
        onMessage: (message) => this.onMessage(message),
        now,
      });
      if (!outcome || this.abandoned || this.cancelled) return null;
      supernet.settle(outcome);
      await this.recorder.record({ type: 'supernet', outcome });
      board.updates.push({ type: 'supernet', outcome });
      return null;
    } catch (error) {
      if (this.abandoned || this.cancelled) return null;
      return plainError(error);
    } finally {
      this.places.delete(supernetTrial);
      slot.settle(supernetTrial);
      board.searchEnded();
    }
  }

  private async serve(slot: TrainerSlot): Promise<void> {
    const { study, board, startPaused } = this.options;
    for (;;) {
      // A paused train run is started all the same: its trainer waits before the first epoch, ready for "step".
      if (!startPaused) await this.gate.pass();
      if (this.abandoned) return;
      const asked = study.next();
      if (asked) await this.conduct(asked, slot);
      else if (study.finished) break;
      else await this.changed.wait();
    }
    // The others may be waiting for a trial that will not come.
    this.changed.fire();
    board.updates.flush();
  }

  private async conduct(asked: Asked, slot: TrainerSlot): Promise<void> {
    const { board, store, study, trial, now, awake = now } = this.options;
    const stream = streamOf(trial.plan, asked, trial.streams);
    this.places.set(asked.index, { slot, stream });
    board.trialStarted(asked.index, asked.params);
    const { record, outcome } = await runTrial(slot, asked, {
      ...trial,
      snapshots: this.snapshots,
      paused: () => board.state === 'paused',
      stopped: () => this.cancelled || this.abandoned !== undefined || this.stopped.has(asked.index),
      checkpoint: (index) => store.checkpoint(index),
      start: () => this.start(asked),
      onMessage: (message) => this.onMessage(message),
      now,
      awake,
    });
    this.places.delete(asked.index);
    slot.settle(stream);
    if (this.abandoned) return;
    const predictions = outcome?.predictions ?? [];
    if (predictions.length > 0) {
      board.outcome = await untilStored(
        () => store.keepOutcome({ surface: this.surface, predictions }),
        (error) => this.untilRoom(error),
      );
    }
    const before = study.secondsBefore(record.index);
    const scored = withSharedScore(trial.plan, record);
    const why = this.stopped.has(record.index) ? 'trial' : 'study';
    const stopped = record.state === 'cancelled' ? ({ stopped: why } as const) : {};
    await this.end({ ...scored, ...stopped, seconds: record.seconds + before }, outcome?.weights ?? null);
    for (const one of predictions) board.updates.push({ type: 'predictions', predictions: one });
    this.changed.fire();
  }

  /** The weights that a trial goes on from, where its strategy says so, or its run. */
  private async start(asked: Asked): Promise<Start | undefined> {
    const { study, board, store, trial } = this.options;
    const { descent, configOf } = trial.plan;
    if (trial.start) {
      const weights = await store.weights(trial.start);
      return weights && { layers: configOf({}).layers, weights, how: 'match' };
    }
    const parent = descent?.parent(asked, study.trials) ?? null;
    if (!descent || parent === null) return undefined;
    const sha256 = board.kept.get(parent);
    const weights = sha256 && (await store.weights(sha256));
    if (!weights) throw new TablabError('nas-start-missing', { trial: parent });
    const { params } = study.trials.find((one) => one.index === parent)!;
    return { layers: configOf(params).layers, weights, how: 'morph', noise: descent.noise };
  }

  /** A trial ended: its weights are kept if it leads, its record is made durable, and only then it is shown. */
  private async end(record: TrialRecord, weights: ReadonlyMap<string, Float32Array> | null): Promise<void> {
    const { study, board, store, trial } = this.options;
    const inherited = trial.plan.descent !== undefined && record.state === 'done';
    if (weights && (inherited || isBetter(record, study.best, trial.plan.study.direction))) {
      const sha256 = await untilStored(
        () => store.keepWeights(record, weights),
        (error) => this.untilRoom(error),
      );
      board.kept.set(record.index, sha256);
    }
    study.tell(record);
    board.touch(record.backend);
    const type = isTerminal(record.state) ? 'told' : 'paused';
    await this.recorder.record({ type, trial: record });
    board.trialEnded(record);
  }

  private onMessage(message: TrialMessage): void | Promise<void> {
    const { board, store } = this.options;
    if (message.type === 'epoch') {
      const { trial, point, surface } = message;
      board.updates.push({ type: 'epoch', trial, point });
      if (surface) {
        this.surface = { epoch: point.epoch, surface };
        board.updates.push({ type: 'surface', ...this.surface });
      }
      board.epochsDone(point.epoch + 1);
    } else if (message.type === 'steps') {
      board.epochsDone(message.epochs);
    } else if (message.type === 'goesOn') {
      const { trial, epochs, curve } = message;
      board.updates.push({ type: 'goesOn', trial, epochs, curve });
      board.goesOn(epochs);
    } else if (message.type === 'supernet') {
      board.sharedWeights(message.news);
    } else if (message.type === 'note') {
      this.note(message.text);
    } else if (!this.abandoned) {
      // A checkpoint that cannot be stored costs time after a crash, nothing else.
      return store.saveCheckpoint(message).catch((error: unknown) => this.note(plainError(error).message));
    }
  }

  /** Told once, however many trials say it. */
  private note(text: string): void {
    const { board, now } = this.options;
    if (this.notes.has(text) || this.abandoned) return;
    this.notes.add(text);
    this.recorder
      .record({ type: 'note', at: now(), text })
      .then(() => board.updates.push({ type: 'note', text }))
      .catch((error: Error) => this.abandon(error));
  }

  private pause(): void {
    if (this.options.board.state !== 'running' || this.cancelled) return;
    this.gate.close();
    this.enter('paused');
    this.control('pause');
  }

  private resume(): void {
    if (this.options.board.state !== 'paused' || this.cancelled) return;
    this.enter('running');
    this.control('resume');
    this.gate.open();
    this.roomWanted.fire();
  }

  private enter(state: 'running' | 'paused'): void {
    this.options.board.enter(state);
    this.options.board.show();
    this.recordState().catch((error: Error) => this.abandon(error));
  }

  private cancel(): void {
    if (this.cancelled) return;
    this.cancelled = true;
    this.options.study.stop();
    this.control('stop');
    this.release();
  }

  private control(what: 'pause' | 'resume' | 'step' | 'stop'): void {
    for (const { slot, stream } of this.places.values()) slot.control(stream, what);
  }

  /** Lets everything that waits go on, to find that the run is over. */
  private release(): void {
    this.gate.open();
    this.changed.fire();
    this.roomWanted.fire();
  }

  /** The disk is full: the run stands still until "resume"; "cancel" gives it up. */
  private async untilRoom(error: PlainError): Promise<void> {
    const { board } = this.options;
    const over = () => this.cancelled || this.abandoned !== undefined;
    if (!over()) {
      this.gate.close();
      this.control('pause');
      board.enter('paused', error);
      board.show();
      await this.roomWanted.wait();
    }
    if (over()) throw new TablabError(error.code, error.details);
  }

  private recordState(): Promise<void> {
    return this.recorder.record(this.options.board.stateEvent());
  }

  /** Decides how the run ended. */
  private conclude(trials: readonly TrialRecord[]): void {
    const { board } = this.options;
    const failed = trials.find(({ state }) => state === 'failed');
    if (this.cancelled) return board.enter('cancelled');
    if (this.searchError) return board.enter('failed', this.searchError);
    // Where nothing was measured a pruner may have ended all of them before they could fail for it.
    const measured = trials.some(({ value }) => value !== null && Number.isFinite(value));
    if (!failed && !measured && trials.some(({ state }) => state === 'pruned')) {
      const { metric } = this.options.trial.plan.objective;
      return board.enter('failed', new TablabError('run-no-value', { count: trials.length, metric }).toPlain());
    }
    if (!failed || trials.some(({ state }) => state === 'done')) return board.enter('done');
    const reason = failed.error?.message ?? '';
    const several = new TablabError('run-no-trial-succeeded', { count: trials.length, reason }).toPlain();
    board.enter('failed', board.single && failed.error ? failed.error : several);
  }
}
