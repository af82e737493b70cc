// An open lab: the document with undo and autosave, its data, and its runs. Pages read it as LabSession. It knows no
// component; it reaches workers only through the bridge and disk only through the store.
import type { StudyFile } from '$bridge/readingClient';
import { plainError, TablabError, type PlainError } from '$core/errors/error';
import type { DataRef, Lab, Step } from '$core/lab/document';
import { kindOfData } from '$core/lab/tokenFeatures';
import { withData } from '$core/lab/withData';
import { withKept } from '$core/run/kept';
import type { Progress, Repeat, RunInfo, RunUpdate } from '$core/run/types';
import type { DatasetInfo, Roles } from '$core/table/types';
import { findArtifact } from '$store/artifacts';
import { watchLab } from '$store/channel';
import { markInterrupted } from '$store/interrupted';
import { readJournal } from '$store/journal';
import { getLab, updateLab } from '$store/labs';
import { lockLab, type LabLock } from '$store/lock';
import { openStore } from '$store/open';
import { requestPersist } from '$store/quota';
import { hideRun, listRuns } from '$store/runs';
import type { LabRecord } from '$store/records';
import type { Store } from '$store/schema';
import type { RunCommand } from '$workers/study.api';
import { LabBaselines } from './baselines.svelte';
import { LabPreparation } from './preparation.svelte';
import { studyClient, tableClient } from './clients';
import { fingerprint } from './fingerprint';
import { emptyHistory, record, redo, undo, type History } from './history';
import { Keeping } from './keeping.svelte';
import { LabelledColumns } from './labelledColumns.svelte';
import { LiveRunState } from './liveRun.svelte';
import { Saver } from './saver';
import { SelectionState } from './selection.svelte';
import { unlessAborted } from './unlessAborted';
import { endedElsewhere, watchPen } from './pen';
import { isActive } from './steps';
import { newStep } from './newStep';
import { withoutBrokenPromise, withoutPromise, withSeed } from './promise';
import type { ImportChoice, LabSession, RunOptions, SaveState, Selection, StepConfigs } from './types';

