// The study worker's API: opens and resumes runs, keeps the conductors of those that go on here, and repeats single
// trials of finished ones.
import { TablabError } from '$core/errors/error';
import { outsideCode } from '$core/pipeline/notes';
import type { ExecutorChoice, Lab } from '$core/lab/document';
import { derive, evenly } from '$core/nas/darts/genotypes';
import { keptModel, withKept } from '$core/run/kept';
import { withoutBrokenOff } from '$core/run/stopped';
import { Study } from '$core/run/study';
import type { AutoChoice } from '$core/run/trial';
import type { Repeat, RunEvent, RunInfo, RunState, RunUpdate, TrialRecord } from '$core/run/types';
import { applyFeatureParams } from '$core/space/featurePaths';
import type { TrainConfig } from '$core/train/config';
import { dropArtifacts, findArtifact } from '$store/artifacts';
import { dropStopped } from '$store/checkpoints';
import { Journal, readJournal } from '$store/journal';
import type { LabLock } from '$store/lock';
import { getRun, patchRun } from '$store/runs';
import type { Store } from '$store/schema';
import { assemble, type ReadyRun } from './assemble';
import type { Conductor } from './conductor';
import type { DataSource } from './dataSource';
import { poolSize, prepareLab, resolveExecutor, takeLab } from './opening';
import { TrainerPool } from './pool';
import { dataShape, foldsOf, planStep, streamOf, variantOf, type RunPlan } from './runPlan';
import { finishedTrial, newRun, openedOf, toldTrials, type FinishedTrial, type Opened } from './runRecord';
import type { SpawnTrainer, TrainerSlot } from './trainerSlot';
import { runOnce } from './trial';
import { planWith } from './scoring';
import { findWarmStart, journaledWarmStart, warmed, warmNote } from './warmStart';
import { keepModel } from './weights';
import type { BackendReport } from '../trainer.api';
import type { PlanRequest, PlanSummary, RunCommand, RunRequest, StudyApi } from '../study.api';

export interface StudyServiceOptions {
  readonly openStore: () => Promise<Store>;
  readonly spawnTrainer: SpawnTrainer;
  readonly cores: number;
  /** Names this worker in what it tells other tabs. */
  readonly name: string;
  /** Asks a trainer of its own what this device can train on. */
  probe(): Promise<BackendReport[]>;
  /** Seconds between checkpoints of a running trial. */
  readonly checkpointEvery: number;
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds of a clock for durations, see awake.ts; missing: `now`. */
  awake?(): number;
}

/** The executor of a run, and how it was chosen. */
type AutoRun = { readonly executor: ExecutorChoice; readonly note?: AutoChoice['note'] };

type OnUpdates = (updates: RunUpdate[]) => void;

/** Something that can still be given up. */
interface Opening {
  givenUp: boolean;
  /** Ends what a trainer does for it. */
  stop?(): void;
}

/** A study that was stopped may go on; a single training that was is over. */
const over: readonly RunState[] = ['done', 'failed'];
const isOver = ({ state, stepType }: RunInfo) =>
  over.includes(state) || (state === 'cancelled' && stepType === 'train');

export class StudyService implements StudyApi {
  private readonly live = new Map<string, { conductor: Conductor; result: Promise<RunInfo> }>();
  /** What can be given up, by lab for a new run and by run otherwise. */
  private readonly opening = new Map<string, Opening>();
  private readonly pool: TrainerPool;
  private reports: Promise<BackendReport[]> | undefined;

  constructor(private readonly options: StudyServiceOptions) {
    this.pool = new TrainerPool(options.spawnTrainer);
  }

  probe(): Promise<BackendReport[]> {
    return (this.reports ??= this.options.probe());
  }

  async plan(request: PlanRequest): Promise<PlanSummary> {
    const { summarizePlan } = await import('$engine/train/planSummary');
    return summarizePlan(request);
  }

  start(request: RunRequest, on: OnUpdates): Promise<RunInfo> {
    const { labId, lab, step, dataset, executor = lab.executor } = request;
    const opened: Opened = { type: 'opened', at: this.options.now(), lab, step, datasetSha256: dataset, executor };
    return this.givable(labId, (opening) => this.open(labId, opened, request, on, opening));
  }

