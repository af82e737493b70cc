// What keeps a study from running, each told where it can be mended. What one of them makes meaningless is not asked.
import { refusal } from '$core/errors/error';
import { checkAims } from '$core/lab/checkAims';
import { checkFidelity, checkResolution } from '$core/lab/checkFidelity';
import type { Lab, TuneConfig } from '$core/lab/document';
import { prunerDef, prunerOptions } from '$core/pruners/registry';
import { aimsOf, paretoDirections } from '$core/run/objectives';
import { samplerDef, samplerOptions, samplerRefusal } from '$core/samplers/registry';
import { boundConstraints } from '$core/space/constraints';
import { checkEnqueued } from '$core/space/enqueue';
import { checkSpace } from '$core/space/validate';
import { checkFolds, checkPrunerFolds } from '$core/validation/check';
import type { ModelShape } from '$core/lab/checkFidelity';

export interface StudyProblems {
  readonly space: string | null;
  readonly sampler: string | null;
  /** Of the folds, where the form of the folds says it. */
  readonly folds: string | null;
  readonly pruner: string | null;
  readonly aims: string | null;
  /** Of the points to try first. */
  readonly points: string | null;
  readonly fidelity: string | null;
}

/** `shape`: of the data, once it is exact. `inFields`: what is told at a parameter. */
export function studyProblems(
  tune: TuneConfig,
  lab: Lab,
  shape: ModelShape | null,
  inFields: ReadonlyMap<string, string>,
): StudyProblems {
  const [first] = inFields.values();
  const space = first ?? refusal(() => checkSpace(tune.space, tune.base, tune.constraints, lab.features));
  const sampler =
    space === null
      ? refusal(() => {
          const def = samplerDef(tune.sampler.type);
          const options = samplerOptions(def, tune.sampler.options);
          const error = samplerRefusal(def, tune.space, options, paretoDirections(aimsOf(tune)) !== null);
          if (error) throw error;
        })
      : null;
  const { pruner, validation, enqueue } = tune;
  const folds = validation ? refusal(() => checkFolds(validation, lab)) : null;
  return {
    space,
    sampler,
    folds,
    pruner:
      pruner && folds === null
        ? refusal(() => {
            if (validation) checkFolds(validation, lab, pruner.type);
            checkPrunerFolds(pruner.type, validation);
            prunerOptions(prunerDef(pruner.type), pruner.options);
          })
        : null,
    aims: refusal(() => checkAims(tune)),
    points:
      enqueue && space === null
        ? refusal(() =>
            checkEnqueued(enqueue, tune.space, boundConstraints(tune.constraints ?? [], tune.space, tune.base)),
          )
        : null,
    fidelity: fidelityProblem(tune, shape),
  };
}

/** What is wrong with the levels of a study; `shape`: of the data, once it is exact. */
export const fidelityProblem = (tune: TuneConfig, shape: ModelShape | null): string | null =>
  refusal(() => {
    checkFidelity(
      tune,
      tune.space.map(({ path }) => path),
    );
    if (shape) checkResolution(tune, shape);
  });

/** The first of them, for the button. */
export const firstProblem = (of: StudyProblems | null): string | null =>
  of && (of.space ?? of.sampler ?? of.folds ?? of.pruner ?? of.aims ?? of.points ?? of.fidelity);
