// A search by weight sharing under the real conductor and real trainers: the same digest and ranking with 1, 2 and 4 workers,
// and after being killed while the shared weights are trained, while networks are ranked, and while the best are trained.
import { expect, test } from 'vitest';
import { runDigest } from '$core/lab/digest';
import type { Lab, NasConfig } from '$core/lab/document';
import { exampleLab } from '$core/lab/examples/example';
import { defaultSearch } from '$core/nas/defaults';
import { oneShot, supernetTrial } from '$core/nas/supernet/supernet';
import { prepare } from '$core/pipeline/prepare';
import type { Checkpoint } from '$core/run/checkpoint';
import { Study } from '$core/run/study';
import type { TrialJob, TrialMessage } from '$core/run/trial';
import type { RunEvent, RunInfo, RunUpdate } from '$core/run/types';
import { Trainer } from '$engine/train/trainer';
import { Board } from '$workers/lib/board';
import { Conductor } from '$workers/lib/conductor';
import { dataShape, planStep } from '$workers/lib/runPlan';
import type { TrainerSlot } from '$workers/lib/trainerSlot';
import { Updates } from '$workers/lib/updates';
import { loadDataset } from '$datasets/load';
import { readAsset } from '../support/datasets';

const search = defaultSearch('table');
const nas = (more: Partial<NasConfig>): Lab =>
  exampleLab({
    title: 'A search',
    note: '',
    data: { kind: 'bundled', id: 'penguins' },
    roles: { target: 'Species', task: 'multiclass', exclude: [] },
    steps: [
      {
        id: 'nas',
        type: 'nas',
        config: {
          ...search,
          base: { ...search.base, epochs: 3 },
          objective: { metric: 'loss', direction: 'minimize' },
          trials: 6,
          ...more,
        },
      },
    ],
  });
const shared = (options: Record<string, number | string>): Lab =>
  nas({ strategy: { type: 'oneShot', options: { epochs: 4, candidates: 12, ...options } } });
const table = loadDataset({ kind: 'bundled', id: 'penguins' }, readAsset);

interface Kept {
  readonly events: RunEvent[];
  readonly checkpoints: Map<number, Checkpoint>;
}

/** Conducts what is left of a run. `until`: everything is killed when this says so. Null: it was. */
async function conduct(
  lab: Lab,
  workers: number,
  kept: Kept,
  until?: (message: TrialMessage, conductor: Conductor) => boolean,
) {
  const prepared = prepare(await table, lab);
  const plan = planStep(lab, 'nas', dataShape(prepared));
  for (const event of kept.events) if (event.type === 'supernet') plan.supernet!.settle(event.outcome);
  const study = Study.replay(plan.study, kept.events, plan.sampler);
  let dead = false;
  let killed: () => void = () => undefined;
  const death = new Promise<void>((resolve) => (killed = resolve));
  const running = new Map<TrainerSlot, number>();
  let clock = 0;
  const slots = await Promise.all(
    Array.from({ length: workers }, async () => {
      const trainer = new Trainer({ now: () => (clock += 20) });
      await trainer.load('data', prepared);
      const slot = {
        ready: () => Promise.resolve(),
        run: (job: Omit<TrialJob, 'dataId'>, on: (message: TrialMessage) => void) => {
          running.set(slot, job.trial);
          return trainer.run({ ...job, dataId: 'data' }, (message) => {
            on(message);
            if (!until?.(message, conductor)) return;
            dead = true;
            killed();
          });
        },
        control: (trial: number, what: 'stop') => trainer.control(trial, what),
        settle: () => undefined,
        kill: () => void trainer.control(running.get(slot) ?? supernetTrial, 'stop'),
      } as unknown as TrainerSlot;
      return slot;
    }),
  );
  const told: RunUpdate[] = [];
  const updates = new Updates(
    (some) => told.push(...some),
    () => (clock += 200),
  );
  const board = new Board(
    { seconds: 0, artifacts: {} } as unknown as RunInfo,
    plan,
    study,
    updates,
    () => (clock += 5),
  );
  const conductor: Conductor = new Conductor({
    study,
    board,
    slots,
    store: {
      journal: {
        append: (events) => {
          if (!dead) kept.events.push(...structuredClone(events));
          return Promise.resolve();
        },
      },
      checkpoint: (trial) => Promise.resolve(kept.checkpoints.get(trial)),
      saveCheckpoint: ({ trial, checkpoint }) => {
        if (!dead) kept.checkpoints.set(trial, structuredClone(checkpoint));
        return Promise.resolve();
      },
      keepWeights: () => Promise.resolve(''),
      weights: () => Promise.resolve(undefined),
      keepOutcome: () => Promise.resolve(''),
    },
    trial: { plan, executor: 'simd', checkpointEvery: 0.1 },
    startPaused: false,
    digest: async (trials) => (await runDigest(trials)).digest,
    now: () => 0,
  });
  const ending = conductor.run().catch((error: unknown) => {
    if (!dead) throw error;
    return null;
  });
  await Promise.race([ending, death]);
  if (dead) conductor.abandon(new Error('killed'));
  const info = await ending;
  if (dead || !info) return null;
  const { outcome } = plan.supernet!;
  return { info, outcome: outcome ? { ...outcome, seconds: 0 } : null, trials: study.trials, told };
}
const empty = (): Kept => ({ events: [], checkpoints: new Map() });

