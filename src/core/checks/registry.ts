// All checks of a data set. One line each, in the order of running.
import { TablabError } from '../errors/error';
import type { Lab } from '../lab/document';
import { partition } from '../pipeline/partition';
import type { RowSplit } from '../pipeline/split';
import { readTarget, rowsWithTarget } from '../pipeline/target';
import { withoutDropped } from '../rules/rows';
import { gatherColumn } from '../table/gather';
import type { Column, ImportNote } from '../table/types';
import { checkInput, type CheckContext, type CheckDef, type CheckInput, type Finding, type Severity } from './check';
import { alike } from './alike';
import { classes } from './classes';
import { codedCategories } from './codedCategories';
import { conflicts } from './conflicts';
import { constants } from './constants';
import { counts } from './counts';
import { correlated } from './correlated';
import { drift } from './drift';
import { duplicates } from './duplicates';
import { identifiers } from './identifiers';
import { isolated } from './isolated';
import { leakage } from './leakage';
import { manyCategories } from './manyCategories';
import { missing } from './missing';
import { mixedTypes } from './mixedTypes';
import { outliers } from './outliers';
import { ranges } from './ranges';
import { shape } from './shape';
import { skew } from './skew';
import { slices } from './slices';
import { unused } from './unused';

export const checkDefs: readonly CheckDef[] = [
  shape,
  counts,
  unused,
  alike,
  duplicates,
  conflicts,
  constants,
  identifiers,
  leakage,
  classes,
  missing,
  mixedTypes,
  ranges,
  outliers,
  isolated,
  skew,
  codedCategories,
  manyCategories,
  correlated,
  slices,
  drift,
];

export interface CheckReport {
  /** Most severe first. */
  readonly findings: readonly Finding[];
  /** Labels of the checks that found nothing. */
  readonly passed: readonly string[];
  /** What the lab's rules left out before, in words. */
  readonly dropped: readonly ImportNote[];
}

const ofCases: ReadonlySet<string> = new Set([
  'check-small',
  'check-conflicts',
  'check-overlap',
  'check-repeats',
  'check-rare-class',
  'check-imbalance',
  'check-slices',
]);

const weight: Readonly<Record<Severity, number>> = { error: 0, warn: 1, info: 2 };

export interface CheckProgress {
  progress(stage: string, done: number, total: number): void;
  /** Resolves soon; throws when the work is to stop. */
  pause(): Promise<void>;
}

/** What of a lab the checks of its data depend on. */
export type CheckedLab = Pick<Lab, 'roles' | 'rows' | 'features' | 'split' | 'seed'>;

/**
 * Runs every check on the rows that the lab's rules leave. `columns` as the lab types them. Row numbers in the report
 * are those of the data set.
 */
export async function checkLabData(
  columns: readonly Column[],
  rows: number,
  lab: CheckedLab,
  on: CheckProgress,
): Promise<CheckReport> {
  const all = Uint32Array.from({ length: rows }, (_, row) => row);
  const rules = lab.rows ?? [];
  const { kept, notes } = withoutDropped(all, { rows, columns }, lab.roles, rules);
  const left = kept.length === rows ? columns : columns.map((column) => gatherColumn(column, kept));
  const split = splitOf(left, kept.length, lab);
  const report = await runChecks(left, kept.length, lab.roles, on, {
    split,
    rules,
    features: lab.features,
    splitBy: lab.split,
  });
  if (kept.length === rows) return { ...report, dropped: notes };
  const renumbered = report.findings.map((one) => ({ ...one, rows: one.rows.map((row) => kept[row]) }));
  return { ...report, findings: renumbered, dropped: notes };
}

/** The rows by part as the lab would split them; null where it cannot. */
function splitOf(columns: readonly Column[], rows: number, { roles, split, seed }: CheckedLab): RowSplit | null {
  try {
    const table = { rows, columns };
    const target = readTarget(table, roles);
    return partition({ table, target, rows: rowsWithTarget(target), split, seed });
  } catch (error) {
    if (!(error instanceof TablabError)) throw error;
    return null;
  }
}

/** Runs every check. `columns` as the lab types them. */
export async function runChecks(
  columns: CheckInput['columns'],
  rows: number,
  roles: CheckInput['roles'],
  on: CheckProgress,
  context: Partial<CheckContext> = {},
): Promise<CheckReport> {
  const input = checkInput(columns, rows, roles, () => on.pause(), context);
  const findings: Finding[] = [];
  const passed: string[] = [];
  for (const [i, def] of checkDefs.entries()) {
    on.progress('checks', i, checkDefs.length);
    const found = await def.run(input);
    if (found.length === 0) passed.push(def.label);
    findings.push(...found);
  }
  // Of a table of counts, rows say nothing about cases: how few there are, how they repeat and disagree.
  const counted = findings.some(({ text }) => text.code === 'check-counts');
  const said = counted ? findings.filter(({ text }) => !ofCases.has(text.code)) : findings;
  return { findings: said.sort((a, b) => weight[a.severity] - weight[b.severity]), passed, dropped: [] };
}
