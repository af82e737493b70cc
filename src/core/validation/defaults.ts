// What a validation starts from.
import type { Lab, ValidateConfig } from '../lab/document';
import type { Goal } from '../run/objectives';
import type { MethodType, ValidateMethod } from './config';
import type { FoldPlan } from './foldPlan';

/** The folds that suit a lab: as its split goes, by class where there are classes. */
export function defaultFolds({ split, roles }: Pick<Lab, 'split' | 'roles'>): FoldPlan {
  if (split.method === 'grouped' || split.method === 'time') return { method: split.method, folds: 5 };
  return { method: roles.task === 'regression' ? 'kfold' : 'stratified', folds: 5 };
}

/** Shares of the training rows that a learning curve starts from. */
const sizes = [0.1, 0.2, 0.4, 0.6, 0.8, 1];

export function defaultMethod(type: MethodType): ValidateMethod {
  switch (type) {
    case 'folds':
    case 'nested':
      return { type };
    case 'learning':
      return { type, sizes: [...sizes], seeds: 2 };
    case 'curve':
      return { type, path: 'optimizer.learningRate', values: [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1], seeds: 1 };
  }
}

/** Every train step by folds; of a lab that only searches, its first search, nested. */
export function defaultValidation(
  lab: Pick<Lab, 'split' | 'roles' | 'steps'>,
  objective: Goal & ValidateConfig['objective'],
): ValidateConfig {
  const folds = defaultFolds(lab);
  const trained = lab.steps.filter(({ type }) => type === 'train').slice(0, 4);
  const search = lab.steps.find(({ type }) => type === 'tune');
  if (trained.length === 0 && search)
    return { models: [{ step: search.id }], objective, folds: { ...folds, folds: 3 }, method: { type: 'nested' } };
  return { models: trained.map(({ id }) => ({ step: id })), objective, folds, method: { type: 'folds' } };
}
