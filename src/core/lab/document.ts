// The lab document: small JSON, versioned, shareable. It names data and says what to do; it holds no data, no weights.
// Everything here may come from a stranger's link, so every string and list is bounded.
import * as v from 'valibot';
import { byName } from '../fields/byName';
import { costNames } from '../run/objectives';
import { fidelityKinds } from '../run/fidelityKinds';
import { nasConfigSchema, type NasSetting } from '../nas/config';
import { labelsSchema } from '../label/schema';
import { validateConfigSchema, type ValidateSetting } from '../validation/config';
import { foldMethods } from '../validation/foldPlan';
import { columnTypes } from '../table/types';
import { trainConfigSchema, type TrainConfig } from '../train/config';
import { constraintsSchema, paramValuesSchema, spaceSchema } from '../space/space';

export const labVersion = 1;

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const integer = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const scalar = v.union([v.pipe(v.number(), v.finite()), text(200), v.boolean()]);
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const stepId = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/));

/** Which data: one that ships with Tablab, one that a seeded generator makes, or a person's own, known by its hash. */
export const dataRefSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('bundled'), id: text(60) }),
  v.strictObject({
    kind: v.literal('generated'),
    id: text(60),
    options: v.record(text(60), scalar),
    seed: integer(0, 2 ** 53 - 1),
  }),
  v.strictObject({ kind: v.literal('imported'), name: text(200), sha256 }),
]);

export const rolesSchema = v.strictObject({
  target: text(200),
  task: v.picklist(['binary', 'multiclass', 'regression']),
  exclude: v.pipe(v.array(text(200)), v.maxLength(2000)),
});

/** One step of a recipe by its type; missing options take their defaults. */
const recipeStep = v.strictObject({ type: text(40), options: v.optional(v.record(text(60), scalar)) });

/** What one column does differently from the rest. Missing parts follow the settings for all columns. */
export const columnRecipeSchema = v.strictObject({
  impute: v.optional(recipeStep),
  transforms: v.optional(v.pipe(v.array(recipeStep), v.maxLength(8))),
  scale: v.optional(recipeStep),
  encode: v.optional(
    v.strictObject({
      ...recipeStep.entries,
      /** Categories from first to last, for an encoder that has an order. */
      order: v.optional(v.pipe(v.array(text(200)), v.maxLength(1000))),
    }),
  ),
});

/** A step of the encoded rows: a selection or a reduction of their numbers, or other numbers of rows by class. */
export const matrixStepSchema = v.strictObject({
  id: stepId,
  type: text(40),
  options: v.optional(v.record(text(60), scalar)),
  /** False: skipped, as if it were not there. */
  enabled: v.optional(v.boolean()),
});

/**
 * A step that makes a table of a table, before the columns are encoded: of which columns (missing: all that it takes),
 * with which options. A search space names it by its id.
 */
export const deriveStepSchema = v.strictObject({
  id: stepId,
  type: text(40),
  options: v.optional(v.record(text(60), v.union([v.pipe(v.number(), v.finite()), text(2000), v.boolean()]))),
  columns: v.optional(v.pipe(v.array(text(200)), v.maxLength(2000))),
  /** false: left out for now. */
  enabled: v.optional(v.boolean()),
});

/** The preprocessing, fitted on the training split only. */
export const featuresSchema = v.strictObject({
  /** Numbers: subtract the mean, divide by the standard deviation; or leave as they are. */
  scale: v.picklist(['standard', 'none']),
  impute: v.picklist(['mean', 'median', 'zero']),
  /** Categories: one column per category, or codes for an embedding layer. */
  categorical: v.picklist(['onehot', 'codes']),
  /** Rarer categories beyond this many share one "other" column. */
  maxCategories: integer(2, 10_000),
  /** Columns with a recipe of their own, by name. */
  columns: v.optional(v.pipe(byName(200, columnRecipeSchema), v.maxEntries(2000))),
  /** Selections and reductions of the encoded numbers, in order. */
  matrix: v.optional(v.pipe(v.array(matrixStepSchema), v.maxLength(12))),
  /** Steps on the whole table, in order. */
  derive: v.optional(v.pipe(v.array(deriveStepSchema), v.maxLength(40))),
  /** Other numbers of training rows by class, in order, last of all. */
  resample: v.optional(v.pipe(v.array(matrixStepSchema), v.maxLength(4))),
});

