// A run without workers or storage: the real conductor, study and trials over trainers that only pretend to train, a
// journal in memory, and a schedule that decides which trainer gets to do its next epoch. A training's weights are one
// number that depends on every setting and stream on its way, so a wrong start or a wrong order shows in the end.
import { Architectures } from '$core/nas/architectures';
import { archSpaceDef, archSpaceOptions } from '$core/nas/spaces/registry';
import { candidatesOf } from '$core/nas/supernet/candidates';
import { UniformPaths } from '$core/nas/supernet/paths';
import { runDigest } from '$core/lab/digest';
import type { Lab, NasStep, TuneConfig } from '$core/lab/document';
import { TablabError } from '$core/errors/error';
import { exp, log } from '$core/math/elementary';
import type { RelaxedSearch } from '$core/nas/search';
import type { DataShape } from '$core/nas/space';
import { archSpaceDefs } from '$core/nas/spaces/registry';
import { strategyDef } from '$core/nas/strategies/registry';
import { variantKey, type DataVariant } from '$core/pipeline/variant';
import { Stream } from '$core/rng/stream';
import type { Checkpoint } from '$core/run/checkpoint';
import { endsTrial } from '$core/run/judge';
import { brokenOff, withoutBrokenOff } from '$core/run/stopped';
import { Study } from '$core/run/study';
import type { TrialJob, TrialMessage, TrialOutcome } from '$core/run/trial';
import type { EpochPoint, Metrics, RunEvent, RunInfo, TrialRecord, TrialState } from '$core/run/types';
import { defaultTrainConfig } from '$core/train/config';
import { Board } from '$workers/lib/board';
import { Conductor } from '$workers/lib/conductor';
import { planStep } from '$workers/lib/runPlan';
import type { TrainerSlot } from '$workers/lib/trainerSlot';
import { Updates } from '$workers/lib/updates';

export const simulatedEpochs = 9;
/**
 * Epochs after which a trainer hands out a checkpoint, from where it took the training up: its "ten seconds". Odd streams do so
 * in the middle of an epoch, the first time in the one that they take up.
 */
export const simulatedCheckpoint = 3;

export function simulatedLab(more: Partial<TuneConfig>): Lab {
  const base = { ...defaultTrainConfig('table'), epochs: simulatedEpochs };
  const config: TuneConfig = {
    base,
    space: [
      { path: 'optimizer.learningRate', domain: { kind: 'float', low: 1e-3, high: 1, log: true } },
      { path: 'layers.h1.units', domain: { kind: 'int', low: 2, high: 16 } },
      { path: 'layers.h1.activation', domain: { kind: 'choice', values: ['relu', 'tanh', 'gelu'] } },
    ],
    sampler: { type: 'random', options: {} },
    objective: { metric: 'loss', direction: 'minimize' },
    trials: 14,
    width: 3,
    ...more,
  };
  return {
    format: 'tablab',
    version: 1,
    title: 'Simulated',
    seed: 11,
    data: { kind: 'bundled', id: 'penguins' },
    roles: { target: 'Species', task: 'multiclass', exclude: [] },
    features: { scale: 'standard', impute: 'mean', categorical: 'onehot', maxCategories: 50 },
    split: { validation: 0.2, test: 0.2 },
    executor: 'simd',
    steps: [{ id: 'tune', type: 'tune', config }],
  };
}

/** The same as a search over small networks for a table; over cells for images where a strategy relaxes its space first. */
export function simulatedSearch(strategy: string, more: Partial<NasStep['config']> = {}): Lab {
  const lab = simulatedLab({});
  const cells = archSpaceDefs.find(({ relax }) => relax)!.type;
  const relaxes = strategyDef(strategy).relaxes !== undefined;
  const base = { ...defaultTrainConfig('table'), layers: [], epochs: simulatedEpochs };
  const config: NasStep['config'] = {
    base,
    space: relaxes ? { type: cells, options: {} } : { type: 'table', options: { maxBlocks: 1 } },
    limits: relaxes ? {} : { parameters: 60_000 },
    strategy: { type: strategy, options: {} },
    objective: { metric: 'loss', direction: 'minimize' },
    trials: 14,
    width: 3,
    ...more,
  };
  return { ...lab, steps: [{ id: 'tune', type: 'nas', config }] };
}

