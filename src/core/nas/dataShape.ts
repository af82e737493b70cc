// What data gives networks, as files carry it.
import * as v from 'valibot';
import type { DataShape } from './space';

const count = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(max));
const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,40}$/));

/** What goes into networks, and the numbers that come out. */
export const dataShapeSchema = v.strictObject({
  inputs: v.pipe(
    v.array(
      v.strictObject({
        id,
        shape: v.pipe(v.array(count(1_000_000)), v.minLength(1), v.maxLength(3)),
        dtype: v.picklist(['float32', 'int32']),
        vocabulary: v.optional(count(10_000_000)),
        padding: v.optional(v.pipe(v.array(v.pipe(v.number(), v.safeInteger())), v.maxLength(1000))),
      }),
    ),
    v.minLength(1),
    v.maxLength(4),
  ),
  units: count(100_000),
});

/** A shape as files carry it: what a model's own inputs have beside it stays out. */
export const plainShape = ({ inputs, units }: DataShape): DataShape => ({
  inputs: inputs.map(({ id, shape, dtype, vocabulary, padding }) => ({
    id,
    shape,
    dtype,
    ...(vocabulary === undefined ? {} : { vocabulary }),
    ...(padding ? { padding } : {}),
  })),
  units,
});
