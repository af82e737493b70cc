// An open lab without workers or storage, for looking at the pages and testing them: runs are made up but seeded.
import type { KeySet } from '$core/table/rowSet';
import type { Lab, Step } from '$core/lab/document';
import { defaultFeatures, defaultSplit } from '$core/lab/document';
import { metricDef } from '$core/metrics/registry';
import type { EpochPoint, RunInfo, TrialRecord } from '$core/run/types';
import { samplerDef, samplerOptions } from '$core/samplers/registry';
import { Stream } from '$core/rng/stream';
import type { ColumnInfo, DatasetInfo } from '$core/table/types';
import { defaultTrainConfig } from '$core/train/config';
import { LiveRunState } from '../../../src/features/lab/liveRun.svelte';
import { fingerprint } from '../../../src/features/lab/fingerprint';
import { newStep } from '../../../src/features/lab/newStep';
import type { LabSession, Selection } from '$features/lab';
import { readJournal } from '$store/journal';
import { openStore } from '$store/open';
import { streamOf } from '../charts/seeded';
import { addKeys, noKeys } from './keys';

const column = (name: string, more: Partial<ColumnInfo> = {}): ColumnInfo => ({
  name,
  type: 'numeric',
  sha256: '0'.repeat(64),
  missing: 0,
  distinct: 300,
  ...more,
});

const penguins: DatasetInfo = {
  sha256: '1'.repeat(64),
  name: 'penguins',
  rows: 344,
  columns: [
    column('species', { type: 'categorical', distinct: 3 }),
    column('island', { type: 'categorical', distinct: 3 }),
    column('bill length'),
    column('bill depth'),
    column('flipper length'),
    column('body mass'),
    column('sex', { type: 'categorical', distinct: 2, missing: 11 }),
  ],
  bytes: 20_000,
  source: { kind: 'bundled', detail: 'penguins' },
  notes: [],
  createdAt: 0,
};

export function fixtureLab(): Lab {
  const base = defaultTrainConfig('table');
  return {
    format: 'tablab',
    version: 1,
    title: 'Penguins',
    seed: 7,
    data: { kind: 'bundled', id: 'penguins' },
    roles: { target: 'species', task: 'multiclass', exclude: [] },
    features: defaultFeatures,
    split: defaultSplit,
    executor: 'auto',
    steps: [
      { id: 'train', type: 'train', config: base },
      {
        id: 'tune',
        type: 'tune',
        config: {
          base,
          space: [
            { path: 'optimizer.type', domain: { kind: 'choice', values: ['adam', 'momentum', 'sgd'] } },
            { path: 'optimizer.learningRate', domain: { kind: 'float', low: 1e-4, high: 0.1, log: true } },
            {
              path: 'optimizer.options.momentum',
              domain: { kind: 'float', low: 0, high: 0.99 },
              when: { path: 'optimizer.type', in: ['momentum'] },
            },
            { path: 'layers.h1.units', domain: { kind: 'int', low: 8, high: 128, log: true } },
          ],
          sampler: { type: 'random', options: {} },
          objective: { metric: 'accuracy', direction: 'maximize' },
          trials: 50,
          width: 2,
        },
      },
    ],
  };
}

class SelectionState implements Selection {
  selected = $state.raw<KeySet>(new Set());
  hovered = $state<number | null>(null);
}

const info = (step: Step, id: string, total: number): RunInfo => ({
  id,
  labId: 'fixture',
  step: step.id,
  stepType: step.type,
  state: 'running',
  createdAt: 1_700_000_000_000,
  updatedAt: 1_700_000_000_000,
  trialsDone: 0,
  trialsTotal: total,
  best: null,
  digest: null,
  executor: 'simd',
  backend: 'SIMD',
  workers: 2,
  seconds: 1.4,
  hidden: false,
  artifacts: {},
});

/** A curve that falls and flattens. */
function pointsOf(seed: number, epochs: number, floor: number): EpochPoint[] {
  const random = streamOf(seed);
  const speed = 0.04 + 0.2 * random();
  return Array.from({ length: epochs }, (_, epoch) => {
    const loss = floor + Math.exp(-speed * epoch) + 0.03 * random();
    const accuracy = 1 - 0.4 * Math.min(1, loss) + 0.01 * random();
    const validation = { loss: loss * 1.1 + 0.02, accuracy, f1: accuracy - 0.01 };
    return { epoch, loss, validation, train: { loss, accuracy: Math.min(1, accuracy + 0.02), f1: accuracy } };
  });
}

