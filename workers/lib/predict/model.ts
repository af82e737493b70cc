// A kept model ready to predict: the artifact with its weights and fitted pipeline, and what its training rows held. The
// pipeline is the one that was kept; only the look at the training rows is taken anew, from the run's own lab and data.
import { plainError, TablabError } from '$core/errors/error';
import type { ExecutorChoice, Lab } from '$core/lab/document';
import { decodeWeights } from '$core/model/weightsFile';
import type { FittedPipeline } from '$core/pipeline/fitted';
import { asLabReads, labSplit } from '$core/pipeline/prepare';
import { hintOf } from '$core/predict/hints';
import { neededColumns } from '$core/predict/needed';
import { profileOf, type ColumnProfile } from '$core/predict/profile';
import type { ColumnType, Table } from '$core/table/types';
import type { TrainConfig } from '$core/train/config';
import { createExecutor, type executorEntries } from '$engine/executors';
import { Predictor, specOf, type KeptModel } from '$engine/predict/predictor';
import { getArtifact } from '$store/artifacts';
import { getDataset, getTable } from '$store/datasets';
import { readJournal } from '$store/journal';
import { getRun } from '$store/runs';
import type { Store } from '$store/schema';
import type { ModelCard, ModelRequest } from '../../predict.api';
import { openedOf, toldTrials } from '../runRecord';

export interface OpenModel {
  readonly kept: KeptModel;
  readonly predictor: Predictor;
  readonly columns: readonly ColumnProfile[];
  readonly target: ColumnProfile;
  readonly card: ModelCard;
  /** The training images were scaled when they were imported, so scaling new ones is no news. */
  readonly scales: boolean;
}

/** Throws `artifact-not-stored`, `run-not-stored`, `dataset-not-stored`, `weights-file-broken` or `predict-model-broken`. */
export async function openModel(
  store: Store,
  request: ModelRequest,
  entries?: typeof executorEntries,
): Promise<OpenModel> {
  const [artifact, info, events] = await Promise.all([
    getArtifact(store, request.sha256),
    getRun(store, request.run),
    readJournal(store, request.run),
  ]);
  const { weights, meta } = decodeWeights(artifact.bytes);
  const { config, pipeline, trial } = meta as { config?: TrainConfig; pipeline?: FittedPipeline; trial?: number };
  if (!config || !pipeline)
    throw new TablabError('predict-model-broken', { reason: 'it says nothing of its features' });
  const { lab, datasetSha256 } = openedOf(events, request.run);
  const [stored, table] = await Promise.all([getDataset(store, datasetSha256), getTable(store, datasetSha256)]);
  const record = toldTrials(events).find(({ index }) => index === trial);
  const backend = record?.backend || info.backend || 'simd';
  try {
    const look = trainingLook(table, lab, pipeline, new Map(stored.columns.map(({ name, type }) => [name, type])));
    const kept: KeptModel = { config, pipeline, weights, trainRows: look.trainRows };
    specOf(kept);
    const { executor } = await createExecutor(backend as ExecutorChoice, new Set(), entries);
    const predictor = await Predictor.open(executor, kept);
    const { task, target, classes } = pipeline;
    const scales = stored.notes.some(({ code }) => code === 'images-resized');
    const note =
      executor.backend === backend
        ? null
        : `Trained on ${backend}, which does not run here; ${executor.description} predicts, and may differ in the last digits.`;
    const card: ModelCard = {
      task,
      target,
      classes,
      columns: look.columns.map(hintOf),
      image: look.columns.some(({ kind }) => kind === 'image'),
      trainRows: look.trainRows,
      note,
    };
    return { kept, predictor, columns: look.columns, target: look.target, card, scales };
  } catch (error) {
    if (error instanceof TablabError) throw error;
    // What a stranger's archive says of its model may be anything.
    throw new TablabError('predict-model-broken', { reason: plainError(error).message }, { cause: error });
  }
}

function trainingLook(table: Table, lab: Lab, pipeline: FittedPipeline, types: ReadonlyMap<string, ColumnType>) {
  const typed = asLabReads(table, lab);
  const { train } = labSplit(typed, lab);
  const columns = profileOf(typed, types, train, neededColumns(pipeline, typed));
  const [target] = profileOf(typed, types, train, [pipeline.target]);
  if (columns.length === 0 || !target)
    throw new TablabError('predict-model-broken', {
      reason: 'the data of its run are other ones than it was trained on',
    });
  return { columns, target, trainRows: train.length };
}
