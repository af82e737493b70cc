// The matrix steps of a lab, resolved to steps that exist with all their options.
import * as v from 'valibot';
import { TablabError } from '../../errors/error';
import { expectation, fieldsSchema, type Fields, type Values } from '../../fields/field';
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
  const result = v.safeParse(fieldsSchema(def.fields), options ?? {});
  if (result.success) return { id, def, options: result.output };
  const key = String(result.issues[0].path?.[0]?.key ?? '');
  throw new TablabError('field-invalid', {
    field: `${key} of the step "${id}" (${def.label})`,
    value: JSON.stringify(options?.[key]) ?? 'missing',
    expected: def.fields[key] ? expectation(def.fields[key]) : 'left out (there is no such option)',
  });
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
