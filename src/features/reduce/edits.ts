// Edits of the matrix steps of a lab, and the choices on the two tabs.
import { defaultsOf, type Scalar } from '$core/fields/field';
import type { Lab } from '$core/lab/document';
import type { MatrixChoice } from '$core/pipeline/matrix/chosen';
import { matrixSteps } from '$core/pipeline/matrix/registry';

export const choicesOf = (group: 'select' | 'reduce' | 'rows') =>
  matrixSteps.filter((def) => def.group === group).map(({ type, label }) => ({ value: type, label }));

export const defOf = (type: string) => matrixSteps.find((def) => def.type === type)!;

export const defaultsFor = (type: string): Record<string, Scalar> => defaultsOf(defOf(type).fields);

/** Only what differs from the defaults, so that a document says no more than it must. */
export function shortened(type: string, options: Readonly<Record<string, Scalar>>): Record<string, Scalar> | undefined {
  const defaults = defaultsFor(type);
  const entries = Object.entries(options).filter(([key, value]) => key in defaults && value !== defaults[key]);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** `pca`, `pca-2`, ...: an id that no other step has. */
function freeId(type: string, taken: readonly MatrixChoice[]): string {
  const base = type.toLowerCase();
  for (let k = 1; ; k++) {
    const id = k === 1 ? base : `${base}-${k}`;
    if (!taken.some((step) => step.id === id)) return id;
  }
}

const withMatrix = (lab: Lab, matrix: MatrixChoice[]): Lab => {
  const { matrix: _, ...features } = lab.features;
  return { ...lab, features: matrix.length > 0 ? { ...features, matrix } : features };
};

export const added =
  (type: string, options: Readonly<Record<string, Scalar>>) =>
  (lab: Lab): Lab => {
    const steps = lab.features.matrix ?? [];
    const own = shortened(type, options);
    return withMatrix(lab, [...steps, { id: freeId(type, steps), type, ...(own ? { options: own } : {}) }]);
  };

export const removed =
  (id: string) =>
  (lab: Lab): Lab =>
    withMatrix(
      lab,
      (lab.features.matrix ?? []).filter((step) => step.id !== id),
    );

export const switched =
  (id: string, on: boolean) =>
  (lab: Lab): Lab =>
    withMatrix(
      lab,
      (lab.features.matrix ?? []).map((step) => {
        if (step.id !== id) return step;
        const { enabled: _, ...rest } = step;
        return on ? rest : { ...rest, enabled: false };
      }),
    );

/** An option of a step, e.g. the number of components. */
export const withOption =
  (id: string, key: string, value: Scalar) =>
  (lab: Lab): Lab =>
    withMatrix(
      lab,
      (lab.features.matrix ?? []).map((step) => {
        if (step.id !== id) return step;
        const { options, ...rest } = step;
        const own = shortened(step.type, { ...options, [key]: value });
        return own ? { ...rest, options: own } : rest;
      }),
    );

/** At most this many steps fit a lab. */
export const mostSteps = 12;
