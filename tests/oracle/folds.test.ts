// Folds against scikit-learn's own, where no chance is involved: membership, position by position.
import { describe, expect, test } from 'vitest';
import { groupKFold, kFold, shuffledGroupKFold, stratifiedKFold, timeSeriesFolds } from '$core/validation/folds';
import golden from './sklearn/folds.json';

describe('folds are those of scikit-learn', () => {
  test.each(golden.kfold)('KFold of $n in $k', ({ n, k, foldOf }) => {
    expect([...kFold(n, k)]).toEqual(foldOf);
  });
  test.each(golden.time)('TimeSeriesSplit of $n in $k', ({ n, k, foldOf }) => {
    expect([...timeSeriesFolds(n, k)]).toEqual(foldOf);
  });
  test.each(golden.stratified)('StratifiedKFold in $k', ({ labels, k, foldOf }) => {
    expect([...stratifiedKFold(labels, k, String)]).toEqual(foldOf);
  });
  test.each(golden.grouped)('GroupKFold of $groups groups in $k', ({ groupOf, groups, k, foldOf }) => {
    expect([...groupKFold(groupOf, groups, k)]).toEqual(foldOf);
  });
  test.each(golden.shuffledGroups)('GroupKFold with shuffling in $k', ({ groupOf, order, k, foldOf }) => {
    expect([...shuffledGroupKFold(groupOf, order, k)]).toEqual(foldOf);
  });
});
