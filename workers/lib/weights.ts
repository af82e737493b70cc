// Keeping a trained model: its weights, and all that is needed to use them on new rows, as one artifact.
import { encodeWeights } from '$core/model/weightsFile';
import type { Lab } from '$core/lab/document';
import type { TrialRecord } from '$core/run/types';
import { putArtifact } from '$store/artifacts';
import type { Store } from '$store/schema';
import type { DataSource } from './dataSource';
import { variantOf, type RunPlan } from './runPlan';

export interface ModelOrigin {
  readonly lab: Lab;
  readonly plan: RunPlan;
  readonly data: DataSource;
}

/** Stores a model under the SHA-256 of its bytes, which hold no time: training it again gives the same. */
export async function keepModel(
  store: Store,
  { lab, plan, data }: ModelOrigin,
  trial: TrialRecord,
  weights: ReadonlyMap<string, Float32Array>,
  now: number,
): Promise<string> {
  // What was measured at a lower fidelity is kept as trained on everything.
  const { prepared } = await data.get(variantOf(plan, plan.levels ? { params: trial.params } : trial));
  const meta = {
    title: lab.title,
    trial: trial.index,
    params: trial.params,
    metrics: trial.metrics,
    config: plan.configOf(trial.params),
    pipeline: prepared.pipeline,
  };
  const bytes = encodeWeights(weights, meta);
  return putArtifact(store, { kind: 'weights', name: `${lab.title}, trial ${trial.index}`, bytes, createdAt: now });
}
