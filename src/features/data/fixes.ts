// What a finding's fix changes in the lab, and its words. Every fix is one edit that can be undone.
import { blankFormula, type Fix } from '$core/checks/check';
import type { ColumnRecipe, Lab, RowRule } from '$core/lab/document';
import { ruleText } from '$core/rules/rows';
import type { DatasetInfo } from '$core/table/types';
import { withIncluded, withType, type Edit } from './roles';
import { typeLabels } from './words';

export function fixWords(fix: Fix): string {
  switch (fix.kind) {
    case 'type':
      return `Make it ${typeLabels[fix.type].toLowerCase()}`;
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
  }
}

export function fixEdit(fix: Fix, dataset: DatasetInfo): { readonly label: string; readonly change: Edit } {
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

/** Clipping first in the column's recipe, at fences that are fitted on the training rows. */
const withClip =
  (column: string): Edit =>
  (lab: Lab) => {
    const { columns = {} } = lab.features;
    const recipe: ColumnRecipe = Object.hasOwn(columns, column) ? columns[column] : {};
    const transforms = [{ type: 'clip' }, ...(recipe.transforms ?? [])];
    return { ...lab, features: { ...lab.features, columns: { ...columns, [column]: { ...recipe, transforms } } } };
  };

/** A formula before all other steps: they too shall see the value as missing. */
const withBlank =
  (column: string, value: number): Edit =>
  (lab) => {
    const formulas = blankFormula(column, value);
    if (formulas === null) return lab;
    const derive = lab.features.derive ?? [];
    const taken = new Set(derive.map(({ id }) => id));
    const numbers = Array.from({ length: derive.length + 1 }, (_, i) => i + 1);
    const id = `blank-${numbers.find((n) => !taken.has(`blank-${n}`))}`;
    const step = { id, type: 'expression', options: { formulas } };
    return { ...lab, features: { ...lab.features, derive: [step, ...derive] } };
  };
