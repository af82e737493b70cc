// Whether two labs would run a step alike.
import type { Lab, Step } from '$core/lab/document';

/** All that decides the outcome of a step, as one comparable text. The title, notes and steps that it does not name do not. */
export function fingerprint(lab: Lab, stepId: string): string {
  const { data, types, roles, labels, rows, features, split, seed } = lab;
  const step = lab.steps.find(({ id }) => id === stepId);
  const config = step?.config;
  return stable({
    data,
    types: types ?? {},
    roles,
    labels,
    rows,
    features,
    split,
    seed,
    config: config ?? null,
    ...(step ? judged(lab, step) : {}),
  });
}

/** The steps whose models a validation judges. */
function judged(lab: Lab, step: Step): { models?: unknown[] } {
  if (step.type !== 'validate') return {};
  return { models: step.config.models.map((model) => lab.steps.find(({ id }) => id === model.step)?.config ?? null) };
}

/** JSON with sorted keys. */
function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stable).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, of]) => of !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, of]) => `${JSON.stringify(key)}:${stable(of)}`).join()}}`;
}
