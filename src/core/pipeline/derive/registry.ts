// Every step on the table: one file each under steps/, one line here, in the order in which they are offered.
import type { DeriveDef } from './derive';
import { combine } from './steps/combine';
import { dateParts } from './steps/dateParts';
import { dropColumns } from './steps/dropColumns';
import { expression } from './steps/expression';
import { filterRows } from './steps/filterRows';
import { groupFigures } from './steps/groupFigures';
import { imputeIterative } from './steps/imputeIterative';
import { imputeKnn } from './steps/imputeKnn';
import { missingMarks } from './steps/missingMarks';
import { polynomial } from './steps/polynomial';

export const deriveDefs: readonly DeriveDef[] = [
  dateParts,
  expression,
  groupFigures,
  combine,
  polynomial,
  missingMarks,
  imputeKnn,
  imputeIterative,
  dropColumns,
  filterRows,
];