const shapeFor = (space: string): DataShape => {
  const shape = space === 'table' ? [5] : [8, 8, 1];
  return { inputs: [{ id: 'features', shape, dtype: 'float32' }], units: 3 };
};
/** Of the data of a search over networks. */
export const simulatedShape = ({ steps: [step] }: Lab) =>
  step.type === 'nas' ? shapeFor(step.config.space.type) : undefined;

/** A relaxed space counts as searched: every life of the run finds the same shares in its journal. */
function searched({ relaxation, findings }: RelaxedSearch): void {
  const alphas = relaxation.edges.map((_edge, e) =>
    relaxation.ops.map((_op, o) => Stream.of(2, 'alphas', e, o).normal()),
  );
  findings.tell({ epoch: findings.limits.epochs - 1, loss: 1, heldOut: 1, alphas, backend: 'cpu' });
}

/** Lets waiting trainers go on one at a time, in an order drawn by `rng`. */
class Schedule {
  private waiting: (() => void)[] = [];
  constructor(private readonly rng: Stream) {}

  turn(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }
  /** Until nothing waits any more, or for so many turns. */
  async drive(turns: number): Promise<void> {
    for (let turn = 0; turn < turns; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.waiting.length === 0) return;
      this.waiting.splice(this.rng.below(this.waiting.length), 1)[0]();
    }
  }
}

/** Pretended shared weights (the real ones: tests/contract/supernet.test.ts): networks of the space, ranked by chance. */
async function share(
  { supernet, config, trial }: Omit<TrialJob, 'dataId'>,
  turn: () => Promise<void>,
  stopped: () => boolean,
) {
  await turn();
  const { space, limits } = supernet!;
  const def = archSpaceDef(space.type);
  const options = archSpaceOptions(def, space.options);
  const networks = new Architectures(def, options, shapeFor(space.type), limits, config.batchSize);
  const drawn = candidatesOf(networks, new UniformPaths(networks), [], 20, Stream.of(1, 'ranked'));
  const ranking = drawn.map(({ genotype: params }, i) => ({ params, score: i }));
  const about = { curve: [], metrics: {}, bestEpoch: null, executor: 'simd', backend: 'simd', seconds: 1 };
  const plain = { weights: null, predictions: [], rows: { train: 1, validation: 1 } };
  if (stopped()) return { record: { index: trial, state: 'cancelled', value: null, ...about }, ...plain } as const;
  const outcome: TrialOutcome = {
    record: { index: trial, state: 'done', value: 0, ...about },
    ...plain,
    supernet: { curve: [], ranking, steps: 1, skipped: 0, networks: 1, parameters: 1, seconds: 1 },
  };
  return outcome;
}

/** What goes wrong with a training: it cannot be built, or measures nothing. */
export type Fault = 'collapses' | 'nan' | null;

