// New steps with sensible defaults.
import type { Lab, Step, TrainStep, TuneConfig } from '$core/lab/document';
import { defaultSearch } from '$core/nas/defaults';
import { proposeDomain, tunableFields } from '$core/space/tunable';
import type { Param } from '$core/space/space';
import type { ColumnInfo, Task } from '$core/table/types';
import { defaultValidation } from '$core/validation/defaults';
import { defaultTrainConfig, type DataKind, type TrainConfig } from '$core/train/config';

/**
 * The objective that suits a task: root mean squared error for values; accuracy for classes, or what rare classes count
 * in where they are very unequal.
 */
export const defaultObjective = (task: Task, target?: ColumnInfo): TuneConfig['objective'] => {
  if (task === 'regression') return { metric: 'rmse', direction: 'minimize' };
  if (!target || !isSkewed(target)) return { metric: 'accuracy', direction: 'maximize' };
  return { metric: task === 'binary' ? 'auc' : 'balancedAccuracy', direction: 'maximize' };
};

/** One class is ten times as frequent as another, as the checks warn of: guessing it would look accurate. */
const skewed = 10;

function isSkewed({ type, top, range }: ColumnInfo): boolean {
  if (type === 'boolean' && range)
    return Math.max(range.mean, 1 - range.mean) >= skewed * Math.min(range.mean, 1 - range.mean);
  const counts = (top ?? []).map(({ count }) => count);
  return counts.length > 1 && Math.max(...counts) >= skewed * Math.min(...counts);
}

/** Learning rate and the width of the first layer that has one: what matters first in a small network. */
function firstSpace(base: TrainConfig): Param[] {
  const fields = tunableFields(base);
  const rate = fields.find(({ path }) => path === 'optimizer.learningRate');
  const width = fields.find(({ path }) => /^layers\.[^.]+\.(units|filters)$/.test(path));
  return [rate, width].flatMap((one) => (one ? [{ path: one.path, domain: proposeDomain(one.field, one.value) }] : []));
}

function freeId(lab: Lab, type: string): string {
  const taken = new Set(lab.steps.map(({ id }) => id));
  for (let n = 1; ; n++) {
    const id = n === 1 ? type : `${type}-${n}`;
    if (!taken.has(id)) return id;
  }
}

/** Whether a network takes what the lab's models get: codes of texts want an embedding first. */
const takes = ({ layers }: TrainConfig, kind: DataKind) =>
  (kind !== 'text' && kind !== 'textTable') || layers.some(({ type }) => type === 'embedding');

/** A new step for the end of the recipe. A search starts from the newest train step's model or training; `rows`: of the data set. */
export function newStep(lab: Lab, type: Step['type'], kind: DataKind, target?: ColumnInfo, rows?: number): Step {
  const id = freeId(lab, type);
  const trained = lab.steps.findLast((step) => step.type === 'train' && takes(step.config, kind)) as
    TrainStep | undefined;
  const base = trained?.config ?? defaultTrainConfig(kind);
  if (type === 'train') return { id, type, config: base };
  if (type === 'nas') {
    const { validation, test } = lab.split;
    const search = defaultSearch(kind, trained?.config, rows && Math.round(rows * (1 - validation - test)));
    return { id, type, config: { ...search, objective: defaultObjective(lab.roles.task, target) } };
  }
  if (type === 'validate')
    return { id, type, config: defaultValidation(lab, defaultObjective(lab.roles.task, target)) };
  return {
    id,
    type,
    config: {
      base,
      space: firstSpace(base),
      sampler: { type: 'auto', options: {} },
      objective: defaultObjective(lab.roles.task, target),
      trials: 30,
      width: 2,
    },
  };
}
