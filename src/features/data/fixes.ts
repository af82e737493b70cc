// What a finding's fix changes in the lab, and its words. Every fix is one edit that can be undone.
import { blankFormula, type Finding, type Fix } from '$core/checks/check';
import type { ColumnRecipe, Lab, RowRule } from '$core/lab/document';
import { ruleText } from '$core/rules/rows';
import type { DatasetInfo } from '$core/table/types';
import { withIncluded, withType, type Edit } from './roles';
import { typeLabels } from '$core/table/typeLabels';
import { columnList } from './words';

/** `several`: the finding is about several columns, so that the column has to be named. */
export function fixWords(fix: Fix, several = false): string {
  switch (fix.kind) {
    case 'type':
      return `Make ${several ? fix.column : 'it'} ${typeLabels[fix.type]}`;
    case 'exclude':
      return fix.columns.length === 1 ? `Leave out ${fix.columns[0]}` : `Leave out ${fix.columns.length} columns`;
    case 'rows':
      return 'Leave out the rows';
    case 'clip':
      return 'Clip them';
    case 'blank':
      return 'Make it missing';
    case 'balance':
      return 'Repeat rows of rare classes';
    case 'split':
      return fix.method === 'time' ? 'Split in time order' : 'Split by group';
    case 'words':
      return `Use the words of ${fix.column}`;
    case 'dateParts':
      return fix.columns.length === 1 ? 'Make columns of its parts' : 'Make columns of their parts';
    case 'transform':
      return fix.type === 'log1p' ? 'Take logarithms' : 'Bring them together';
    case 'select':
      return `Keep the ${fix.components} most telling`;
    case 'writeOut':
      return 'Write the cases out';
    case 'encode':
      return 'Encode by the target';
  }
}

/** A fix that is an edit of the lab; another makes a data set of its own. */
export type EditFix = Exclude<Fix, { kind: 'writeOut' }>;
export const isEdit = (fix: Fix): fix is EditFix => fix.kind !== 'writeOut';

export function fixEdit(fix: EditFix, dataset: DatasetInfo): { readonly label: string; readonly change: Edit } {
  switch (fix.kind) {
    case 'exclude':
      return { label: `Leave out ${fix.columns.join(', ')}`, change: withIncluded(fix.columns, false) };
    case 'type': {
      const column = dataset.columns.find(({ name }) => name === fix.column);
      return { label: 'Change column type', change: column ? withType(column, fix.type) : (lab) => lab };
    }
    case 'rows':
      return { label: `Leave out: ${ruleText(fix.rule)}`, change: withRule(fix.rule) };
    case 'clip':
      return { label: `Clip ${fix.column}`, change: withClip(fix.column) };
    case 'blank':
      return { label: `Make ${fix.value} in ${fix.column} missing`, change: withBlank(fix.column, fix.value) };
    case 'balance':
      return { label: 'Repeat rows of rare classes', change: withBalance };
    case 'split':
      return { label: fixWords(fix), change: withSplit(fix.method, fix.column) };
    case 'words':
      return { label: fixWords(fix), change: withWords(fix.column) };
    case 'dateParts':
      return { label: 'Make columns of dates', change: withDateParts(fix.columns, fix.hour) };
    case 'transform':
      return { label: fixWords(fix), change: withTransform(fix.columns, fix.type) };
    case 'select':
      return { label: fixWords(fix), change: withSelection(fix.components) };
    case 'encode':
      return {
        label: `Encode ${fix.column}`,
        change: withRecipe(fix.column, (recipe) => ({ ...recipe, encode: { type: fix.type } })),
      };
  }
}

const withRule =
  (rule: RowRule): Edit =>
  (lab) => ({ ...lab, rows: [...(lab.rows ?? []), rule] });

/** Without rules the key is left out, so that the lab is as it was. */
export const withoutRule =
  (index: number): Edit =>
  ({ rows = [], ...lab }) => {
    const left = rows.filter((_, i) => i !== index);
    return left.length > 0 ? { ...lab, rows: left } : lab;
  };

/** In training alone, by the step of the Features page; once is enough. */
const withBalance: Edit = (lab) => {
  const { resample = [] } = lab.features;
  if (resample.some(({ type }) => type === 'over') || resample.length >= 4) return lab;
  const taken = new Set(resample.map(({ id }) => id));
  const id = taken.has('over') ? `over-${resample.length + 1}` : 'over';
  return { ...lab, features: { ...lab.features, resample: [...resample, { id, type: 'over' }] } };
};

const withRecipe =
  (column: string, change: (recipe: ColumnRecipe) => ColumnRecipe): Edit =>
  (lab: Lab) => {
    const { columns = {} } = lab.features;
    const recipe: ColumnRecipe = Object.hasOwn(columns, column) ? columns[column] : {};
    return { ...lab, features: { ...lab.features, columns: { ...columns, [column]: change(recipe) } } };
  };

/** Clipping first in the column's recipe, at fences that are fitted on the training rows. */
const withClip = (column: string): Edit =>
  withRecipe(column, (recipe) => ({ ...recipe, transforms: [{ type: 'clip' }, ...(recipe.transforms ?? [])] }));

