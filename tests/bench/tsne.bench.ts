// t-SNE of 5,000 rows of 50 columns, 1,000 rounds, in the reduce worker as the Features page runs it: seconds, pictures on
// the way, and how long a stop takes. One worker is one core.
import { createReduceClient } from '$bridge/reduceClient';
import { defaultsOf } from '$core/fields/field';
import { embedFields } from '$core/embed/embed';
import { defaultFeatures } from '$core/lab/document';
import type { PrepareConfig } from '$core/pipeline/prepare';
import { Stream } from '$core/rng/stream';
import { describeTable } from '$core/table/describe';
import type { Table } from '$core/table/types';
import { putDataset } from '$store/datasets';
import { openStore } from '$store/open';
import { deleteDataset } from '$store/datasets';
import { result, type Result } from './support/result';

const columns = 50;
/** With a tenth each for validation and test, 5,000 rows train. */
const rows = 6250;
const groups = 10;

function made(): Table {
  const stream = Stream.of(1, 'bench', 'tsne');
  const centres = Array.from({ length: groups * columns }, () => 3 * stream.normal());
  const values = Array.from({ length: columns }, (_, c) =>
    Float64Array.from({ length: rows }, (_, r) => centres[(r % groups) * columns + c] + stream.normal()),
  );
  return {
    rows,
    columns: [
      ...values.map((data, c) => ({
        name: `x${c}`,
        type: 'numeric' as const,
        data: { kind: 'number' as const, values: data },
      })),
      {
        name: 'group',
        type: 'categorical' as const,
        data: {
          kind: 'dict' as const,
          codes: Int32Array.from({ length: rows }, (_, r) => r % groups),
          dictionary: Array.from({ length: groups }, (_, g) => `g${g}`),
        },
      },
    ],
  };
}

export async function bench(): Promise<Result[]> {
  const table = made();
  const described = await describeTable(table);
  const store = await openStore();
  const source = { kind: 'imported', detail: 'bench' } as const;
  const info = { ...described, name: 'bench', rows, bytes: 0, source, notes: [], createdAt: 0 };
  await putDataset(
    store,
    info,
    table.columns.map(({ data }) => data),
  );
  const lab: PrepareConfig = {
    seed: 1,
    roles: { target: 'group', task: 'multiclass', exclude: [] },
    features: defaultFeatures,
    split: { validation: 0.1, test: 0.1 },
  };
  const client = createReduceClient();
  const options = { ...defaultsOf(embedFields), rows: 5000, rounds: 1000 };
  const asked = { sha256: described.sha256, lab };
  let pictures = 0;
  const start = performance.now();
  const embedding = await client.embed(
    asked,
    options,
    () => undefined,
    () => pictures++,
    new AbortController().signal,
  );
  const seconds = (performance.now() - start) / 1000;

  const stopper = new AbortController();
  let stopped = 0;
  const going = client.embed(
    asked,
    options,
    ({ done }) => {
      if (done < 20 || stopper.signal.aborted) return;
      stopped = performance.now();
      stopper.abort();
    },
    () => undefined,
    stopper.signal,
  );
  await going.then(
    () => Promise.reject(new Error('it was not stopped')),
    () => undefined,
  );
  const until = performance.now() - stopped;
  await deleteDataset(store, described.sha256);
  const { trustworthiness, kept } = embedding.distortion;
  const detail = `${embedding.row.length} x ${columns}, perplexity 30, 1,000 rounds; trustworthiness ${trustworthiness.toFixed(3)}, neighbours kept ${(100 * kept).toFixed(0)} %`;
  return [
    result('t-SNE of 5,000 x 50, one worker', seconds, 's', '<= 60', detail),
    result('t-SNE: pictures on the way', pictures / seconds, 'a second', '>= 1'),
    result('t-SNE: from the stop to the end', until, 'ms', '<= 500'),
  ];
}
