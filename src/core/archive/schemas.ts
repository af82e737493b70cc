// What an archive may hold, as schemas: everything in it may come from a stranger. Unknown extra keys are kept, so
// that a run may carry more than this version knows; documents are checked by their own, stricter schema.
import * as v from 'valibot';
import { catalogue, type ErrorCode } from '../errors/catalogue';
import { executorChoices } from '../lab/document';
import { dataShapeSchema } from '../nas/dataShape';
import { paramValuesSchema, spaceSchema } from '../space/space';
import { columnTypes } from '../table/types';

export const archiveVersion = 1;

const text = v.pipe(v.string(), v.maxLength(2000));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const time = v.pipe(v.number(), v.finite());
const scalar = v.union([v.number(), text, v.boolean()]);
/** May be NaN or infinite: metrics of diverged trials are kept as they were. */
const measured = v.union([v.number(), v.nan()]);
const metrics = v.record(text, measured);

const plainError = v.looseObject({
  code: v.custom<ErrorCode>((code) => typeof code === 'string' && Object.hasOwn(catalogue, code)),
  details: v.record(text, v.union([v.string(), v.number()])),
  message: v.string(),
  action: v.string(),
});
const runState = v.picklist(['queued', 'running', 'paused', 'interrupted', 'done', 'failed', 'cancelled']);

const maybe = <S extends v.GenericSchema>(schema: S) => v.optional(schema);

const epochPoint = v.looseObject({
  epoch: count,
  loss: measured,
  validation: metrics,
  train: maybe(metrics),
});

const foldRecord = v.looseObject({
  fold: count,
  value: measured,
  metrics,
  measured: maybe(metrics),
  train: maybe(metrics),
  curve: v.array(epochPoint),
  bestEpoch: v.nullable(count),
  rows: v.looseObject({ train: count, validation: count }),
  hits: maybe(v.string()),
});

/** A trial of a journal. */
export const trialRecordSchema = v.looseObject({
  index: count,
  params: v.record(text, scalar),
  share: maybe(v.number()),
  measured: maybe(metrics),
  values: maybe(v.array(measured)),
  violations: maybe(v.array(measured)),
  lineage: maybe(v.array(v.looseObject({ member: count, params: v.record(text, scalar), from: count }))),
  rung: maybe(count),
  folds: maybe(v.array(foldRecord)),
  state: v.picklist(['running', 'paused', 'done', 'pruned', 'failed', 'cancelled']),
  value: v.nullable(measured),
  metrics,
  curve: v.array(epochPoint),
  bestEpoch: v.nullable(count),
  stopped: maybe(v.picklist(['trial', 'study'])),
  error: maybe(plainError),
  executor: text,
  backend: text,
  attempts: count,
  seconds: v.number(),
  startedAt: time,
});

const goal = v.strictObject({ metric: text, direction: v.picklist(['minimize', 'maximize']) });

const repeat = v.looseObject({
  run: text,
  trial: count,
  seed: maybe(v.looseObject({ number: count, of: count })),
});

/** One line of a journal; the lab of `opened` is checked apart, by parseLab. */
export const runEventSchema = v.variant('type', [
  v.looseObject({
    type: v.literal('opened'),
    at: time,
    lab: v.unknown(),
    step: text,
    datasetSha256: sha256,
    executor: v.picklist(executorChoices),
    streams: maybe(count),
    again: maybe(repeat),
    start: maybe(sha256),
    imported: maybe(
      v.strictObject({
        source: text,
        name: text,
        space: spaceSchema,
        goals: v.pipe(v.array(goal), v.minLength(1), v.maxLength(4)),
        shape: maybe(dataShapeSchema),
      }),
    ),
  }),
  v.looseObject({
    type: v.literal('warm'),
    start: v.looseObject({
      studies: v.array(v.looseObject({ name: text, digest: text, trials: count, used: count })),
      first: v.array(paramValuesSchema),
      trials: v.array(v.looseObject({ params: paramValuesSchema, rank: time })),
    }),
  }),
  v.looseObject({
    type: v.literal('search'),
    point: v.looseObject({
      epoch: count,
      loss: measured,
      heldOut: measured,
      alphas: v.array(v.array(v.number())),
      backend: text,
    }),
  }),
  v.looseObject({
    type: v.literal('supernet'),
    outcome: v.looseObject({
      curve: v.array(
        v.looseObject({ epoch: count, loss: measured, reward: maybe(measured), entropy: maybe(measured) }),
      ),
      ranking: v.array(v.looseObject({ params: v.record(text, scalar), score: v.nullable(v.number()) })),
      steps: count,
      skipped: count,
      networks: count,
      parameters: count,
      seconds: v.number(),
    }),
  }),
  v.looseObject({ type: v.literal('asked'), trial: count, params: v.record(text, scalar), at: time }),
  v.looseObject({ type: v.literal('told'), trial: trialRecordSchema }),
  v.looseObject({ type: v.literal('paused'), trial: trialRecordSchema }),
  v.looseObject({ type: v.literal('state'), state: runState, at: time, error: maybe(plainError) }),
  v.looseObject({ type: v.literal('note'), at: time, text }),
]);

export const runInfoSchema = v.looseObject({
  id: text,
  labId: text,
  step: text,
  stepType: v.picklist(['train', 'tune', 'nas', 'validate']),
  state: runState,
  createdAt: time,
  updatedAt: time,
  trialsDone: count,
  trialsTotal: count,
  best: v.nullable(v.looseObject({ trial: count, metric: text, value: measured })),
  digest: v.nullable(sha256),
  executor: text,
  backend: text,
  workers: count,
  seconds: v.number(),
  hidden: v.boolean(),
  imported: maybe(v.strictObject({ source: text, name: text })),
  again: maybe(repeat),
  error: maybe(plainError),
  artifacts: v.record(text, sha256),
});

const dimension = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_536));

/** A data set without its columns' bytes; what can be computed from the content is not stored. */
export const datasetSchema = v.strictObject({
  sha256,
  name: text,
  rows: count,
  columns: v.array(
    v.variant('kind', [
      v.strictObject({ kind: v.literal('number'), name: v.string(), type: v.picklist(columnTypes) }),
      v.strictObject({
        kind: v.literal('dict'),
        name: v.string(),
        type: v.picklist(columnTypes),
        dictionary: v.array(v.string()),
      }),
      v.strictObject({
        kind: v.literal('image'),
        name: v.string(),
        type: v.picklist(columnTypes),
        shape: v.tuple([dimension, dimension, dimension]),
      }),
    ]),
  ),
  source: v.strictObject({ kind: v.picklist(['bundled', 'generated', 'imported']), detail: v.string() }),
  notes: v.array(v.looseObject({ code: text, message: text, count: maybe(count) })),
  createdAt: time,
});

export const manifestSchema = v.strictObject({
  format: v.literal('tablab-archive'),
  version: v.literal(archiveVersion),
  createdAt: time,
  labs: v.array(
    v.strictObject({
      document: text,
      example: maybe(text),
      createdAt: time,
      updatedAt: time,
      runs: v.array(v.strictObject({ info: text, events: text })),
    }),
  ),
  datasets: v.array(v.strictObject({ info: text, columns: v.array(text) })),
  artifacts: v.array(
    v.strictObject({
      path: text,
      sha256,
      kind: v.picklist(['weights', 'report', 'file']),
      name: text,
      createdAt: time,
    }),
  ),
  /** Every other entry of the zip file. */
  files: v.array(v.strictObject({ path: text, size: count, sha256 })),
});
export type Manifest = v.InferOutput<typeof manifestSchema>;
