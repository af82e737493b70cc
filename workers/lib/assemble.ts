// Puts a conductor together for a run that is ready: its store, its board, and who hears of it.
import { encodeOutcome } from '$core/run/outcomeFile';
import { decodeWeights } from '$core/model/weightsFile';
import { findArtifact, putArtifact } from '$store/artifacts';
import { runDigest } from '$core/lab/digest';
import type { Study } from '$core/run/study';
import type { RunInfo, RunUpdate } from '$core/run/types';
import { openLabChannel } from '$store/channel';
import { findCheckpoint, putCheckpoint } from '$store/checkpoints';
import { Journal } from '$store/journal';
import type { Store } from '$store/schema';
import { Board } from './board';
import { Conductor } from './conductor';
import type { DataSource } from './dataSource';
import { liveOf, resolveExecutor } from './opening';
import type { RunPlan } from './runPlan';
import type { Opened } from './runRecord';
import type { TrainerSlot } from './trainerSlot';
import { Updates } from './updates';
import { keepModel } from './weights';

export interface ReadyRun {
  readonly store: Store;
  readonly opened: Opened;
  readonly plan: RunPlan;
  readonly study: Study;
  readonly data: DataSource;
  readonly info: RunInfo;
  readonly startPaused: boolean;
  on(updates: RunUpdate[]): void;
}

export interface Surroundings {
  readonly slots: readonly TrainerSlot[];
  /** Names this worker in what it tells other tabs. */
  readonly sender: string;
  readonly checkpointEvery: number;
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds of a clock for durations. */
  awake(): number;
}

export interface Assembled {
  readonly conductor: Conductor;
  readonly board: Board;
  /** Stops telling other tabs. */
  close(): void;
}

export async function assemble(run: ReadyRun, around: Surroundings): Promise<Assembled> {
  const { store, opened, plan, study, data, info, startPaused } = run;
  const { slots, sender, checkpointEvery, now, awake } = around;
  const journal = await Journal.open(store, info.id);
  const channel = openLabChannel(info.labId);
  let open = true;
  const updates = new Updates((batch) => {
    run.on(batch);
    if (open) channel.send({ sender, run: info.id, updates: batch });
  }, awake);
  const board = new Board(info, plan, study, updates, now, awake);
  const model = { lab: opened.lab, plan, data };
  const conductor = new Conductor({
    study,
    board,
    slots,
    store: {
      journal,
      checkpoint: (trial) => findCheckpoint(store, info.id, trial),
      saveCheckpoint: ({ trial, checkpoint }) => putCheckpoint(store, info.id, trial, checkpoint, now()),
      keepWeights: (trial, weights) => keepModel(store, model, trial, weights, now()),
      weights: async (sha256) => {
        const found = await findArtifact(store, sha256);
        return found && decodeWeights(found.bytes).weights;
      },
      keepOutcome: (outcome) =>
        putArtifact(store, {
          kind: 'report',
          name: `${opened.lab.title}, outcome`,
          bytes: encodeOutcome(outcome),
          createdAt: now(),
        }),
    },
    trial: {
      plan,
      executor: resolveExecutor(opened.executor),
      checkpointEvery,
      ...(opened.streams === undefined ? {} : { streams: opened.streams }),
      ...(opened.start === undefined ? {} : { start: opened.start }),
      ...(plan.step.type === 'train' ? { live: liveOf(data.base.prepared) } : {}),
      ...(plan.step.type === 'validate' ? { live: { trainMetrics: false, trainAtEnd: true } } : {}),
    },
    startPaused,
    digest: async (trials) => (await runDigest(trials)).digest,
    now,
    awake,
  });
  const close = () => {
    open = false;
    channel.close();
  };
  return { conductor, board, close };
}