/**
 * Rows that the lab leaves out before it splits, each rule on its own over all rows. `outside`: numbers below `low` or
 * above `high`; `values`: rows of these categories; `isolated`: rows whose isolation-forest score is above `above`.
 */
export const rowRuleSchema = v.variant('drop', [
  v.strictObject({ drop: v.literal('duplicates') }),
  v.strictObject({ drop: v.literal('conflicts') }),
  v.strictObject({ drop: v.literal('missing'), column: text(200) }),
  v.strictObject({
    drop: v.literal('outside'),
    column: text(200),
    low: v.optional(v.pipe(v.number(), v.finite())),
    high: v.optional(v.pipe(v.number(), v.finite())),
  }),
  v.strictObject({
    drop: v.literal('values'),
    column: text(200),
    values: v.pipe(v.array(text(200)), v.minLength(1), v.maxLength(100)),
  }),
  v.strictObject({ drop: v.literal('isolated'), above: v.pipe(v.number(), v.minValue(0.5), v.maxValue(1)) }),
]);

/** Shares of the rows; what remains is for training. */
export const splitSchema = v.strictObject({
  validation: v.pipe(v.number(), v.minValue(0.01), v.maxValue(0.8)),
  test: v.pipe(v.number(), v.minValue(0), v.maxValue(0.8)),
  /**
   * Missing: at random, stratified by class where the task has classes. `random`: without regard to classes. `grouped`:
   * no group of `column` in two parts. `time`: training before validation before test, in the order of `column`.
   */
  method: v.optional(v.picklist(['random', 'grouped', 'time'])),
  column: v.optional(text(200)),
});

/** How rows are dealt to folds for cross-validation; the test rows are in none. */
export const foldPlanSchema = v.strictObject({
  method: v.picklist(foldMethods),
  folds: integer(2, 50),
  /** Rounds with new shuffles; 1 where left out. */
  repeats: v.optional(integer(1, 50)),
  /** The group or time column, where it is not that of the split. */
  column: v.optional(text(200)),
});