export class OpenLab implements LabSession {
  lab = $state.raw<Lab>()!;
  saved = $state.raw<SaveState>()!;
  readonly = $state(false);
  #stored = $state.raw<DatasetInfo | null>(null);
  #labelled = new LabelledColumns();
  dataset = $derived(this.#stored && this.#labelled.over(this.#stored));
  dataProgress = $state.raw<Progress | null>(null);
  dataError = $state.raw<PlainError | null>(null);
  runs = $state.raw<readonly RunInfo[]>([]);

  /** The example it was copied from. */
  readonly example: string | null;

  #history = $state.raw<History<Lab>>(emptyHistory());
  #saver: Saver<Lab>;
  #lock: LabLock | null = null;
  #waiting: AbortController | null = null;
  #live = new Map<string, LiveRunState>();
  readonly baselines = new LabBaselines();
  readonly preparation = new LabPreparation();
  #conducting = $state(0);
  readonly keeping = new Keeping();
  #selections = new Map<string, SelectionState>();
  /** Runs conducted from this page: news of them comes by the call, not by the channel. */
  #own = new Set<string>();
  #dataKey = '';
  #loading: Promise<void> = Promise.resolve();
  #stop: (() => void)[] = [];

  roles = $derived<Roles>(this.lab?.roles);
  undoLabel = $derived(this.#history.past.at(-1)?.label ?? null);
  redoLabel = $derived(this.#history.future.at(-1)?.label ?? null);
  busy = $derived(this.#conducting > 0 || this.runs.some(isActive));

  private constructor(
    readonly id: string,
    readonly store: Store,
    { lab, updatedAt, example }: LabRecord,
  ) {
    this.lab = lab;
    this.example = example ?? null;
    this.saved = { kind: 'saved', at: updatedAt };
    this.#prepareLive();
    this.#saver = new Saver<Lab>((doc) => updateLab(store, id, doc, Date.now()), {
      onSaving: () => (this.saved = { kind: 'saving' }),
      onSaved: () => (this.saved = { kind: 'saved', at: Date.now() }),
      onFailed: (error) => (this.saved = { kind: 'failed', error: plainError(error) }),
    });
  }

  /** Throws `lab-not-stored`, or what the storage throws. */
  static async open(id: string): Promise<OpenLab> {
    const store = await openStore();
    const record = await getLab(store, id);
    const session = new OpenLab(id, store, record);
    await markInterrupted(store, Date.now());
    session.runs = await listRuns(store, id);
    session.#holdPen(await lockLab('edit', id));
    session.#stop.push(
      watchLab(id, ({ run, updates }) => {
        if (!session.#own.has(run)) session.#receive(updates);
      }),
    );
    for (const step of record.lab.steps) void session.#showNewest(step.id);
    void session.ensureData();
    return session;
  }

  /** Gives the lab back to other tabs. Call it when the lab is closed and nothing of it runs. */
  async close(): Promise<void> {
    await this.#saver.flush();
    for (const stop of this.#stop) stop();
    this.#waiting?.abort();
    this.#lock?.release();
  }

  get unsaved(): boolean {
    return this.#saver.pending;
  }

  // The document.
  update(label: string, change: (lab: Lab) => Lab): void {
    if (this.readonly) return;
    const changed = change(this.lab);
    if (changed === this.lab) return;
    this.#history = record(this.#history, label, this.lab, Date.now());
    this.#set(withoutBrokenPromise(this.lab, changed));
  }
  updateStep<T extends Step['type']>(
    label: string,
    stepId: string,
    type: T,
    change: (config: StepConfigs[T]) => StepConfigs[T],
  ): void {
    this.update(label, (lab) => {
      const steps = lab.steps.map((step) => {
        if (step.id !== stepId || step.type !== type) return step;
        // The type was just compared, which the compiler cannot carry over to the config.
        return { ...step, config: change(step.config as StepConfigs[T]) } as Step;
      });
      return { ...lab, steps };
    });
  }
  undo(): void {
    this.#travel(undo);
  }
  redo(): void {
    this.#travel(redo);
  }
  #travel(way: typeof undo<Lab>): void {
    const there = this.readonly ? null : way(this.#history, this.lab);
    if (!there) return;
    this.#history = there.history;
    this.#set(there.doc);
  }
  #set(lab: Lab): void {
    this.lab = lab;
    this.#prepareLive();
    this.#saver.save(lab);
    void this.ensureData();
    this.#describeLabels();
  }

  // One writer per lab.
  async takeOver(): Promise<void> {
    this.#holdPen(await lockLab('edit', this.id, true));
    await this.refresh();
  }
  #holdPen(lock: LabLock | null): void {
    this.#lock = lock;
    this.readonly = lock === null;
    this.#waiting?.abort();
    if (lock) void lock.lost.then(() => this.#holdPen(null));
    else this.#waiting = watchPen(this.id, () => void this.refresh());
  }
  /** Reads again what another tab may have changed. When that tab is gone, this one takes the pen by itself. */
  async refresh(): Promise<void> {
    if (this.unsaved) return;
    if (this.readonly) {
      this.#holdPen(await lockLab('edit', this.id));
      if (!this.readonly) for (const run of await endedElsewhere(this)) this.#noteRun(run);
    }
    const { lab, updatedAt } = await getLab(this.store, this.id);
    if (JSON.stringify(lab) === JSON.stringify(this.lab)) return;
    this.lab = lab;
    this.saved = { kind: 'saved', at: updatedAt };
    this.#history = emptyHistory();
    this.#prepareLive();
    this.runs = await listRuns(this.store, this.id);
    void this.ensureData();
    this.#describeLabels();
  }

  // Data.
  #describeLabels(): void {
    if (this.#stored) this.#labelled.describe(this.#stored.sha256, this.lab.labels);
  }

  setData(ref: DataRef, dataset: DatasetInfo, roles: Roles): void {
    const old = this.dataset?.columns ?? [];
    this.#dataKey = JSON.stringify(ref);
    this.#stored = dataset;
    this.dataError = null;
    this.update('Choose data', (lab) => withData(lab, { ref, columns: dataset.columns, roles }, old));
  }
  ensureData(): Promise<void> {
    const key = JSON.stringify(this.lab.data);
    if (key === this.#dataKey && !this.dataError) return this.#loading;
    this.#dataKey = key;
    this.#stored = null;
    this.dataError = null;
    this.#loading = this.#loadData(this.lab.data, () => this.#dataKey === key);
    return this.#loading;
  }
  async #loadData(ref: DataRef, wanted: () => boolean): Promise<void> {
    try {
      const table = await tableClient();
      const { dataset } = await table.ensure(ref, (progress) => {
        if (wanted()) this.dataProgress = progress;
      });
      if (!wanted()) return;
      this.#stored = dataset;
      this.#describeLabels();
    } catch (error) {
      if (wanted()) this.dataError = plainError(error);
    }
    if (wanted()) this.dataProgress = null;
  }

  // Steps.

  step(stepId: string): Step | undefined {
    return this.lab.steps.find(({ id }) => id === stepId);
  }
  addStep(type: Step['type']): string {
    const target = this.dataset?.columns.find(({ name }) => name === this.lab.roles.target);
    const kind = kindOfData(this.dataset?.columns ?? [], this.lab);
    const step = newStep(this.lab, type, kind, target, this.dataset?.rows);
    this.update('Add step', (lab) => ({ ...lab, steps: [...lab.steps, step] }));
    return step.id;
  }
  removeStep(stepId: string): void {
    this.update('Remove step', (lab) => ({ ...lab, steps: lab.steps.filter(({ id }) => id !== stepId) }));
  }

  // Runs.

  /** What runs now, by step. */
  active = $derived.by(() => this.lab.steps.map(({ id }) => this.live(id)).filter((live) => live.active));

  /** State made inside a $derived is not followed by it, so all of it is made before anyone looks. */
  #prepareLive(): void {
    for (const step of this.lab.steps) this.live(step.id);
  }
  live(stepId: string): LiveRunState {
    let live = this.#live.get(stepId);
    if (!live) {
      live = new LiveRunState();
      this.#live.set(stepId, live);
    }
    return live;
  }
  async #showNewest(stepId: string): Promise<void> {
    // One network under other seeds is a part of its search.
    const of = this.runs.filter((run) => run.step === stepId && !run.hidden);
    const newest = of.find((run) => isActive(run) || !run.again?.seed) ?? of[0];
    if (newest) await this.show(newest.id);
    else this.live(stepId).reset(null, null);
  }
  /** What is stored of the run that was to go on, or of the newest one. */
  async #showAgain(live: LiveRunState): Promise<void> {
    if (live.run) return this.show(live.run.id);
    for (const [step, one] of this.#live) if (one === live) await this.#showNewest(step);
  }
  async show(runId: string): Promise<void> {
    const run = this.runs.find(({ id }) => id === runId);
    if (!run) return;
    const live = this.live(run.step);
    if (live.active && this.#own.has(live.run?.id ?? '')) return;
    live.reset(run, null);
    const events = await readJournal(this.store, runId);
    if (live.run?.id === runId) live.replay(events);
    const kept = run.artifacts.outcome && (await findArtifact(this.store, run.artifacts.outcome));
    if (kept && live.run?.id === runId) {
      const { decodeOutcome } = await import('$core/run/outcomeFile');
      live.showOutcome(decodeOutcome(kept.bytes));
    }
  }

  async run(stepId: string, { seed, change = (lab) => lab, ...options }: RunOptions = {}): Promise<void> {
    const live = this.live(stepId);
    if (this.readonly || live.active || this.keeping.holds(live)) return;
    const own = $state.snapshot(this.lab) as Lab;
    const lab = withoutBrokenPromise(own, change(seed === undefined ? own : withSeed(own, seed)));
    live.reset(null, lab);
    live.starting = true;
    await this.#conduct(live, async (on, signal) => {
      await unlessAborted(
        signal,
        this.#saver.flush().then(() => this.ensureData()),
      );
      if (this.dataError) throw new TablabError(this.dataError.code, this.dataError.details);
      const dataset = this.dataset?.sha256;
      if (!dataset) throw new TablabError('aborted');
      const study = await studyClient();
      return study.start({ labId: this.id, lab, step: stepId, dataset, ...options }, on, signal);
    });
  }
  async resume(runId: string): Promise<void> {
    const run = this.runs.find(({ id }) => id === runId);
    if (!run || this.readonly || this.keeping.holds(this.live(run.step))) return;
    await this.show(runId);
    const live = this.live(run.step);
    live.starting = true;
    live.error = null;
    await this.#conduct(live, async (on, signal) => (await studyClient()).resume(runId, on, {}, signal));
  }
  async command(stepId: string, command: RunCommand): Promise<void> {
    const { run, gettingReady } = this.live(stepId);
    if (command.type === 'cancel') this.live(stepId).stopAsked = true;
    if (gettingReady && command.type === 'cancel') return gettingReady.abort();
    if (!run || this.readonly) return;
    if (command.type === 'resume' && run.state === 'interrupted') return this.resume(run.id);
    try {
      if (isActive(run) && !this.#own.has(run.id)) {
        await this.#adopt(run);
        if (command.type === 'resume') return;
      }
      await (await studyClient()).command(run.id, command);
    } catch (error) {
      this.live(stepId).error = plainError(error);
    }
  }
  async trainLonger(runId: string, trial: number, epochs: number, seed?: Repeat['seed']): Promise<void> {
    const run = this.runs.find(({ id }) => id === runId);
    const live = run && this.live(run.step);
    if (!live || this.readonly || live.active || this.keeping.holds(live)) return;
    live.reset(null, live.lab && withoutPromise(live.lab));
    live.starting = true;
    await this.#conduct(live, async (on, signal) =>
      (await studyClient()).trainLonger(runId, trial, epochs, on, seed, signal),
    );
  }
  async keep(runId: string, trial: number): Promise<string | null> {
    const run = this.runs.find(({ id }) => id === runId);
    if (!run || this.readonly) return null;
    const { sha256, error } = await this.keeping.run(runId, trial);
    if (sha256) this.#noteRun({ ...run, artifacts: withKept(run, trial, sha256) });
    if (error) this.live(run.step).error = error;
    return sha256;
  }
  async hide(runId: string, hidden: boolean): Promise<void> {
    const run = await hideRun(this.store, runId, hidden);
    this.#noteRun(run);
    if (this.live(run.step).run?.id === runId) await this.#showNewest(run.step);
  }
  async importStudy(stepId: string, file: Pick<StudyFile, 'keep'>, which: number, choice: ImportChoice): Promise<void> {
    if (this.readonly || this.live(stepId).active) return;
    const lab = $state.snapshot(this.lab) as Lab;
    const where = { lab, labId: this.id, step: stepId, dataset: this.dataset?.sha256 ?? null };
    const info = await file.keep(which, { ...where, ...choice });
    this.#noteRun(info);
    await this.show(info.id);
  }
  stale(stepId: string): boolean {
    const live = this.live(stepId);
    return live.run !== null && live.lab !== null && fingerprint(live.lab, stepId) !== fingerprint(this.lab, stepId);
  }

  /** Brings a run here whose conductor is a tab that the lab was taken from. Resolves when it goes on here, or has failed to. */
  #adopt(run: RunInfo): Promise<void> {
    return new Promise((resolve) => {
      const here = async (on: (updates: RunUpdate[]) => void, signal: AbortSignal) => {
        const first = (updates: RunUpdate[]) => {
          on(updates);
          resolve();
        };
        return (await studyClient()).resume(run.id, first, { takeOver: true }, signal);
      };
      void this.#conduct(this.live(run.step), here).finally(resolve);
    });
  }
  /** Follows one call to the study worker to its end. */
  async #conduct(
    live: LiveRunState,
    call: (on: (updates: RunUpdate[]) => void, signal: AbortSignal) => Promise<RunInfo>,
  ): Promise<void> {
    let mine: string | null = null;
    this.#conducting++;
    const ready = (live.gettingReady = new AbortController());
    const { signal } = ready;
    const on = (updates: RunUpdate[]) => {
      for (const update of updates) {
        if (update.type !== 'run') continue;
        mine = update.run.id;
        this.#own.add(mine);
        this.#noteRun(update.run);
      }
      live.apply(updates);
    };
    try {
      on([{ type: 'run', run: await call(on, signal) }]);
      // Something worth keeping is on disk now: ask the browser not to clear it by itself.
      void requestPersist();
    } catch (error) {
      live.error = plainError(error);
      const run = live.run;
      // The worker died: what it had finished is journaled, and the run can be resumed.
      if (run && isActive(run)) {
        live.run = { ...run, state: 'interrupted' };
        this.#noteRun(live.run);
      }
    } finally {
      this.#conducting--;
      if (live.gettingReady === ready) live.gettingReady = null;
      live.starting = false;
      live.progress = null;
      if (mine) this.#own.delete(mine);
    }
    // Given up while it was got ready: what was shown before is shown again, and nothing went wrong.
    if (signal.aborted && !mine) await this.#showAgain(live);
  }
  /** News of a run that another tab conducts. */
  #receive(updates: readonly RunUpdate[]): void {
    const told = updates.find((update) => update.type === 'run');
    if (told) {
      const live = this.live(told.run.step);
      if (live.run?.id !== told.run.id && !live.starting) live.reset(told.run, null);
      this.#noteRun(told.run);
    }
    const running = [...this.#live.values()].find((live) => isActive(live.run));
    running?.apply(updates);
  }
  #noteRun(run: RunInfo): void {
    this.live(run.step).renew(run);
    const others = this.runs.filter(({ id }) => id !== run.id);
    this.runs = [run, ...others].sort((a, b) => b.createdAt - a.createdAt);
  }

  selection(scope: string): Selection {
    let selection = this.#selections.get(scope);
    if (!selection) {
      selection = new SelectionState();
      this.#selections.set(scope, selection);
    }
    return selection;
  }
}
