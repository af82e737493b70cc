// Texts for splits and folds.
import type { ErrorText } from './catalogue';

export const validationErrors = {
  'folds-too-many': {
    what: '{folds} folds need at least as many {what}, but there are {count}.',
    action: 'Use fewer folds, or more data.',
  },
  'folds-class-small': {
    what: 'Rows of class "{class}" to train and validate on: {count}. That is too few for {folds} stratified folds.',
    action: 'Use fewer folds or plain k-fold, or merge or leave out that class.',
  },
  'folds-no-classes': {
    what: 'Stratified folds need classes, but the target is a number.',
    action: 'Choose k-fold.',
  },
  'folds-time-once': {
    what: 'Folds in time order have one order only: they cannot be repeated {repeats} times.',
    action: 'Set repeats to 1, or choose k-fold.',
  },
  'pruner-no-folds': {
    what: '"{pruner}" compares trials fold by fold, and this study has one hold-out part.',
    action: 'Choose folds as validation, or another pruner.',
  },
  'folds-nas': {
    what: '"{pruner}" compares trials fold by fold, and an architecture search has no folds.',
    action: 'Choose another pruner for the search.',
  },
  'folds-no-rungs': {
    what: '"{pruner}" hands weights on between trials, but cross-validated trials have a model for each fold.',
    action: "Choose Wilcoxon's test over folds or another pruner, or turn cross-validation off.",
  },
  'folds-no-curve': {
    what: '"{pruner}" reads how one training goes on from epoch to epoch, but the steps of a cross-validated trial are its folds.',
    action:
      'Choose a pruner that compares means over folds, such as halving or the median, or turn cross-validation off.',
  },
  'folds-column-missing': {
    what: '{method} folds need a column to go by.',
    action: 'Choose the column in the validation settings or in the split.',
  },
  'validate-no-model': {
    what: 'No model is chosen to validate.',
    action: 'Choose a Train step, or a trial of a search that has run.',
  },
  'validate-no-search': {
    what: 'No search is chosen to validate.',
    action: 'Choose a Tune step; add one first where the lab has none.',
  },
  'validate-model-missing': {
    what: 'The step "{step}" that this validation names is not in the lab.',
    action: 'Choose another model, or undo the removal of that step.',
  },
  'validate-model-kind': {
    what: 'The step "{step}" is a validation itself and has no model.',
    action: 'Choose a Train step or a trial of a search.',
  },
  'validate-model-trial': {
    what: 'Of the search "{step}" no trial is chosen.',
    action: 'Run the search, then choose its best trial here.',
  },
  'validate-nested-step': {
    what: 'Nested validation searches within each fold, but the step "{step}" is no Tune step.',
    action: 'Choose a Tune step, or validate by folds.',
  },
  'validate-nested-goals': {
    what: 'The search "{step}" looks for a front of several objectives, so no single trial is chosen within a fold.',
    action: 'Give the objectives weights, or leave one.',
  },
  'validate-nested-sampler': {
    what: '"{sampler}" trains its trials in generations that pass on weights, which a search within a fold cannot do.',
    action: 'Choose another sampler for the search, or validate its best trial by folds.',
  },
  'validate-none-chosen': {
    what: 'No trial of the search within this fold gave a value, so nothing can be judged on it.',
    action: 'Look at the reasons of the failed trials, or widen the search.',
  },
  'validate-folds-missing': {
    what: 'This validation needs folds.',
    action: 'Choose how the rows are dealt to folds.',
  },
  'validate-too-many': {
    what: 'This validation would train {count} times; {limit} is the most.',
    action: 'Use fewer folds, repeats, seeds, sizes or trials.',
  },
  'split-column-missing': {
    what: 'The {method} split needs a column to go by.',
    action: 'Choose the column on the Data page, or another way to split.',
  },
  'split-column-target': {
    what: 'The target "{column}" cannot say how the rows are split.',
    action: 'Choose another column.',
  },
  'split-few-groups': {
    what: 'The column "{column}" has {count} groups, but the split needs {needed}: no group may be in two parts.',
    action: 'Choose a column with more groups, set the test share to 0, or split at random.',
  },
  'split-group-column': {
    what: 'The column "{column}" holds images, which are no groups.',
    action: 'Choose a column of words or numbers.',
  },
  'split-time-unread': {
    what: 'The column "{column}" is no time: it holds {value}.',
    action: 'Choose a column of dates or numbers, or set its type to date on the Data page.',
  },
  'split-time-missing': {
    what: 'The time column "{column}" is missing in {count} rows, so they have no place in the order.',
    action: 'Choose a complete column, or fill it in the file and import it again.',
  },
} as const satisfies Record<string, ErrorText>;
