// Runs a step of a lab in Node, on the SIMD engine, with the parts that the workers are made of: one trial after the
// other. What the app does on several workers must come to the same.
import type { DataRef, Lab } from '$core/lab/document';
import { ordinary } from '$core/pipeline/allocate';
import { prepare, type PreparedLab } from '$core/pipeline/prepare';
import { Study, type Asked } from '$core/run/study';
import type { Checkpoint, Start, TrialOutcome } from '$core/run/trial';
import type { SupernetOutcome } from '$core/nas/supernet/supernet';
import type { TrialRecord } from '$core/run/types';
import type { Table } from '$core/table/types';
import { Trainer } from '$engine/train/trainer';
import { planWith } from '$workers/lib/scoring';
import { DataSource } from '$workers/lib/dataSource';
import { Snapshots } from '$workers/lib/lineage';
import { trainShared, withSharedScore } from '$workers/lib/sharedWeights';
import { runTrial, type TrialContext, type TrialRunner } from '$workers/lib/trial';
import { loadDataset } from '$datasets/load';
import { readAsset } from './datasets';

export interface RanStep {
  readonly prepared: PreparedLab;
  readonly trials: readonly TrialRecord[];
  readonly best: TrialRecord | null;
  /** What the run comes to, as its summary says it. */
  readonly value: number | null;
  readonly outcomes: readonly (TrialOutcome | null)[];
  /** Of a search by weight sharing. */
  readonly supernet: SupernetOutcome | null;
}

/**
 * `checkpoints`: trials that pause or hand their weights on are continued instead of trained again. `own`: the table of a
 * lab whose data are a person's own.
 */
export async function runStep(
  lab: Lab,
  step: string,
  { checkpoints = false, own }: { checkpoints?: boolean; own?: Table } = {},
): Promise<RanStep> {
  if (lab.data.kind === 'imported' && !own) throw new Error('a test has no imported data');
  const table = own ?? (await loadDataset(lab.data as Exclude<DataRef, { kind: 'imported' }>, readAsset));
  const prepared = prepare(table, lab);
  let named = 0;
  const data = new DataSource({
    lab,
    base: prepared,
    allocate: ordinary,
    table: () => Promise.resolve(table),
    name: () => `data-${named++}`,
  });
  const trainer = new Trainer({ now: () => performance.now() });
  const plan = await planWith(lab, step, prepared);
  const study = new Study(plan.study, plan.sampler);
  const outcomes: (TrialOutcome | null)[] = [];
  const kept = new Map<number, Checkpoint>();
  const snapshots = checkpoints ? { snapshots: new Snapshots() } : {};
  /** As the conductor has it, with weights from memory. */
  const startOf = (asked: Asked): Start | undefined => {
    const { descent, configOf } = plan;
    const parent = descent?.parent(asked, study.trials) ?? null;
    if (!descent || parent === null) return undefined;
    const weights = outcomes[parent]!.weights!;
    return { layers: configOf(study.trials[parent].params).layers, weights, how: 'morph', noise: descent.noise };
  };
  const loaded = new Set<string>();
  let dataId = '';
  const slot: TrialRunner = {
    async ready(variant) {
      const wanted = await data.get(variant);
      dataId = wanted.dataId;
      if (loaded.has(dataId)) return;
      loaded.add(dataId);
      await trainer.load(dataId, wanted.prepared);
    },
    run: (job, on) => trainer.run({ ...job, dataId }, on),
  };
  const context: TrialContext = {
    plan,
    checkpointEvery: checkpoints ? 1e9 : 0,
    ...snapshots,
    live: { trainMetrics: false, trainAtEnd: plan.step.type === 'validate' },
    executor: 'simd',
    paused: () => false,
    stopped: () => false,
    checkpoint: (trial) => Promise.resolve(kept.get(trial)),
    onMessage: (message) => {
      if (message.type === 'checkpoint') kept.set(message.trial, structuredClone(message.checkpoint));
    },
    now: () => performance.now(),
  };
  const supernet = plan.supernet && (await trainShared(slot, context));
  if (supernet) plan.supernet!.settle(supernet);
  for (let asked = study.next(); asked; asked = study.next()) {
    const start = () => Promise.resolve(startOf(asked!));
    const { record: bare, outcome } = await runTrial(slot, asked, { ...context, start });
    const record = withSharedScore(plan, bare);
    study.tell(record);
    outcomes.push(outcome);
  }
  for (const record of study.settle()) study.tell(record);
  for (const name of loaded) await trainer.unload(name);
  const value = plan.headline ? plan.headline(study.trials)?.value : study.best?.value;
  return {
    prepared,
    trials: study.trials,
    best: study.best,
    value: value ?? null,
    outcomes,
    supernet: supernet ?? null,
  };
}