  async resume(runId: string, on: OnUpdates, { takeOver = false } = {}): Promise<RunInfo> {
    const known = this.live.get(runId);
    if (known) {
      known.conductor.command({ type: 'resume' });
      return known.result;
    }
    return this.givable(runId, (opening) => this.goOn(runId, on, takeOver, opening));
  }

  private async goOn(runId: string, on: OnUpdates, takeOver: boolean, opening: Opening): Promise<RunInfo> {
    const store = await this.options.openStore();
    const stored = await getRun(store, runId);
    if (isOver(stored)) throw new TablabError('run-over');
    return this.withLab(stored.labId, takeOver, async (lock) => {
      // Read under the lock: nobody else writes now.
      const [journal, fresh] = await Promise.all([readJournal(store, runId), getRun(store, runId)]);
      const { error: _error, ...info } = fresh;
      const events = withoutBrokenOff(journal);
      const opened = openedOf(events, runId);
      const data = await prepareLab(store, opened.lab, opened.datasetSha256);
      await unlessGivenUp(opening);
      const bare = await planWith(opened.lab, opened.step, data.base.prepared);
      const plan = warmed(bare, journaledWarmStart(events));
      for (const event of events) if (event.type === 'search') plan.relaxed?.findings.tell(event.point);
      const shared = events.find((event) => event.type === 'supernet');
      if (shared) plan.supernet?.settle(shared.outcome);
      const study = Study.replay(plan.study, events, plan.sampler);
      await unlessGivenUp(opening);
      return this.conduct({ store, opened, plan, study, data, info, startPaused: false, on }, lock);
    });
  }

  async command(runId: string, command: RunCommand): Promise<void> {
    const known = this.live.get(runId);
    if (!known) throw new TablabError('run-not-live');
    known.conductor.command(command);
  }

  trainLonger(runId: string, trial: number, epochs: number, on: OnUpdates, seed?: Repeat['seed']): Promise<RunInfo> {
    return this.givable(runId, (opening) => this.longer(runId, trial, epochs, on, seed, opening));
  }

  private async longer(
    runId: string,
    trial: number,
    epochs: number,
    on: OnUpdates,
    seed: Repeat['seed'],
    opening: Opening,
  ): Promise<RunInfo> {
    const store = await this.options.openStore();
    const { opened, plan: bare, record, info } = await finishedTrial(store, runId, trial);
    const plan = bare.step.type === 'nas' ? await this.planned(store, opened) : bare;
    const config = plan.configOf(record.params);
    // What began with another network's weights cannot be trained anew: it goes on from where it stands. Under another
    // seed it has no ancestor.
    const start = seed === undefined ? plan.descent && keptModel(info, trial) : undefined;
    const longer = { ...config, epochs: start ? epochs : config.epochs + epochs };
    const step = { id: opened.step, type: 'train', config: longer } as const;
    const features = applyFeatureParams(plan.features, record.params);
    // What the lab promises is of its own run.
    const { expected: _expected, ...own } = opened.lab;
    const lab: Lab = {
      ...own,
      features,
      steps: opened.lab.steps.map((other) => (other.id === step.id ? step : other)),
    };
    const streams = seed ? seedStreams(trial, seed.number) : (opened.streams ?? trial);
    const at = this.options.now();
    const again = { run: runId, trial, ...(seed ? { seed } : {}) };
    return this.open(info.labId, { ...opened, at, lab, streams, again, ...(start ? { start } : {}) }, {}, on, opening);
  }

  keep(runId: string, trial: number): Promise<string> {
    return this.givable(runId, (opening) => this.keepTrial(runId, trial, opening));
  }

  private async keepTrial(runId: string, trial: number, opening: Opening): Promise<string> {
    const store = await this.options.openStore();
    const finished = await finishedTrial(store, runId, trial);
    const { info, opened, record } = finished;
    const note = async (sha256: string) => {
      await patchRun(store, runId, { artifacts: withKept(info, trial, sha256) });
      return sha256;
    };
    const kept = keptModel(info, trial);
    if (kept && (await findArtifact(store, kept))) return note(kept);
    return this.withLab(info.labId, false, async () => {
      const data = await prepareLab(store, opened.lab, opened.datasetSha256);
      await unlessGivenUp(opening);
      const plan = planStep(opened.lab, opened.step, dataShape(data.base.prepared));
      const weights = await this.repeat({ ...finished, plan }, data, opening);
      return note(await keepModel(store, { lab: opened.lab, plan, data }, record, weights, this.options.now()));
    });
  }

