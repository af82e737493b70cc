// What a validate step holds, as the lab document stores it: which models, under which folds, asked what.
import * as v from 'valibot';
import type { Goal } from '../run/objectives';
import { paramValuesSchema, type ParamValues } from '../space/space';
import type { FoldPlan } from './foldPlan';

const integer = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const scalar = v.union([v.pipe(v.number(), v.finite()), text(200), v.boolean()]);

/** A model is a train step, or one trial of a search with its settings written out, so that a link says all of it. */
const modelSchema = v.strictObject({
  step: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/)),
  trial: v.optional(integer(0, 99_999)),
  params: v.optional(paramValuesSchema),
});

/** `metrics`: names that the objective may take; `folds`: the schema of a fold plan. They are listed where the lab's other steps are. */
export const validateConfigSchema = <
  const M extends readonly string[],
  F extends v.BaseSchema<unknown, FoldPlan, v.BaseIssue<unknown>>,
>(
  metrics: M,
  folds: F,
) =>
  v.strictObject({
    models: v.pipe(v.array(modelSchema), v.maxLength(8)),
    objective: v.strictObject({ metric: v.picklist(metrics), direction: v.picklist(['minimize', 'maximize']) }),
    /** Missing: the lab's hold-out split, for curves. */
    folds: v.optional(folds),
    method: v.variant('type', [
      /** Every model on every fold. */
      v.strictObject({ type: v.literal('folds') }),
      /** A search within every fold. `inner` missing: one part of five of the fold's training rows chooses. */
      v.strictObject({ type: v.literal('nested'), inner: v.optional(folds) }),
      /** The score against the share of training rows. */
      v.strictObject({
        type: v.literal('learning'),
        sizes: v.pipe(v.array(v.pipe(v.number(), v.gtValue(0), v.maxValue(1))), v.minLength(2), v.maxLength(20)),
        seeds: integer(1, 20),
      }),
      /** The score against one setting of the model or its features. */
      v.strictObject({
        type: v.literal('curve'),
        path: text(200),
        values: v.pipe(v.array(scalar), v.minLength(2), v.maxLength(30)),
        seeds: integer(1, 20),
      }),
    ]),
  });

export interface ModelRef {
  step: string;
  trial?: number | undefined;
  params?: ParamValues | undefined;
}

export type ValidateMethod =
  | { type: 'folds' }
  | { type: 'nested'; inner?: FoldPlan | undefined }
  | { type: 'learning'; sizes: number[]; seeds: number }
  | { type: 'curve'; path: string; values: (string | number | boolean)[]; seeds: number };
export type MethodType = ValidateMethod['type'];

/** The same, typed by hand as the rest of the code reads it. */
export interface ValidateSetting {
  models: ModelRef[];
  objective: Goal;
  folds?: FoldPlan | undefined;
  method: ValidateMethod;
}
