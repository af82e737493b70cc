// All checks of a data set. One line each, in the order of running.
import { checkInput, type CheckDef, type CheckInput, type Finding, type Severity } from './check';
import { classes } from './classes';
import { conflicts } from './conflicts';
import { constants } from './constants';
import { correlated } from './correlated';
import { duplicates } from './duplicates';
import { identifiers } from './identifiers';
import { leakage } from './leakage';
import { missing } from './missing';
import { mixedTypes } from './mixedTypes';
import { outliers } from './outliers';

export const checkDefs: readonly CheckDef[] = [
  duplicates,
  conflicts,
  constants,
  identifiers,
  leakage,
  classes,
  missing,
  mixedTypes,
  outliers,
  correlated,
];

export interface CheckReport {
  /** Most severe first. */
  readonly findings: readonly Finding[];
  /** Labels of the checks that found nothing. */
  readonly passed: readonly string[];
}

const weight: Readonly<Record<Severity, number>> = { error: 0, warn: 1, info: 2 };

/** Runs every check. `columns` as the lab types them. */
export async function runChecks(
  columns: CheckInput['columns'],
  rows: number,
  roles: CheckInput['roles'],
  on: { progress(stage: string, done: number, total: number): void; pause(): Promise<void> },
): Promise<CheckReport> {
  const input = checkInput(columns, rows, roles, () => on.pause());
  const findings: Finding[] = [];
  const passed: string[] = [];
  for (const [i, def] of checkDefs.entries()) {
    on.progress('checks', i, checkDefs.length);
    const found = await def.run(input);
    if (found.length === 0) passed.push(def.label);
    findings.push(...found);
  }
  return { findings: findings.sort((a, b) => weight[a.severity] - weight[b.severity]), passed };
}
