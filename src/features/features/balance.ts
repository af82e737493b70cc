// Edits of the resampling of a lab, each a pure change of it.
import { defaultsOf, type Scalar } from '$core/fields/field';
import type { Lab } from '$core/lab/document';
import { resampleDef, resampleDefs } from '$core/pipeline/resample/registry';
import type { ResampleChoice } from '$core/pipeline/resample/run';
import { freeId } from './edits';

type Edit = (lab: Lab) => Lab;

export const mostSteps = 4;

export const offers = resampleDefs.map(({ type, label, help }) => ({ type, label, help }));

export const balanceOf = ({ features }: Lab): readonly ResampleChoice[] => features.resample ?? [];

/** The lab with other steps; without any, as if there had never been one. */
const withSteps =
  (change: (steps: readonly ResampleChoice[]) => ResampleChoice[]): Edit =>
  (lab) => {
    const { resample = [], ...features } = lab.features;
    const steps = change(resample);
    return { ...lab, features: steps.length > 0 ? { ...features, resample: steps } : features };
  };

export const added = (type: string): Edit => withSteps((steps) => [...steps, { id: freeId(type, steps), type }]);

export const removed = (id: string): Edit => withSteps((steps) => steps.filter((step) => step.id !== id));

const changed = (id: string, change: (step: ResampleChoice) => ResampleChoice): Edit =>
  withSteps((steps) => steps.map((step) => (step.id === id ? change(step) : step)));

export const switched = (id: string, on: boolean): Edit =>
  changed(id, ({ enabled: _, ...step }) => (on ? step : { ...step, enabled: false }));

/** Options at their defaults are left out. */
export const withOption = (id: string, key: string, value: Scalar): Edit =>
  changed(id, ({ options, ...step }) => {
    const defaults = defaultsOf(resampleDef(step.type)?.fields ?? {}) as Readonly<Record<string, Scalar>>;
    const own = Object.entries({ ...options, [key]: value }).filter(([name, one]) => one !== defaults[name]);
    return own.length > 0 ? { ...step, options: Object.fromEntries(own) } : step;
  });
