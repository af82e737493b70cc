// What a train run shows at its end, predictions and decision surface, as an artifact in the layout of weights files.
// It may come from a stranger's archive, so the description is checked before anything is read by it.
import * as v from 'valibot';
import { TablabError } from '../errors/error';
import { decodeWeights, encodeWeights } from '../model/weightsFile';
import type { Predictions, Surface } from './types';

export interface Outcome {
  readonly surface: { readonly epoch: number; readonly surface: Surface } | null;
  readonly predictions: readonly Predictions[];
}

const axis = v.strictObject({ feature: v.number(), min: v.number(), max: v.number() });
const metaSchema = v.strictObject({
  splits: v.pipe(v.array(v.picklist(['validation', 'test'])), v.maxLength(2)),
  surface: v.nullable(v.strictObject({ epoch: v.number(), size: v.number(), x: axis, y: axis })),
});

/** Row numbers are kept as float32: exact to 16,777,216 rows. */
export function encodeOutcome({ surface, predictions }: Outcome): Uint8Array<ArrayBuffer> {
  const arrays = new Map<string, Float32Array>();
  for (const { split, rows, actual, predicted, probabilities } of predictions) {
    arrays.set(`${split}/rows`, Float32Array.from(rows));
    arrays.set(`${split}/actual`, actual);
    arrays.set(`${split}/predicted`, predicted);
    arrays.set(`${split}/probabilities`, probabilities);
  }
  if (surface) {
    arrays.set('surface/value', surface.surface.value);
    arrays.set('surface/confidence', surface.surface.confidence);
  }
  const grid = surface && { size: surface.surface.size, x: surface.surface.x, y: surface.surface.y };
  const splits = predictions.map(({ split }) => split);
  return encodeWeights(arrays, { splits, surface: surface && { epoch: surface.epoch, ...grid } });
}

/** Throws `weights-file-broken`. */
export function decodeOutcome(bytes: Uint8Array): Outcome {
  const { weights: arrays, meta } = decodeWeights(bytes);
  const known = v.safeParse(metaSchema, meta);
  if (!known.success) throw new TablabError('weights-file-broken', { reason: 'it describes no outcome of a run' });
  const { splits, surface } = known.output;
  const array = (name: string) => arrays.get(name) ?? new Float32Array(0);
  const predictions = splits.map((split) => ({
    split,
    rows: Uint32Array.from(array(`${split}/rows`)),
    actual: array(`${split}/actual`),
    predicted: array(`${split}/predicted`),
    probabilities: array(`${split}/probabilities`),
  }));
  if (!surface) return { surface: null, predictions };
  const { epoch, ...grid } = surface;
  const values = { value: array('surface/value'), confidence: array('surface/confidence') };
  return { surface: { epoch, surface: { ...grid, ...values } }, predictions };
}
