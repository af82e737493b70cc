// The same study of 8 trials on two trainer workers and on one, in turn, trainers warm after the first round. On two
// cores the ideal is 0.5. Also what a study costs besides training: one of one-epoch trials.
import { createStudyClient } from '$bridge/studyClient';
import type { Lab } from '$core/lab/document';
import type { Table } from '$core/table/types';
import { Stream } from '$core/rng/stream';
import { describeTable, tableBytes } from '$core/table/describe';
import { defaultTrainConfig } from '$core/train/config';
import { putDataset } from '$store/datasets';
import { openStore } from '$store/open';
import { eraseAll } from '$store/sizes';
import { interleaved, median, result, type Result } from './support/result';

const rows = 5000;
const features = 20;
const rounds = 3;

async function storeData(): Promise<string> {
  const rng = Stream.of(1, 'scaling');
  const columns: Table['columns'][number][] = Array.from({ length: features }, (_, i) => ({
    name: `x${i}`,
    type: 'numeric',
    data: { kind: 'number', values: Float64Array.from({ length: rows }, () => rng.normal()) },
  }));
  const codes = Int32Array.from({ length: rows }, () => rng.below(4));
  columns.push({
    name: 'label',
    type: 'categorical',
    data: { kind: 'dict', codes, dictionary: ['a', 'b', 'c', 'd'] },
  });
  const table = { rows, columns };
  const described = await describeTable(table);
  const about = { name: 'scaling', rows, bytes: tableBytes(table), notes: [], createdAt: 0 };
  const source = { kind: 'generated', detail: 'bench' } as const;
  await putDataset(
    await openStore(),
    { ...described, ...about, source },
    columns.map(({ data }) => data),
  );
  return described.sha256;
}

function labOf(sha256: string, epochs: number): Lab {
  const layers = ['h1', 'h2'].map((id) => ({ id, type: 'dense', options: { units: 128, activation: 'relu' } }));
  const base = { ...defaultTrainConfig('table'), layers, epochs };
  const config = {
    base,
    space: [{ path: 'optimizer.learningRate', domain: { kind: 'float', low: 1e-4, high: 1e-1, log: true } as const }],
    sampler: { type: 'random', options: {} },
    objective: { metric: 'loss', direction: 'minimize' } as const,
    trials: 8,
    width: 2,
  };
  return {
    format: 'tablab',
    version: 1,
    title: 'Scaling',
    seed: 1,
    data: { kind: 'imported', name: 'scaling', sha256 },
    roles: { target: 'label', task: 'multiclass', exclude: [] },
    features: { scale: 'standard', impute: 'mean', categorical: 'onehot', maxCategories: 50 },
    split: { validation: 0.2, test: 0.2 },
    executor: 'auto',
    steps: [{ id: 'tune', type: 'tune', config }],
  };
}

export async function bench(): Promise<Result[]> {
  const dataset = await storeData();
  const client = createStudyClient();
  const backends = new Set<string>();
  const study = (workers: number, epochs: number) => async () => {
    const lab = labOf(dataset, epochs);
    const run = await client.start({ labId: 'scaling', lab, step: 'tune', dataset, workers }, () => undefined);
    if (run.state !== 'done') throw new Error(`the study ended as ${run.state}: ${run.error?.message}`);
    backends.add(run.backend);
  };
  const times = await interleaved({ two: study(2, 120), one: study(1, 120), short: study(1, 1) }, rounds);
  client.terminate();
  await eraseAll(await openStore());
  const [two, one, short] = [median(times.two), median(times.one), median(times.short)];
  const detail = `${[...backends].join(', ')}; ${(two / 1000).toFixed(1)} s against ${(one / 1000).toFixed(1)} s`;
  return [
    result('8-trial study on 2 trainers against 1', two / one, 'x', '<= 0.6', detail),
    result('8-trial study of 1 epoch, what it costs besides training', short, 'ms', undefined, '1 trainer'),
  ];
}