test.each(['uniform', 'controller'])('the same with any number of workers, and after deaths: %s', async (sampling) => {
  const lab = shared({ sampling, controllerSteps: 2, controllerBatch: 2 });
  const whole = (await conduct(lab, 1, empty()))!;
  expect(whole.info).toMatchObject({ state: 'done', trialsDone: 6 });
  expect(whole.outcome!.ranking).toHaveLength(12);
  for (const [i, trial] of whole.trials.entries()) {
    const { params, score } = whole.outcome!.ranking[i];
    expect(trial).toMatchObject({ state: 'done', params });
    expect(trial.metrics[oneShot]).toBe(score);
    expect(trial.curve).toHaveLength(3);
  }
  const stages = whole.told.flatMap((one) => (one.type === 'progress' ? [one.progress.stage] : []));
  expect(new Set(stages)).toEqual(new Set(['Networks', 'Shared weights', 'Ranking']));
  for (const workers of [2, 4]) {
    const { info, outcome } = (await conduct(lab, workers, empty()))!;
    expect(info.digest).toBe(whole.info.digest);
    expect(outcome).toEqual(whole.outcome);
  }
  const kept = empty();
  const saved = (step: number, ranked: number) => (message: TrialMessage) =>
    message.type === 'checkpoint' &&
    message.checkpoint.supernet !== undefined &&
    message.checkpoint.supernet.step >= step &&
    message.checkpoint.supernet.ranked.length >= ranked;
  const deaths = [saved(1, 0), saved(13, 0), saved(0, 5), (message: TrialMessage) => message.type === 'epoch'];
  for (const [i, until] of deaths.entries()) expect(await conduct(lab, 1 + (i % 2), kept, until)).toBeNull();
  const { info, outcome } = (await conduct(lab, 2, kept))!;
  expect(info.digest).toBe(whole.info.digest);
  expect(outcome).toEqual(whole.outcome);
});

test('cancelled while the shared weights are trained, it ends without a trial', async () => {
  const lab = shared({ epochs: 500 });
  const { info, trials, outcome } = (await conduct(lab, 2, empty(), (message, conductor) => {
    if (message.type === 'supernet') conductor.command({ type: 'cancel' });
    return false;
  }))!;
  expect(info).toMatchObject({ state: 'cancelled', digest: null });
  expect(trials).toEqual([]);
  expect(outcome).toBeNull();
});

test('a comparison ranks its own networks with shared weights', async () => {
  const compare = { on: true, networks: 6, epochs: 1, share: 0.5, inherit: false, supernet: 4 };
  const { info, outcome, trials } = (await conduct(nas({ compare }), 2, empty()))!;
  expect(info.state).toBe('done');
  expect(outcome!.ranking).toHaveLength(6);
  const scores = new Map(outcome!.ranking.map(({ params, score }) => [JSON.stringify(params), score]));
  for (const { params, metrics } of trials) expect(metrics[oneShot]).toBe(scores.get(JSON.stringify(params)));
});
