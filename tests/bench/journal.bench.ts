// What it costs to make a finished trial durable: one append to the journal with the run's summary, on real IndexedDB.
// One trial at a time is the worst case; trials that end together share a transaction.
import type { RunInfo, TrialRecord } from '$core/run/types';
import { Journal } from '$store/journal';
import { openStore } from '$store/open';
import { putLab } from '$store/labs';
import { eraseAll } from '$store/sizes';
import type { Lab } from '$core/lab/document';
import { median, result, type Result } from './support/result';

const trials = 400;
const epochs = 50;

const trial = (index: number): TrialRecord => ({
  index,
  params: { 'optimizer.learningRate': 0.001 * index, 'layers.h1.units': index, batchSize: 32 },
  state: 'done',
  value: 1 / (index + 1),
  metrics: { loss: 0.5, accuracy: 0.9, f1: 0.9, auc: 0.95 },
  curve: Array.from({ length: epochs }, (_, epoch) => ({
    epoch,
    loss: 1 / (epoch + 1),
    validation: { loss: 1 / (epoch + 1), accuracy: 0.9, f1: 0.9, auc: 0.95 },
  })),
  bestEpoch: epochs - 1,
  executor: 'simd',
  backend: 'simd',
  attempts: 1,
  seconds: 1,
  startedAt: 0,
});

const info: RunInfo = {
  id: 'bench',
  labId: 'bench',
  step: 'tune',
  stepType: 'tune',
  state: 'running',
  createdAt: 0,
  updatedAt: 0,
  trialsDone: 0,
  trialsTotal: trials,
  best: null,
  digest: null,
  executor: 'simd',
  backend: 'simd',
  workers: 1,
  seconds: 0,
  hidden: false,
  artifacts: {},
};

export async function bench(): Promise<Result[]> {
  const store = await openStore('tablab-bench-journal');
  await putLab(store, { id: 'bench', lab: { title: 'bench' } as Lab, createdAt: 0, updatedAt: 0 });
  const journal = await Journal.open(store, 'bench');
  const times: number[] = [];
  for (let index = 0; index < trials; index++) {
    const start = performance.now();
    await journal.append([{ type: 'told', trial: trial(index) }], { ...info, trialsDone: index + 1 });
    times.push(performance.now() - start);
  }
  await eraseAll(store);
  const late = times.toSorted((a, b) => a - b)[Math.floor(trials * 0.95)];
  const detail = `${trials} trials of ${epochs} epochs, strict durability, one at a time`;
  return [
    result('journal: a trial made durable', median(times), 'ms', '<= 5', detail),
    result('journal: 95th percentile', late, 'ms', undefined, detail),
  ];
}