export const executorChoices = ['auto', 'simd', 'webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type ExecutorChoice = (typeof executorChoices)[number];

export const objectiveMetrics = [
  'loss',
  'accuracy',
  'f1',
  'auc',
  'rmse',
  'mae',
  'r2',
  'balancedAccuracy',
  'precision',
  'recall',
  'specificity',
  'f05',
  'f2',
  'mcc',
  'kappa',
  'prAuc',
  'brier',
  'top3',
  'mse',
  'medianError',
  'mape',
  'pinball10',
  'pinball90',
] as const;

/** A validation metric, or a cost of the model. */
const aimed = v.picklist([...objectiveMetrics, ...costNames]);
const finite = v.pipe(v.number(), v.finite());
const goalSchema = v.strictObject({ metric: aimed, direction: v.picklist(['minimize', 'maximize']) });

export const trainStepSchema = v.strictObject({ id: stepId, type: v.literal('train'), config: trainConfigSchema });

export const tuneStepSchema = v.strictObject({
  id: stepId,
  type: v.literal('tune'),
  config: v.strictObject({
    /** What does not vary. */
    base: trainConfigSchema,
    space: spaceSchema,
    /** Relations that every point keeps: `layers.h1.units >= layers.h2.units`. */
    constraints: v.optional(constraintsSchema),
    /** Points to try before the sampler's own; what they leave out is drawn. */
    enqueue: v.optional(v.pipe(v.array(paramValuesSchema), v.maxLength(1000))),
    /** Earlier studies that this one starts from, each known by the digest of its trials; how: core/run/warmStart. */
    warmStart: v.optional(
      v.strictObject({
        studies: v.pipe(v.array(v.strictObject({ digest: sha256, name: text(120) })), v.minLength(1), v.maxLength(8)),
        /** Their best points, to try first. */
        first: integer(0, 100),
        /** Whether a sampler that models hears of their trials. */
        model: v.boolean(),
      }),
    ),
    sampler: v.strictObject({ type: text(40), options: v.optional(v.record(text(60), scalar), {}) }),
    /** Ends trials that will not win; missing: each trains to its end. */
    pruner: v.optional(v.strictObject({ type: text(40), options: v.optional(v.record(text(60), scalar), {}) })),
    objective: goalSchema,
    /** Further objectives: with them the study looks for a Pareto front, or with `weights` for the best sum. */
    objectives: v.optional(v.pipe(v.array(goalSchema), v.minLength(1), v.maxLength(3))),
    /** One per objective, the first for `objective`. */
    weights: v.optional(v.pipe(v.array(v.pipe(v.number(), v.finite(), v.minValue(0))), v.minLength(2), v.maxLength(4))),
    /** What a trial must keep to count. */
    limits: v.optional(
      v.pipe(
        v.array(v.strictObject({ metric: aimed, most: v.optional(finite), least: v.optional(finite) })),
        v.minLength(1),
        v.maxLength(8),
      ),
    ),
    /** Cross-validation as the objective: a trial trains once per fold, its value is the mean. Missing: the hold-out split. */
    validation: v.optional(foldPlanSchema),
    /** Cheaper trainings before whole ones, from this share on; missing: rungs are epochs, or folds. */
    fidelity: v.optional(
      v.strictObject({
        of: v.picklist(fidelityKinds),
        least: v.pipe(v.number(), v.minValue(0.01), v.maxValue(0.9)),
      }),
    ),
    trials: integer(1, 100_000),
    /** Width q of parallel asks: ask k sees exactly trials 0..k-q. */
    width: integer(1, 64),
  }),
});

export const nasStepSchema = v.strictObject({
  id: stepId,
  type: v.literal('nas'),
  config: nasConfigSchema(objectiveMetrics),
});

export const validateStepSchema = v.strictObject({
  id: stepId,
  type: v.literal('validate'),
  config: validateConfigSchema(objectiveMetrics, foldPlanSchema),
});

export const stepSchema = v.variant('type', [trainStepSchema, tuneStepSchema, nasStepSchema, validateStepSchema]);

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

export const labSchema = v.strictObject({
  format: v.literal('tablab'),
  version: v.literal(labVersion),
  title: text(120),
  /** What to notice, in a few sentences. */
  note: v.optional(text(2000)),
  seed: integer(0, 2 ** 53 - 1),
  data: dataRefSchema,
  /** Column types that a person set against the inference. */
  types: v.optional(byName(200, v.picklist(columnTypes))),
  roles: rolesSchema,
  /** Labels that a person gave, in place of those in the data or as new columns. */
  labels: v.optional(labelsSchema),
  /** Rows left out. */
  rows: v.optional(v.pipe(v.array(rowRuleSchema), v.maxLength(50))),
  features: featuresSchema,
  split: splitSchema,
  executor: v.picklist(executorChoices),
  /** What people reach on this task, for comparison. */
  human: v.optional(v.strictObject({ metric: v.picklist(objectiveMetrics), value: v.pipe(v.number(), v.finite()) })),
  steps: v.pipe(v.array(stepSchema), v.maxLength(50)),
  expected: v.optional(expectedSchema),
});

type Raw = v.InferOutput<typeof labSchema>;
export type DataRef = Raw['data'];
export type FeaturesConfig = Raw['features'];
export type RowRule = v.InferOutput<typeof rowRuleSchema>;
export type ColumnRecipe = v.InferOutput<typeof columnRecipeSchema>;
export type DeriveStep = v.InferOutput<typeof deriveStepSchema>;
export type SplitConfig = Raw['split'];
export type Expected = v.InferOutput<typeof expectedSchema>;
export type TrainStep = { id: string; type: 'train'; config: TrainConfig };
export type TuneConfig = Omit<v.InferOutput<typeof tuneStepSchema>['config'], 'base'> & { base: TrainConfig };
export type TuneStep = { id: string; type: 'tune'; config: TuneConfig };
export type NasConfig = NasSetting & { objective: TuneConfig['objective'] };
export type NasStep = { id: string; type: 'nas'; config: NasConfig };
export type ValidateConfig = ValidateSetting & { objective: TuneConfig['objective'] };
export type ValidateStep = { id: string; type: 'validate'; config: ValidateConfig };
export type Step = TrainStep | TuneStep | NasStep | ValidateStep;
export type Lab = Omit<Raw, 'steps'> & { steps: Step[] };

export const defaultFeatures: FeaturesConfig = {
  scale: 'standard',
  impute: 'mean',
  categorical: 'onehot',
  maxCategories: 50,
};
export const defaultSplit: SplitConfig = { validation: 0.2, test: 0.2 };