  async trials(runId: string): Promise<TrialRecord[]> {
    return toldTrials(await readJournal(await this.options.openStore(), runId));
  }

  async giveUp(name: string): Promise<void> {
    const opening = this.opening.get(name);
    if (!opening) return;
    opening.givenUp = true;
    opening.stop?.();
  }

  private async givable<T>(name: string, work: (opening: Opening) => Promise<T>): Promise<T> {
    const opening: Opening = { givenUp: false };
    this.opening.set(name, opening);
    try {
      return await work(opening);
    } finally {
      if (this.opening.get(name) === opening) this.opening.delete(name);
    }
  }

  private async open(
    labId: string,
    opened: Opened,
    wishes: Pick<RunRequest, 'startPaused' | 'takeOver' | 'workers'>,
    on: OnUpdates,
    opening: Opening,
  ): Promise<RunInfo> {
    // What is wrong with the step itself is said before the lab is taken.
    planStep(opened.lab, opened.step);
    const store = await this.options.openStore();
    return this.withLab(labId, wishes.takeOver ?? false, async (lock) => {
      const data = await prepareLab(store, opened.lab, opened.datasetSha256);
      await unlessGivenUp(opening);
      const warm = await findWarmStart(store, opened.lab, opened.step);
      const plan = warmed(await planWith(opened.lab, opened.step, data.base.prepared), warm);
      const study = new Study(plan.study, plan.sampler);
      await checkFirstFold(plan, data);
      const { executor, note } = await this.choose(opened.executor, exampleConfig(plan), data);
      await unlessGivenUp(opening);
      const chosen: Opened = { ...opened, executor };
      const workers = poolSize(executor, this.options.cores, study.total, wishes.workers);
      const info = newRun(labId, chosen, plan, { trialsTotal: study.total, workers, executor });
      const outside = data.base.prepared.notes.filter(({ code }) => code === outsideCode).map(({ message }) => message);
      const notes = [...(warm ? [warmNote(warm)] : []), ...(note ? [note] : []), ...outside];
      const at = this.options.now();
      const first: RunEvent[] = [
        chosen,
        ...(warm ? [{ type: 'warm', start: warm } as const] : []),
        ...notes.map((text) => ({ type: 'note', at, text }) as const),
      ];
      await (await Journal.open(store, info.id)).append(first, info);
      if (plan.step.type !== 'train') await dropStopped(store, labId, plan.step.id);
      if (notes.length > 0) on(notes.map((text) => ({ type: 'note', text })));
      const { startPaused = false } = wishes;
      return this.conduct({ store, opened: chosen, plan, study, data, info, startPaused, on }, lock);
    });
  }

  private async planned(store: Store, { lab, step, datasetSha256 }: Opened) {
    const { base } = await prepareLab(store, lab, datasetSha256);
    return planStep(lab, step, dataShape(base.prepared));
  }

  /** What `auto` stands for here: measured once by a trainer, then part of the run's journal. */
  private async choose(choice: ExecutorChoice, config: TrainConfig, data: DataSource): Promise<AutoRun> {
    if (choice !== 'auto') return { executor: choice };
    const slots = this.slots(1, data);
    try {
      await slots[0].ready();
      return await slots[0].choose(config);
    } catch (error) {
      // A model that cannot be built fails as a trial, where its reason is shown; so does a device that is lost.
      if (!(error instanceof TablabError)) throw error;
      return { executor: resolveExecutor(choice) };
    } finally {
      this.pool.giveBack(slots);
    }
  }

  /** Does something that only one may do to a lab. Throws `lab-held`. */
  private async withLab<T>(labId: string, takeOver: boolean, work: (lock: LabLock) => Promise<T>): Promise<T> {
    const lock = await takeLab(labId, takeOver);
    try {
      return await work(lock);
    } finally {
      lock.release();
    }
  }

