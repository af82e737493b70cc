// What inspections of the data set (its look, its checks) depend on.
import type { Lab } from '$core/lab/document';
import type { DatasetInfo } from '$core/table/types';
import type { Inspected, InspectedLab } from '$bridge/tableClient';
import type { Baselined as Prepared } from '$features/lab';

/** What of a lab decides the outcome. */
export const inspected = (lab: Lab, dataset: DatasetInfo): Inspected => ({
  sha256: dataset.sha256,
  labels: lab.labels,
  types: lab.types ?? {},
  roles: lab.roles,
});

/** The same for checks, which also look at how the lab prepares and splits its rows. */
export function inspectedLab(lab: Lab, dataset: DatasetInfo): InspectedLab {
  const { roles, rows, features, split, seed } = lab;
  return { ...inspected(lab, dataset), lab: { roles, rows, features, split, seed } };
}

/** What baselines depend on: all that prepares the lab's data. */
export interface Baselined {
  readonly sha256: string;
  readonly lab: Prepared;
}
export function baselined(lab: Lab, { sha256 }: DatasetInfo): Baselined {
  const { seed, roles, labels, rows, features, split, types } = lab;
  return { sha256, lab: { seed, roles, labels, rows, features, split, types } };
}
