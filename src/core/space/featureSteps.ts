// Lists of ordered steps that a lab's features may hold, each step `{ id, type, options? }`: how a search space finds
// the options of a step. One line per list.
import type { Fields } from '../fields/field';
import { deriveDefs } from '../pipeline/derive/registry';
import { matrixStepDef } from '../pipeline/matrix/registry';
import { resampleDef } from '../pipeline/resample/registry';

/** Options of a step of this type; undefined for a type that the list does not know. */
export type StepFields = (type: string) => Fields | undefined;

/** By the name of the list in `features`. */
export const featureSteps: Readonly<Record<string, StepFields>> = {
  derive: (type) => deriveDefs.find((def) => def.type === type)?.fields,
  matrix: (type) => matrixStepDef(type)?.fields,
  resample: (type) => resampleDef(type)?.fields,
};
