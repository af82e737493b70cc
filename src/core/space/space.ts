// A search space: which places of a TrainConfig vary, and how. Parameters are in a fixed order: samplers draw in it.
import * as v from 'valibot';
import type { Scalar } from '../fields/field';

const finite = v.pipe(v.number(), v.finite());
const scalar = v.union([finite, v.pipe(v.string(), v.maxLength(200)), v.boolean()]);
const path = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_$.-]{1,120}$/));

export const domainSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('int'),
    low: v.pipe(finite, v.integer()),
    high: v.pipe(finite, v.integer()),
    step: v.optional(v.pipe(finite, v.integer(), v.minValue(1))),
    log: v.optional(v.boolean()),
    reverse: v.optional(v.boolean()),
  }),
  v.strictObject({
    kind: v.literal('float'),
    low: finite,
    high: finite,
    step: v.optional(v.pipe(finite, v.gtValue(0))),
    log: v.optional(v.boolean()),
    /** With `log`: dense at the upper end instead, low + high - x being uniform in the logarithm. */
    reverse: v.optional(v.boolean()),
  }),
  v.strictObject({ kind: v.literal('choice'), values: v.pipe(v.array(scalar), v.minLength(1), v.maxLength(1000)) }),
  /** Choices in an order: samplers take them for the whole numbers 0, 1, 2, ... */
  v.strictObject({ kind: v.literal('ordinal'), values: v.pipe(v.array(scalar), v.minLength(1), v.maxLength(1000)) }),
  v.strictObject({ kind: v.literal('bool') }),
  v.strictObject({ kind: v.literal('fixed'), value: scalar }),
]);

export const paramSchema = v.strictObject({
  path,
  domain: domainSchema,
  /** The parameter exists only while an earlier one has one of these values. */
  when: v.optional(v.strictObject({ path, in: v.pipe(v.array(scalar), v.minLength(1), v.maxLength(1000)) })),
});
export const spaceSchema = v.pipe(v.array(paramSchema), v.maxLength(200));

/** Relations between parameters, each a text as core/space/constraint.ts reads it. */
export const constraintsSchema = v.pipe(v.array(v.pipe(v.string(), v.maxLength(300))), v.maxLength(50));

/** Values by path, perhaps not of all parameters. */
export const paramValuesSchema = v.pipe(v.record(path, scalar), v.maxEntries(200));

export type Domain = v.InferOutput<typeof domainSchema>;
export type Param = v.InferOutput<typeof paramSchema>;
export type Space = readonly Param[];

/** One point of a space: values of its active parameters by path. */
export type ParamValues = Readonly<Record<string, Scalar>>;