/** After clipping, where there is any. */
const withTransform =
  (columns: readonly string[], type: string): Edit =>
  (lab) =>
    columns.reduce(
      (changed, column) =>
        withRecipe(column, (recipe) => ({ ...recipe, transforms: [...(recipe.transforms ?? []), { type }] }))(changed),
      lab,
    );

/** By mutual information with the target, fitted on the training rows like every step. */
const withSelection =
  (components: number): Edit =>
  (lab) => {
    const { matrix = [] } = lab.features;
    const taken = new Set(matrix.map(({ id }) => id));
    const id = taken.has('keep') ? `keep-${matrix.length + 1}` : 'keep';
    const step = { id, type: 'information', options: { keep: 'best', components } };
    return { ...lab, features: { ...lab.features, matrix: [...matrix, step] } };
  };

const withSplit =
  (method: 'time' | 'grouped', column: string): Edit =>
  (lab) => ({ ...lab, split: { validation: lab.split.validation, test: lab.split.test, method, column } });

const withWords =
  (column: string): Edit =>
  (lab) =>
    withIncluded([column], true)(withRecipe(column, (recipe) => ({ ...recipe, encode: { type: 'tfidf' } }))(lab));

/** After what repairs values, before what may use the parts. */
const withDateParts =
  (columns: readonly string[], hour: boolean): Edit =>
  (lab) => {
    const derive = lab.features.derive ?? [];
    const taken = new Set(derive.map(({ id }) => id));
    const numbers = Array.from({ length: derive.length + 1 }, (_, i) => i + 1);
    const id = `dates-${numbers.find((n) => !taken.has(`dates-${n}`))}`;
    const step = { id, type: 'dateParts', columns: [...columns], ...(hour && { options: { hour } }) };
    return { ...lab, features: { ...lab.features, derive: [...derive, step] } };
  };

/** What the lab document holds of formulas in a step, and of steps. */
const longestFormulas = 2000;
const mostDerived = 40;

/** A formula before all other steps: they too shall see the value as missing. */
const withBlank =
  (column: string, value: number): Edit =>
  (lab) => {
    const formulas = blankFormula(column, value);
    if (formulas === null) return lab;
    const derive = lab.features.derive ?? [];
    const [first, ...others] = derive;
    const before = first?.id.startsWith('blank-') && first.enabled !== false ? String(first.options?.formulas) : '';
    // Those of many columns share a step as long as it holds them.
    if (before !== '' && before.length + formulas.length < longestFormulas) {
      const joined = { ...first, options: { formulas: `${before}\n${formulas}` } };
      return { ...lab, features: { ...lab.features, derive: [joined, ...others] } };
    }
    if (derive.length >= mostDerived) return lab;
    const taken = new Set(derive.map(({ id }) => id));
    const numbers = Array.from({ length: derive.length + 1 }, (_, i) => i + 1);
    const id = `blank-${numbers.find((n) => !taken.has(`blank-${n}`))}`;
    const step = { id, type: 'expression', options: { formulas } };
    return { ...lab, features: { ...lab.features, derive: [step, ...derive] } };
  };

/** What would be done to each, where it is the same for all. */
const joint: Partial<Record<Fix['kind'], (fixes: readonly Fix[]) => string>> = {
  clip: () => 'Clip them all',
  exclude: (fixes) => `Leave out ${fixes.flatMap((fix) => (fix.kind === 'exclude' ? fix.columns : [])).length} columns`,
  rows: () => 'Leave out all these rows',
  blank: () => 'Make them missing',
  encode: () => 'Encode them by the target',
};

/** What a target cannot have: it is offered for the others. */
const forMost = [
  ['clip', 'Clip all'],
  ['blank', 'Make all missing'],
] as const;

/** What one press does to a group of findings: the first fix of each. What a target among them cannot have
 *  is offered for the others; null where the findings have no two fixes of one kind. */
export function jointFix(
  findings: readonly Finding[],
): { readonly fixes: readonly EditFix[]; readonly words: string } | null {
  const firsts = findings.flatMap(({ fixes }) => fixes.slice(0, 1)).filter(isEdit);
  if (firsts.length < 2) return null;
  const words = joint[firsts[0].kind];
  if (words && firsts.every(({ kind }) => kind === firsts[0].kind)) return { fixes: firsts, words: words(firsts) };
  for (const [kind, verb] of forMost) {
    const most = firsts.filter((fix) => fix.kind === kind);
    if (most.length < 2) continue;
    const left = findings.filter(({ fixes }) => fixes[0]?.kind !== kind).flatMap(({ columns }) => columns);
    return { fixes: most, words: `${verb} but ${columnList(left, 2)}` };
  }
  return null;
}

/** They as one edit. */
export function allEdit(
  fixes: readonly EditFix[],
  dataset: DatasetInfo,
): { readonly label: string; readonly change: Edit } {
  const edits = fixes.map((fix) => fixEdit(fix, dataset).change);
  return { label: `Apply ${fixes.length} fixes`, change: (lab) => edits.reduce((changed, edit) => edit(changed), lab) };
}