export class FixtureSession implements LabSession {
  readonly id = 'fixture';
  lab = $state.raw<Lab>(fixtureLab());
  readonly saved = { kind: 'saved', at: 0 } as const;
  readonly readonly = false;
  dataset = $state.raw<DatasetInfo | null>(penguins);
  readonly dataProgress = null;
  readonly preparation = { tell: () => undefined, broken: () => false };
  readonly baselines = {
    report: null,
    tested: null,
    want: () => undefined,
    known: () => undefined,
    keep: () => undefined,
  };
  readonly dataError = null;
  readonly undoLabel = null;
  readonly redoLabel = null;
  runs = $state.raw<readonly RunInfo[]>([]);
  readonly commands: { step: string; type: string }[] = [];
  #live: Record<string, LiveRunState> = {};
  #selections: Record<string, SelectionState> = {};
  #past: Lab[] = [];
  #seen = noKeys();

  get roles() {
    return this.lab.roles;
  }
  get busy() {
    return this.runs.some((run) => run.state === 'running');
  }
  takeOver = () => Promise.resolve();
  update(_label: string, change: (lab: Lab) => Lab) {
    this.#past.push(this.lab);
    this.lab = change(this.lab);
  }
  updateStep: LabSession['updateStep'] = (label, stepId, type, change) =>
    this.update(label, (lab) => ({
      ...lab,
      steps: lab.steps.map((step) =>
        step.id === stepId && step.type === type ? ({ ...step, config: change(step.config as never) } as Step) : step,
      ),
    }));
  undo() {
    this.lab = this.#past.pop() ?? this.lab;
  }
  redo() {}
  setData() {}
  ensureData = () => Promise.resolve();
  step = (id: string) => this.lab.steps.find((step) => step.id === id);
  addStep(type: Step['type']) {
    const step = newStep(this.lab, type, 'table');
    this.update('Add step', (lab) => ({ ...lab, steps: [...lab.steps, step] }));
    return step.id;
  }
  removeStep() {}
  live(step: string) {
    return (this.#live[step] ??= new LiveRunState());
  }
  show = () => Promise.resolve();
  resume = () => Promise.resolve();
  trainLonger = () => Promise.resolve();
  keep = () => Promise.resolve('a'.repeat(64));
  keeping = $state.raw<LabSession['keeping']>({ of: null, going: false, stop: () => undefined });
  hide = () => Promise.resolve();
  importStudy: LabSession['importStudy'] = async (stepId, file, which, choice) => {
    const lab = $state.snapshot(this.lab) as Lab;
    const run = await file.keep(which, { lab, labId: this.id, step: stepId, dataset: null, ...choice });
    const events = await readJournal(await openStore(), run.id);
    this.live(stepId).reset(run, null);
    this.live(stepId).replay(events);
    this.runs = [run, ...this.runs];
  };
  command(step: string, command: { type: string }) {
    this.commands.push({ step, type: command.type });
    return Promise.resolve();
  }
  stale(step: string) {
    const { run, lab } = this.live(step);
    return run !== null && lab !== null && fingerprint(lab, step) !== fingerprint(this.lab, step);
  }
  selection(scope: string): Selection {
    return (this.#selections[scope] ??= new SelectionState());
  }

  async run(stepId: string) {
    const step = this.step(stepId);
    if (step?.type === 'train') this.finishTrain(stepId);
    else if (step && step.type !== 'validate') this.addTrials(stepId, step.config.trials);
    return Promise.resolve();
  }

  /** A whole train run at once. */
  finishTrain(stepId: string, epochs = 50) {
    const live = this.live(stepId);
    live.reset({ ...info(this.step(stepId)!, `run-${this.runs.length}`, 1), state: 'done' }, this.lab);
    const curve = pointsOf(this.runs.length + 5, epochs, 0.1);
    const random = streamOf(2);
    const n = 69;
    const actual = Float32Array.from({ length: n }, () => Math.floor(3 * random()));
    const predicted = actual.map((c) => (random() < 0.9 ? c : (c + 1) % 3));
    const rows = Uint32Array.from({ length: n }, (_, i) => i * 5);
    const trial = this.#record(0, {}, 'done', curve, 'accuracy');
    live.apply([
      { type: 'trial', trial },
      ...(['validation', 'test'] as const).map((split) => ({
        type: 'predictions' as const,
        predictions: { split, rows, actual, predicted, probabilities: new Float32Array(0) },
      })),
    ]);
    this.runs = [live.run!, ...this.runs];
  }

  /** A finished run of these trials. */
  finishWith(stepId: string, trials: readonly TrialRecord[]) {
    const live = this.live(stepId);
    live.reset({ ...info(this.step(stepId)!, `run-${this.runs.length}`, trials.length), state: 'done' }, this.lab);
    live.apply(trials.map((trial) => ({ type: 'trial', trial })));
    this.runs = [live.run!, ...this.runs];
  }

  /** Adds trials to a running study; the sampler is the real one. */
  addTrials(stepId: string, count: number, epochs = 20) {
    const step = this.step(stepId);
    if (step?.type !== 'tune') return;
    const live = this.live(stepId);
    const { config } = step;
    if (!live.run) {
      live.reset(info(step, `run-${this.runs.length}`, Math.max(count, config.trials)), this.lab);
      this.runs = [live.run!, ...this.runs];
    }
    const def = samplerDef(config.sampler.type);
    const options = samplerOptions(def, config.sampler.options);
    const seen = this.#seen;
    const first = live.trials.length;
    const trials: TrialRecord[] = [];
    for (let index = first; index < first + count; index++) {
      const rng = Stream.of(this.lab.seed, 'sampler', index);
      const ask = {
        space: config.space,
        index,
        trials: [],
        pending: [],
        seen,
        direction: 'maximize',
        rng,
        shared: Stream.of(this.lab.seed, 'sampler', 'shared'),
        options,
      } as const;
      const params = def.ask(ask);
      if (!params) break;
      const rate = Number(params['optimizer.learningRate'] ?? 0.01);
      const floor = 0.1 + (Math.log10(rate) + 2.2) ** 2 / 6 + 2 / Number(params['layers.h1.units'] ?? 32);
      const state = index % 37 === 5 ? 'failed' : index % 11 === 7 ? 'pruned' : 'done';
      const curve = pointsOf(index + 1, state === 'pruned' ? 6 : epochs, floor);
      trials.push(
        this.#record(index, params, state, state === 'failed' ? curve.slice(0, 2) : curve, config.objective.metric),
      );
    }
    addKeys(seen, trials);
    const done = first + trials.length;
    const known = live.run!.best ? (live.trial(live.run!.best.trial) ?? null) : null;
    const best = trials.reduce<TrialRecord | null>(
      (top, trial) => (trial.state === 'done' && (top === null || trial.value! > top.value!) ? trial : top),
      known,
    );
    live.apply([
      ...trials.map((trial) => ({ type: 'trial' as const, trial })),
      {
        type: 'run',
        run: {
          ...live.run!,
          trialsDone: done,
          trialsTotal: Math.max(done, live.run!.trialsTotal),
          state: done >= config.trials ? 'done' : 'running',
          best: best && { trial: best.index, metric: config.objective.metric, value: best.value! },
          digest: done >= config.trials ? '5f3a'.repeat(16) : null,
        },
      },
    ]);
  }

  #record(
    index: number,
    params: TrialRecord['params'],
    state: 'done' | 'pruned' | 'failed',
    curve: EpochPoint[],
    metric: string,
  ): TrialRecord {
    const failed = state === 'failed';
    const sign = metricDef(metric)?.direction === 'maximize' ? -1 : 1;
    const order = curve
      .map((_, i) => i)
      .sort((a, b) => sign * (curve[a].validation[metric] - curve[b].validation[metric]));
    const best = order[0];
    return {
      index,
      params,
      state,
      value: failed ? null : curve[best].validation[metric],
      metrics: failed ? {} : curve[best].validation,
      curve,
      bestEpoch: failed ? null : best,
      ...(failed
        ? {
            error: {
              code: 'unexpected' as const,
              details: { reason: 'the loss is not a number' },
              message: 'The loss stopped being a number in epoch 2.',
              action: 'Lower the learning rate or clip gradients.',
            },
          }
        : {}),
      executor: 'simd',
      backend: 'SIMD',
      attempts: 1,
      seconds: 0.05 + 0.001 * (index % 40),
      startedAt: 0,
    };
  }
}
