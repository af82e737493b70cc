// A validate step as a list of trainings. Each is a trial of its run, named by its parameters alone: a fold and a model,
// a size and a seed, a value and a seed. What a trial has to do is read off these names, so that a journal is enough to
// go on. Seeds stand outermost and what varies most in cost innermost: the time left is then told well from the start.
import type { Scalar } from '../fields/field';
import type { ParamValues } from '../space/space';
import type { ValidateSetting } from './config';
import { foldCount, type FoldChoice, type FoldPlan } from './foldPlan';

/** What one trial trains. */
export interface Work {
  /** Place in the step's models. */
  readonly model: number;
  /** Trained once for each, in order; undefined is the lab's own split. */
  readonly folds: readonly (FoldChoice | undefined)[];
  /** Number of the seed: other initial weights, other order of batches, another draw of the share. */
  readonly draw: number;
  /** Share of the training rows. */
  readonly share?: number;
  /** What differs from the model's own settings. */
  readonly set: ParamValues;
}

/** Names of a trial that are no settings of its model. */
export const workNames = ['model', 'fold', 'seed', 'size', 'value', 'outer', 'try', 'chosen'] as const;

/** A search that gives no inner folds chooses on the last of these parts of the outer training rows. */
export const holdOutParts = 5;

/** Parameters of all trials of a step, but of a nested one, whose trials follow from a search. */
export function plannedTrials({ models, folds, method }: ValidateSetting): ParamValues[] {
  const numbers = folds ? Array.from({ length: foldCount(folds) }, (_, fold) => ({ fold })) : [{}];
  switch (method.type) {
    case 'folds':
      return numbers.flatMap((fold) => models.map((_, model) => ({ ...fold, model })));
    case 'learning':
      return seedsOf(method.seeds).flatMap((seed) =>
        numbers.flatMap((fold) => method.sizes.map((size) => ({ ...fold, seed, size }))),
      );
    case 'curve':
      return seedsOf(method.seeds).flatMap((seed) =>
        numbers.flatMap((fold) => method.values.map((value) => ({ ...fold, seed, value }))),
      );
    case 'nested':
      return [];
  }
}

const seedsOf = (count: number) => Array.from({ length: count }, (_, seed) => seed);
const numberIn = (params: ParamValues, name: string): number => (name in params ? Number(params[name]) : 0);

/** What the trial of these parameters trains. */
export function workOf({ folds, method }: ValidateSetting, params: ParamValues): Work {
  const fold = (index: number) => (folds ? { ...folds, index } : undefined);
  const model = numberIn(params, 'model');
  const draw = numberIn(params, 'seed');
  const own = [fold(numberIn(params, 'fold'))];
  switch (method.type) {
    case 'folds':
      return { model, folds: own, draw: 0, set: {} };
    case 'learning':
      return { model, folds: own, draw, share: numberIn(params, 'size'), set: {} };
    case 'curve':
      return { model, folds: own, draw, set: { [method.path]: params.value as Scalar } };
    case 'nested': {
      const outer = fold(numberIn(params, 'outer'));
      const set = pointOf(params);
      if ('chosen' in params || !outer) return { model, folds: [outer], draw: 0, set };
      return { model, folds: innerChoices(outer, method.inner), draw: 0, set };
    }
  }
}

/** The search's own parameters of a nested trial. */
export const pointOf = (params: ParamValues): ParamValues =>
  Object.fromEntries(Object.entries(params).filter(([name]) => !(workNames as readonly string[]).includes(name)));

/** Folds within an outer fold; or its training rows parted once, the last part chooses. */
export function innerChoices(outer: FoldChoice, inner?: FoldPlan): FoldChoice[] {
  if (inner) return Array.from({ length: foldCount(inner) }, (_, index) => ({ ...outer, inner: { ...inner, index } }));
  const { index: _index, inner: _inner, repeats: _repeats, ...plan } = outer;
  return [{ ...outer, inner: { ...plan, folds: holdOutParts, index: holdOutParts - 1 } }];
}