/** One pretended training. Learning rates above a half break down now and then. */
async function train(
  job: Omit<TrialJob, 'dataId'> & { readonly search: boolean },
  variant: DataVariant,
  on: (message: TrialMessage) => void,
  turn: (what?: string) => Promise<void>,
  stopped: () => boolean,
  fault: Fault,
): Promise<TrialOutcome> {
  const { config, seed, trial, fold = [], from, until, pruning, objective } = job;
  const rate = config.optimizer.learningRate;
  const units = Number(config.layers[0].options?.units);
  // Of a network that was searched for, all of it matters.
  const network = job.search ? 3 * Stream.of(1, JSON.stringify(config.layers)).uniform() : 0;
  const stream = (name: string, ...more: number[]) => Stream.of(seed, name, trial, ...fold, ...more);
  const given = job.start?.weights.get('w');
  let weight = from ? from.weights.get('w')![0] : stream('init').uniform() + (given ? 0.5 * given[0] : 0);
  const curve: EpochPoint[] = [...(from?.curve ?? [])];
  const costs: Metrics = job.costs?.includes('parameters') ? { parameters: 3 * units } : {};
  const done = (state: TrialState, error?: TablabError): TrialOutcome => {
    const metrics: Metrics = { ...curve.at(-1)?.validation, ...(state === 'failed' ? {} : costs) };
    const value = state === 'failed' ? null : (metrics[objective.metric] ?? null);
    const known = { index: trial, state, value, metrics, curve: [...curve], bestEpoch: null };
    const record = {
      ...known,
      executor: 'simd',
      backend: 'simd',
      seconds: 1,
      ...(error ? { error: error.toPlain() } : {}),
    };
    return {
      record,
      weights: new Map([['w', Float32Array.of(weight)]]),
      predictions: [],
      rows: { train: 1, validation: 1 },
    };
  };
  const after = (epochs: number): TrialState | null => {
    if (epochs >= config.epochs) return 'done';
    if (pruning && endsTrial(structuredClone(pruning), curve, objective.metric, costs)) return 'pruned';
    return until !== undefined && epochs >= until ? 'paused' : null;
  };
  if (fault === 'collapses')
    throw new TablabError('layer-collapsed', { layer: 'pool', type: 'maxPool2d', shape: '0 x 0 x 8' });
  const training = JSON.stringify([trial, fold, variantKey(variant), config]);
  const keep = (stands: Pick<Checkpoint, 'epoch' | 'part'>) => {
    const weights = new Map([['w', Float32Array.of(weight)]]);
    on({
      type: 'checkpoint',
      trial,
      checkpoint: { ...stands, curve: [...curve], weights, optimizer: new Map(), best: null },
    });
  };
  const first = from?.epoch ?? 0;
  let end = from && !from.part ? after(from.epoch) : null;
  for (let epoch = first; !end; epoch++) {
    const part = epoch === first ? from?.part : undefined;
    // The second half of an epoch is not counted again.
    await (part ? turn() : turn(`${training} ${epoch}`));
    if (stopped()) return done('cancelled');
    if (rate > 0.5 && stream('batches', epoch).uniform() > 0.8)
      return done('failed', new TablabError('loss-not-finite', { epoch: epoch + 1, step: 1, layer: 'h1' }));
    const size = job.search ? network : 3 / units;
    const goal = Math.abs(log(rate / 0.03)) + size + (variant.share === undefined ? 0 : 1 - variant.share);
    const half = (step: number) => {
      weight = Math.fround(weight + 0.16 * (goal - weight) + 0.07 * stream('batches', epoch, step).normal());
    };
    if (!part) half(0);
    const lossSum = part?.lossSum ?? exp(0.3 * weight);
    const within = trial % 2 !== 0;
    if (!part && within && job.checkpointEvery > 0 && (epoch - first) % job.checkpointEvery === 0)
      keep({ epoch, part: { step: 1, lossSum } });
    half(1);
    const loss = fault === 'nan' ? NaN : (lossSum + exp(0.3 * weight)) / 2 + 1 / (epoch + 2);
    const point = { epoch, loss, validation: { loss, accuracy: 1 / (1 + loss + units / 8) } };
    curve.push(point);
    on({ type: 'epoch', trial, point });
    const due = epoch + 1 === until || (!within && (epoch + 1 - first) % job.checkpointEvery === 0);
    if (job.checkpointEvery > 0 && due) keep({ epoch: epoch + 1 });
    end = after(epoch + 1);
  }
  return done(end);
}

export interface SimulatedStore {
  readonly events: RunEvent[];
  readonly checkpoints: Map<number, Checkpoint>;
  /** Weights by their name, and the names that the run's summary knows. */
  readonly weights: Map<string, ReadonlyMap<string, Float32Array>>;
  artifacts: RunInfo['artifacts'];
  /** Epochs begun, each by what it was: in which life of the run last. */
  readonly begun: Map<string, number>;
  /** Epochs of each life that had to be begun again in a later one. */
  readonly again: number[];
}
export const emptyStore = (): SimulatedStore => ({
  events: [],
  checkpoints: new Map(),
  weights: new Map(),
  artifacts: {},
  begun: new Map(),
  again: [],
});