  private async conduct(run: ReadyRun, lock: LabLock): Promise<RunInfo> {
    const { checkpointEvery, name: sender, now, awake = now } = this.options;
    const slots = this.slots(run.info.workers, run.data);
    try {
      const { conductor, board, close } = await assemble(run, { slots, sender, checkpointEvery, now, awake });
      void lock.lost.then((error) => conductor.abandon(error));
      const result = conductor.run().finally(close);
      this.live.set(run.info.id, { conductor, result });
      const ended = await result;
      // Those of its lives before too: another trial may lead now.
      await dropArtifacts(run.store, [...board.kept.values(), ...Object.values(run.info.artifacts)]);
      return ended;
    } finally {
      this.live.delete(run.info.id);
      this.pool.giveBack(slots);
    }
  }

  private slots(count: number, data: DataSource): TrainerSlot[] {
    const slots = this.pool.take(count);
    for (const slot of slots) slot.use(data);
    return slots;
  }

  /**
   * Trains a finished trial again and returns its weights: the same bits on an engine that promises them. What was
   * cross-validated has a model per fold; kept is one that was trained on the lab's own split. What was measured at lower
   * fidelities is trained whole.
   */
  private async repeat({ opened, plan, asked }: FinishedTrial, data: DataSource, opening: Opening) {
    const slots = this.slots(1, data);
    const stream = streamOf(plan, asked, opened.streams);
    opening.stop = () => slots[0].control(stream, 'stop');
    const { index, params } = asked;
    const whole = plan.folds || plan.levels ? { index, params } : asked;
    try {
      const again = await runOnce(slots[0], whole, {
        plan,
        executor: resolveExecutor(opened.executor),
        checkpointEvery: 0,
        ...(opened.streams === undefined ? {} : { streams: opened.streams }),
        paused: () => false,
        stopped: () => opening.givenUp,
        checkpoint: () => Promise.resolve(undefined),
        onMessage: () => undefined,
        now: this.options.now,
      });
      if (opening.givenUp) throw new TablabError('aborted');
      if (again.outcome?.weights) return again.outcome.weights;
      const failure = again.record.error;
      if (failure) throw new TablabError(failure.code, failure.details);
      throw new TablabError('run-missing-trial', { trial: asked.index });
    } finally {
      slots[0].settle(stream);
      this.pool.giveBack(slots);
    }
  }
}

/** Throws `aborted` once it was given up. */
async function unlessGivenUp(opening: Opening): Promise<void> {
  // What was asked meanwhile is heard first.
  await new Promise((resolve) => setTimeout(resolve));
  if (opening.givenUp) throw new TablabError('aborted');
}

/** Random streams of a trial under another seed: those of no trial of the study. */
const seedStreams = (trial: number, seed: number): number => 1_000_000 + 1000 * trial + seed;

/** Of a validation: what is wrong with its folds on these data is said before anything runs. */
async function checkFirstFold(plan: RunPlan, data: DataSource): Promise<void> {
  const first = plan.workOf && new Study(plan.study, plan.sampler).next();
  if (first) await data.get(variantOf(plan, first, foldsOf(plan, first.params)?.[0]));
}

/** A configuration like those that the study will train, to measure engines with. */
function exampleConfig({ study, sampler, base, configOf, relaxed }: RunPlan): TrainConfig {
  if (!sampler) return base;
  // Before the search nothing can be asked for; which network it is matters little here.
  if (relaxed) return configOf(derive(relaxed.relaxation, evenly(relaxed.relaxation)).genotype);
  const first = new Study(study, sampler).next();
  return first ? configOf(first.params) : base;
}

/** The service's public methods, ready to be exposed. */
export const studyApi = (service: StudyService): StudyApi => ({
  probe: () => service.probe(),
  plan: (request) => service.plan(request),
  start: (request, on) => service.start(request, on),
  giveUp: (labId) => service.giveUp(labId),
  resume: (runId, on, options) => service.resume(runId, on, options),
  command: (runId, command) => service.command(runId, command),
  trainLonger: (runId, trial, epochs, on, seed) => service.trainLonger(runId, trial, epochs, on, seed),
  keep: (runId, trial) => service.keep(runId, trial),
  trials: (runId) => service.trials(runId),
});
