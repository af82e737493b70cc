// Runs a step of a lab in Node, on the SIMD engine, with the parts that the workers are made of: one trial after the
// other. What the app does on several workers must come to the same.
import type { Lab } from '$core/lab/document';
import { prepare, type PreparedLab } from '$core/pipeline/prepare';
import { Study } from '$core/run/study';
import type { TrialOutcome } from '$core/run/trial';
import type { TrialRecord } from '$core/run/types';
import { Trainer } from '$engine/train/trainer';
import { dataShape, planStep } from '$workers/lib/runPlan';
import { runTrial } from '$workers/lib/trial';
import { loadDataset } from '$datasets/load';
import { readAsset } from './datasets';

export interface RanStep {
  readonly prepared: PreparedLab;
  readonly trials: readonly TrialRecord[];
  readonly best: TrialRecord | null;
  readonly outcomes: readonly (TrialOutcome | null)[];
}

export async function runStep(lab: Lab, step: string): Promise<RanStep> {
  if (lab.data.kind === 'imported') throw new Error('a test has no imported data');
  const prepared = prepare(await loadDataset(lab.data, readAsset), lab);
  const trainer = new Trainer({ now: () => performance.now() });
  await trainer.load('data', prepared);
  const plan = planStep(lab, step, dataShape(prepared));
  const study = new Study(plan.study, plan.sampler);
  const outcomes: (TrialOutcome | null)[] = [];
  for (let asked = study.next(); asked; asked = study.next()) {
    const { record, outcome } = await runTrial(
      { ready: () => Promise.resolve(), run: (job, on) => trainer.run({ ...job, dataId: 'data' }, on) },
      asked,
      {
        plan,
        checkpointEvery: 0,
        live: { trainMetrics: false },
        executor: 'simd',
        paused: () => false,
        stopped: () => false,
        checkpoint: () => Promise.resolve(undefined),
        onMessage: () => undefined,
        now: () => performance.now(),
      },
    );
    study.tell(record);
    outcomes.push(outcome);
  }
  for (const record of study.settle()) study.tell(record);
  await trainer.unload('data');
  return { prepared, trials: study.trials, best: study.best, outcomes };
}