/** Conducts what is left of a run. `turns`: epochs after which everything is killed, null: it was; or with `stop` is stopped. */
export async function simulate(
  lab: Lab,
  {
    workers,
    seed = 1,
    turns = Infinity,
    stop = false,
    store = emptyStore(),
    fault = () => null,
  }: {
    workers: number;
    seed?: number;
    turns?: number;
    stop?: boolean;
    store?: SimulatedStore;
    /** By the trial's streams. */
    fault?: (trial: number) => Fault;
  },
): Promise<{ readonly info: RunInfo; readonly trials: readonly TrialRecord[]; readonly epochs: number } | null> {
  const search = lab.steps[0].type === 'nas';
  const plan = planStep(lab, 'tune', simulatedShape(lab));
  if (plan.relaxed) searched(plan.relaxed);
  for (const event of store.events) if (event.type === 'supernet') plan.supernet?.settle(event.outcome);
  const study = Study.replay(plan.study, withoutBrokenOff(store.events), plan.sampler);
  const schedule = new Schedule(Stream.of(seed, 'schedule'));
  const life = store.again.push(0) - 1;
  let epochs = 0;
  let dead = false;
  let stopping = false;
  const stopped = () => stopping;
  const slots = Array.from({ length: workers }, () => {
    let variant: DataVariant = {};
    const slot = {
      ready: (wanted: DataVariant = {}) => Promise.resolve(void (variant = wanted)),
      run: (job: Omit<TrialJob, 'dataId'>, on: (message: TrialMessage) => void) => {
        if (job.supernet) return share(job, () => schedule.turn(), stopped);
        const turn = (what?: string) => {
          if (what === undefined) return schedule.turn();
          epochs++;
          const before = store.begun.get(what);
          if (before !== undefined) store.again[before]++;
          store.begun.set(what, life);
          return schedule.turn();
        };
        return train({ ...job, search }, variant, on, turn, stopped, fault(job.trial));
      },
      control: (_stream: number, what: string) => void (stopping ||= what === 'stop'),
      settle: () => undefined,
      kill: () => undefined,
    };
    return slot as unknown as TrainerSlot;
  });
  const updates = new Updates(
    () => undefined,
    () => 0,
  );
  const board = new Board(
    { seconds: 0, artifacts: store.artifacts } as unknown as RunInfo,
    plan,
    study,
    updates,
    () => 0,
  );
  const conductor = new Conductor({
    study,
    board,
    slots,
    store: {
      journal: {
        append: (events, info) => {
          if (dead) return Promise.resolve();
          if (info) store.artifacts = { ...info.artifacts };
          store.events.push(...structuredClone(events));
          for (const event of events)
            if (event.type === 'told' && !brokenOff(event.trial, false)) store.checkpoints.delete(event.trial.index);
          return Promise.resolve();
        },
      },
      checkpoint: (trial) => Promise.resolve(store.checkpoints.get(trial)),
      saveCheckpoint: ({ trial, checkpoint }) => {
        if (!dead) store.checkpoints.set(trial, structuredClone(checkpoint));
        return Promise.resolve();
      },
      keepWeights: ({ index }, weights) => {
        const name = `weights of ${index}`;
        if (!dead) store.weights.set(name, structuredClone(weights));
        return Promise.resolve(name);
      },
      weights: (name) => Promise.resolve(store.weights.get(name)),
      keepOutcome: () => Promise.resolve(''),
    },
    trial: { plan, executor: 'simd', checkpointEvery: simulatedCheckpoint },
    startPaused: false,
    digest: async (trials) => (await runDigest(trials)).digest,
    now: () => 0,
  });
  let info: RunInfo | null = null;
  const running = conductor.run().then(
    (ended) => (info = ended),
    (error: unknown) => {
      if (!dead) throw error;
    },
  );
  await schedule.drive(turns);
  if (!info) await new Promise((resolve) => setImmediate(resolve));
  if (!info && stop) {
    conductor.command({ type: 'cancel' });
    await schedule.drive(Infinity);
  } else if (!info && turns < Infinity) {
    dead = true;
    conductor.abandon(new Error('killed'));
    return null;
  }
  await running;
  return { info: info!, trials: study.trials, epochs };
}
