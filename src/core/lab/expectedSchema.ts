// What a lab promises of a run: apart from the document, because the first screen needs it and not the rest.
import * as v from 'valibot';

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const stepId = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/));

export const executorChoices = ['auto', 'simd', 'webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type ExecutorChoice = (typeof executorChoices)[number];

/** What a run of the lab gave when it was shared. */
export const expectedSchema = v.strictObject({
  step: stepId,
  /** `simd`: the digest must match bit for bit. Others: the metric must match within the tolerance. */
  executor: v.picklist(executorChoices),
  digest: v.optional(sha256),
  /** Four hex digits per trial, so that a difference can be traced to its first trial. */
  trials: v.optional(v.pipe(v.string(), v.regex(/^([0-9a-f]{4}){0,1000}$/))),
  metric: v.optional(text(40)),
  value: v.optional(v.pipe(v.number(), v.finite())),
  tolerance: v.optional(v.pipe(v.number(), v.minValue(0))),
});
