// The shown run of one step: grows in place with the updates of the study worker, or is filled from a journal.
// Updates may arrive twice (by the call and by the channel between tabs): applying one again changes nothing.
import type { Outcome } from '$core/run/outcomeFile';
import type { PlainError } from '$core/errors/error';
import { brokenOff } from '$core/run/stopped';
import type { Lab } from '$core/lab/document';
import type { SearchPoint } from '$core/nas/darts/findings';
import { addPoint } from '$core/run/curveColumn';
import { unpacked } from '$core/run/packedCurve';
import { isTerminal, type EpochPoint, type Predictions, type Progress } from '$core/run/types';
import type { ImportedOrigin, RunEvent, RunInfo, RunUpdate, TrialRecord } from '$core/run/types';
import { isActive } from './steps';
import type { LiveRun } from './types';

const noEpochs: readonly EpochPoint[] = [];

export class LiveRunState implements LiveRun {
  version = $state(0);
  goneOn = $state(0);
  run = $state.raw<RunInfo | null>(null);
  /** Of a study that was run elsewhere. */
  imported = $state.raw<ImportedOrigin | null>(null);
  /** The lab as it was when the shown run started. */
  lab = $state.raw<Lab | null>(null);
  running = $state.raw<readonly number[]>([]);
  progress = $state.raw<Progress | null>(null);
  surface = $state.raw<LiveRun['surface']>(null);
  predictions = $state.raw<readonly Predictions[]>([]);
  search = $state.raw<readonly SearchPoint[]>([]);
  supernet = $state.raw<LiveRun['supernet']>(null);
  notes = $state.raw<readonly string[]>([]);
  error = $state.raw<PlainError | null>(null);
  /** Gives up a run, or going on with one, of which there is no news yet. */
  gettingReady: AbortController | null = null;
  stopAsked = false;
  /** From the call until the first news of the run. */
  starting = $state(false);
  active = $derived(this.starting || isActive(this.run));

  #trials: TrialRecord[] = [];
  #place = new Map<number, number>();
  #epochs = new Map<number, EpochPoint[]>();
  /** Trials as they stood at their last rung. */
  #stood = new Map<number, TrialRecord>();

  get trials(): readonly TrialRecord[] {
    return this.#trials;
  }
  trial(index: number): TrialRecord | undefined {
    const place = this.#place.get(index);
    return place === undefined ? undefined : this.#trials[place];
  }
  epochs(trial: number): readonly EpochPoint[] {
    return this.#epochs.get(trial) ?? this.trial(trial)?.curve ?? noEpochs;
  }

  /** The same run, of which more is known. */
  renew(run: RunInfo): void {
    if (this.run?.id === run.id) this.#know(run);
  }

  #know(run: RunInfo): void {
    // What a run had to say is over when it goes on, such as a disk that was full.
    if (run.error) this.error = run.error;
    else if (this.run?.error) this.error = null;
    if (this.run?.state === 'cancelled' && isActive(run)) this.#goOn();
    this.run = run;
  }

  /** Trials that the stop broke off have not ended: those that stood at a rung stand there, the others are yet to come. */
  #goOn(): void {
    const trials = this.#trials.flatMap((trial) =>
      brokenOff(trial, true) ? (this.#stood.get(trial.index) ?? []) : trial,
    );
    this.#trials = trials;
    this.#place = new Map(trials.map(({ index }, place) => [index, place]));
    this.goneOn++;
  }

  /** Empties everything, for another run. */
  reset(run: RunInfo | null, lab: Lab | null): void {
    this.#trials = [];
    this.#place = new Map();
    this.#epochs = new Map();
    this.#stood = new Map();
    this.run = run;
    this.lab = lab;
    this.imported = null;
    this.running = [];
    this.progress = null;
    this.surface = null;
    this.predictions = [];
    this.search = [];
    this.supernet = null;
    this.notes = [];
    this.error = run?.error ?? null;
    this.starting = false;
    this.stopAsked = false;
    this.version++;
  }

  /** Fills in what a journal tells. */
  replay(events: readonly RunEvent[]): void {
    for (const event of events) {
      if (event.type === 'opened') {
        this.imported = event.imported ?? null;
        // What the lab promises is of its own run, not of a trial of it that was trained again.
        const { expected, ...lab } = event.lab;
        this.lab = expected && event.streams === undefined ? { ...lab, expected } : lab;
      }
      if (event.type === 'told' || event.type === 'paused') this.#put(event.trial);
      else if (event.type === 'search') this.#found(event.point);
      else if (event.type === 'supernet') this.supernet = { outcome: event.outcome };
      else if (event.type === 'note') this.notes = [...this.notes, event.text];
    }
    this.#follow();
  }

  /** What the run showed at its end. */
  showOutcome({ surface, predictions }: Outcome): void {
    this.surface = surface;
    this.predictions = predictions;
  }

  apply(updates: readonly RunUpdate[]): void {
    for (const update of updates) {
      switch (update.type) {
        case 'run':
          this.#know(update.run);
          this.starting = false;
          this.gettingReady = null;
          break;
        case 'trial':
          this.#put(unpacked(update.trial));
          break;
        case 'epoch':
          this.#addEpoch(update.trial, update.point);
          break;
        case 'goesOn':
          if (update.curve.length > 0) this.#epochs.set(update.trial, [...update.curve]);
          break;
        case 'surface':
          this.surface = update;
          break;
        case 'supernet':
          this.supernet = {
            ...this.supernet,
            ...(update.news ? { news: update.news } : {}),
            ...(update.outcome ? { outcome: update.outcome } : {}),
          };
          break;
        case 'predictions': {
          const { predictions } = update;
          this.predictions = [...this.predictions.filter(({ split }) => split !== predictions.split), predictions];
          break;
        }
        case 'search':
          this.#found(update.point);
          break;
        case 'progress':
          this.progress = update.progress;
          break;
        case 'note':
          if (!this.notes.includes(update.text)) this.notes = [...this.notes, update.text];
          break;
      }
    }
    this.#follow();
  }

  /** A search that went back to a checkpoint tells its epochs again; the same one twice changes nothing. */
  #found(point: SearchPoint): void {
    const known = this.search.find(({ epoch }) => epoch === point.epoch);
    if (known && JSON.stringify(known) === JSON.stringify(point)) return;
    this.search = [...this.search.filter(({ epoch }) => epoch < point.epoch), point];
  }

  #put(trial: TrialRecord): void {
    const place = this.#place.get(trial.index);
    const before = place === undefined ? undefined : this.#trials[place];
    if (place === undefined) this.#place.set(trial.index, this.#trials.push(trial) - 1);
    else this.#trials[place] = trial;
    if (trial.state === 'paused') this.#stood.set(trial.index, trial);
    if (trial.state !== 'running') this.#epochs.delete(trial.index);
    // From its rung it goes on with the epochs that it has.
    else if (before?.state === 'paused') this.#epochs.set(trial.index, [...before.curve]);
  }

  #addEpoch(trial: number, point: EpochPoint): void {
    const known = this.trial(trial);
    if (known && isTerminal(known.state)) return;
    const points = this.#epochs.get(trial) ?? [];
    addPoint(points, point);
    this.#epochs.set(trial, points);
  }

  #follow(): void {
    const now = [...this.#epochs.keys()].sort((a, b) => a - b);
    if (now.length !== this.running.length || now.some((trial, i) => trial !== this.running[i])) this.running = now;
    this.version++;
  }
}
