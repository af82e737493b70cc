// The matrix steps of a lab, resolved to steps that exist with all their options.
import { TablabError } from '../../errors/error';
import { complete } from '../../fields/complete';
import type { Fields, Values } from '../../fields/field';
import type { FeaturesConfig } from '../../lab/document';
import { matrixStepDef } from './registry';
import type { MatrixStepDef } from './step';

export type MatrixChoice = NonNullable<FeaturesConfig['matrix']>[number];

export interface ChosenMatrixStep {
  readonly id: string;
  readonly def: MatrixStepDef;
  readonly options: Values<Fields>;
}

/** The steps that are switched on, in order. Throws `matrix-unknown` or `field-invalid`. */
export const chosenMatrixSteps = ({ matrix = [] }: FeaturesConfig): ChosenMatrixStep[] =>
  matrix.filter(({ enabled }) => enabled !== false).map(chosenMatrixStep);

export function chosenMatrixStep({ id, type, options }: MatrixChoice): ChosenMatrixStep {
  const def = matrixStepDef(type);
  if (!def) throw new TablabError('matrix-unknown', { id, type });
  return { id, def, options: complete(def.fields, options, `of the step "${id}" (${def.label})`) };
}

/** Throws what makes the steps of a lab meaningless, whatever the data are. */
export function checkMatrix({ matrix = [] }: FeaturesConfig): void {
  const ids = new Set<string>();
  for (const step of matrix) {
    if (ids.has(step.id)) throw new TablabError('matrix-duplicate', { id: step.id });
    ids.add(step.id);
    chosenMatrixStep(step);
  }
}
