// What a step of architecture search holds, as the lab document stores it.
import * as v from 'valibot';
import type { Scalar } from '../fields/field';
import { trainConfigSchema, type TrainConfig } from '../train/config';
import type { Genotype } from './space';

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const integer = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const scalar = v.union([v.pipe(v.number(), v.finite()), text(200), v.boolean()]);
const chosen = v.strictObject({ type: text(40), options: v.optional(v.record(text(60), scalar), {}) });
const bound = v.optional(v.pipe(v.number(), v.finite(), v.minValue(1), v.maxValue(1e15)));

/** `metrics`: names that the objective may take; they are listed where the lab's other steps are. */
export const nasConfigSchema = <const M extends readonly string[]>(metrics: M) =>
  v.strictObject({
    /** How each network is trained. Its layers stay empty: the genotype gives them. */
    base: v.pipe(
      trainConfigSchema,
      v.check(({ layers }) => layers.length === 0, 'the networks have their own layers'),
    ),
    /** Which networks: a space by its type. */
    space: chosen,
    /** Upper bounds; a missing one is no bound. Networks beyond them are never proposed. */
    limits: v.strictObject({ parameters: bound, flops: bound, memory: bound }),
    strategy: chosen,
    /** Ends the training of networks that will not win. */
    pruner: v.optional(chosen),
    objective: v.strictObject({ metric: v.picklist(metrics), direction: v.picklist(['minimize', 'maximize']) }),
    trials: integer(1, 100_000),
    /** Width q of parallel asks, as in a tune step. */
    width: integer(1, 64),
    /** Genotypes to try first, in order. */
    first: v.optional(v.pipe(v.array(v.pipe(v.record(text(60), scalar), v.maxEntries(200))), v.maxLength(100))),
  });

interface Chosen {
  readonly type: string;
  readonly options: Readonly<Record<string, Scalar>>;
}

/** The same, typed by hand as the rest of the code reads it. */
export interface NasSetting {
  base: TrainConfig;
  space: Chosen;
  limits: { parameters?: number | undefined; flops?: number | undefined; memory?: number | undefined };
  strategy: Chosen;
  pruner?: Chosen | undefined;
  trials: number;
  width: number;
  first?: Genotype[] | undefined;
}
