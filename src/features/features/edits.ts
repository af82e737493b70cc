// Edits of the steps on the table, each a pure change of the lab.
import type { Scalar } from '$core/fields/field';
import type { DeriveStep, Lab } from '$core/lab/document';
import type { ColumnType } from '$core/table/types';

type Edit = (lab: Lab) => Lab;

export const stepsOf = ({ features }: Lab): readonly DeriveStep[] => features.derive ?? [];

/** The lab with other steps; without any, as if there had never been one. */
export function withSteps(change: (steps: readonly DeriveStep[]) => readonly DeriveStep[]): Edit {
  return (lab) => {
    const { derive = [], ...features } = lab.features;
    const steps = change(derive);
    return { ...lab, features: steps.length > 0 ? { ...features, derive: [...steps] } : features };
  };
}

/** `date-parts`, `date-parts-2`: an id that no step has, which a search space can name. */
export function freeId(type: string, steps: readonly { readonly id: string }[]): string {
  const base = type.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).slice(0, 36);
  const taken = new Set(steps.map(({ id }) => id));
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(id)) return id;
  }
}

/** At the end, with what a person would choose first: dates that are otherwise left out, a category to group by. */
export const added =
  (type: string, columns: readonly { readonly name: string; readonly type: ColumnType }[] = []): Edit =>
  (lab) => {
    const first: Partial<DeriveStep> = {};
    const { target, exclude } = lab.roles;
    const dates = columns.filter((column) => column.type === 'date').map(({ name }) => name);
    // Dates are left out of the features at first, and a step works on what is used unless it is told otherwise.
    if (type === 'dateParts' && dates.length > 0 && dates.every((name) => exclude.includes(name)))
      first.columns = dates;
    const group = columns.find(
      (column) => column.type === 'categorical' && column.name !== target && !exclude.includes(column.name),
    );
    if (type === 'groupFigures' && group) first.options = { by: group.name };
    return withSteps((steps) => [...steps, { id: freeId(type, steps), type, ...first }])(lab);
  };

export const removed = (id: string): Edit => withSteps((steps) => steps.filter((step) => step.id !== id));

/** One place earlier (-1) or later (1). */
export const moved = (id: string, by: -1 | 1): Edit =>
  withSteps((steps) => {
    const at = steps.findIndex((step) => step.id === id);
    const to = at + by;
    if (at < 0 || to < 0 || to >= steps.length) return steps;
    const next = [...steps];
    [next[at], next[to]] = [next[to], next[at]];
    return next;
  });

const changed = (id: string, change: (step: DeriveStep) => DeriveStep): Edit =>
  withSteps((steps) => steps.map((step) => (step.id === id ? change(step) : step)));

export const switched = (id: string, on: boolean): Edit =>
  changed(id, ({ enabled: _, ...step }) => (on ? step : { ...step, enabled: false }));

export const withOption = (id: string, key: string, value: Scalar): Edit =>
  changed(id, (step) => ({ ...step, options: { ...step.options, [key]: value } }));

/** Empty: all columns that the step takes. */
export const withColumns = (id: string, columns: readonly string[]): Edit =>
  changed(id, ({ columns: _, ...step }) => (columns.length > 0 ? { ...step, columns: [...columns] } : step));
