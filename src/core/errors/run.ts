// Texts for search spaces, samplers, studies and runs.
import type { ErrorText } from './catalogue';

export const runErrors = {
  'import-study': {
    what: 'The file is no study that can be read: {reason}.',
    action:
      'Choose an Optuna journal (JournalFileBackend), a CSV file as study.trials_dataframe().to_csv() writes it, or what Save trials wrote, CSV or JSON.',
  },
  'import-networks': {
    what: 'The file ({source}) has trials, but does not say how networks follow from them.',
    action:
      'Choose what Save trials, as JSON, wrote in an architecture search; one saved by an older version can be imported in a Tune step, where its genes are settings.',
  },
  'import-study-size': {
    what: 'The file is too large: {megabytes} MB, and at most 64 MB are read.',
    action: 'Export fewer trials, or leave out what was reported on the way.',
  },
  'study-imported': {
    what: 'This study was run elsewhere: its models are not here, and none can be trained again.',
    action: 'Use the settings of the trial in Train, or let a study start from this one.',
  },
  'warm-start-missing': {
    what: 'The study is to start from "{name}", which is not on this device.',
    action: 'Run that study first, import it, or remove it under "Start from".',
  },
  'warm-start-empty': {
    what: 'The study is to start from "{name}", but none of its trials can be used: {reason}.',
    action: 'Choose another study, or let the same settings vary.',
  },
  'fidelity-no-images': {
    what: 'This lab has no images whose resolution could be lowered.',
    action: 'Choose the share of rows or the width as the fidelity.',
  },
  'fidelity-too-small': {
    what: 'The model cannot be built on images of {height} x {width}, the lowest resolution: {reason}',
    action: 'Raise the smallest share, or use fewer pooling layers.',
  },
  'fidelity-too-narrow': {
    what: 'The network cannot be built with layers of {percent} % of their width: {reason}',
    action: 'Raise the smallest share, or choose another fidelity.',
  },
  'fidelity-no-folds': {
    what: 'Folds are a fidelity of cross-validated trials only.',
    action: 'Turn cross-validation on, or choose another fidelity.',
  },
  'fidelity-no-rungs': {
    what: '"{pruner}" compares no rungs, so it has no use for cheaper trainings.',
    action: 'Choose successive halving, Hyperband or ASHA, or let rungs be epochs.',
  },
  'fidelity-one-level': {
    what: 'With a smallest share of {least} there is no level below a whole training.',
    action: 'Lower the smallest share, or the reduction factor of the pruner; or use more epochs or folds.',
  },
  'population-epochs': {
    what: 'The members of a population train for the same number of epochs, but "epochs" varies.',
    action: 'Give the epochs one value, or choose another pruner.',
  },
  'population-nas': {
    what: 'Architectures cannot hand weights on: population-based training needs one architecture.',
    action: 'Choose another pruner for the search, and tune the best architecture with a population.',
  },
  'studies-differ': {
    what: 'This study has another objective ({metric}) than those already compared ({other}).',
    action: 'Untick the others first, or compare studies with one objective.',
  },
  'space-empty': {
    what: 'The search space has no parameter that varies.',
    action: 'Let at least one setting vary, or train a single model instead.',
  },
  'space-duplicate': {
    what: 'The parameter "{param}" is in the search space twice.',
    action: 'Remove one of the two.',
  },
  'space-path-unknown': {
    what: 'The parameter "{param}" names no setting of this model: {reason}.',
    action: 'Remove the parameter, or restore the layer or option that it names.',
  },
  'space-value': {
    what: 'The parameter "{param}" would take the value {value}, but it must be {expected}.',
    action: 'Change the range or the choices of "{param}".',
  },
  'space-range': {
    what: 'The range of "{param}" is empty: {low} is above {high}.',
    action: 'Swap the limits of "{param}".',
  },
  'space-log-zero': {
    what: 'The logarithmic range of "{param}" touches zero or below ({low}).',
    action: 'Start "{param}" above zero, or turn its logarithmic scale off.',
  },
  'space-log-step': {
    what: 'The range of "{param}" has a step and a logarithmic scale; it can have one of them.',
    action: 'Remove the step or the logarithmic scale of "{param}".',
  },
  'space-reverse': {
    what: 'The range of "{param}" is reversed but not logarithmic.',
    action: 'Turn the logarithmic scale of "{param}" on, or the reversal off.',
  },
  'space-constraint': {
    what: 'The constraint "{constraint}" cannot be used: {reason} (at character {position}).',
    action: 'Correct the constraint, or remove it.',
  },
  'space-contradiction': {
    what: 'No point of the search space keeps all of its constraints.',
    action: 'Loosen or remove a constraint, or widen a range.',
  },
  'space-file': {
    what: 'The file is no search space: {reason}.',
    action: 'Correct that place, or choose a file that "Save as JSON" wrote.',
  },
  'enqueue-unknown': {
    what: 'Point {point} to try first names "{param}", which does not vary in this study.',
    action: 'Remove "{param}" from the point, or let it vary.',
  },
  'enqueue-value': {
    what: 'Point {point} to try first has {param} = {value}, which the search space does not hold.',
    action: 'Change the point, or widen the range of "{param}".',
  },
  'enqueue-forbidden': {
    what: 'Point {point} to try first breaks a constraint of the search space.',
    action: 'Change the point, or loosen the constraint.',
  },
  'space-choice-duplicate': {
    what: 'The choices of "{param}" name {value} twice.',
    action: 'Remove one of the two.',
  },
  'space-condition-unknown': {
    what: 'The parameter "{param}" depends on "{other}", which does not come before it in the search space.',
    action: 'Add "{other}" before "{param}", or remove the condition.',
  },
  'space-condition-never': {
    what: 'The parameter "{param}" depends on "{other}" being {values}, which never happens.',
    action: 'Change the condition of "{param}" to values that "{other}" can take.',
  },
  'space-condition-missing': {
    what: 'The parameter "{param}" has no effect while "{other}" is {value}.',
    action: 'Let "{param}" vary only while "{other}" is one of: {values}.',
  },
  'space-option-absent': {
    what: 'The parameter "{param}" has no effect: no value of "{other}" in this search has it.',
    action: 'Let "{other}" also be one that has "{param}", or remove the parameter.',
  },
  'space-grid-continuous': {
    what: 'A grid needs separate values, but "{param}" is continuous.',
    action: 'Give "{param}" a step, or set the number of points per continuous axis.',
  },
  'space-sobol-dimensions': {
    what: 'The search space has {dimensions} parameters that vary; a Sobol sequence can take {limit}.',
    action: 'Choose another sampler, or let fewer parameters vary.',
  },
  'sampler-no-numbers': {
    what: '{sampler} needs at least one number or switch that always exists; this space has none.',
    action: 'Vary a number without a condition, or choose another sampler.',
  },
  'sampler-one-objective': {
    what: '{sampler} looks for one best value; this study has several objectives.',
    action: 'Choose TPE, NSGA-II, automatic or random search, give the objectives weights, or keep one.',
  },
  'objective-no-metric': {
    what: 'None of the objectives is a validation metric.',
    action: 'Add a metric of the predictions, such as the loss: a cost alone is smallest for the smallest model.',
  },
  'objective-twice': {
    what: 'The objective "{metric}" is there twice.',
    action: 'Remove one of the two.',
  },
  'objective-weights': {
    what: '{count} objectives need {count} weights, one each, not all of them 0.',
    action: 'Give every objective a weight.',
  },
  'limit-empty': {
    what: 'The limit on "{metric}" has no value, or one that nothing can keep.',
    action: 'Say what is the most or the least, or remove the limit.',
  },
  'sampler-unknown': {
    what: 'There is no sampler named "{sampler}" in this version.',
    action: 'Choose another sampler, or open this lab in a newer version of Tablab.',
  },
  'pruner-unknown': {
    what: 'There is no pruner named "{pruner}" in this version.',
    action: 'Choose another pruner, or open this lab in a newer version of Tablab.',
  },
  'step-unknown': { what: 'The lab has no step "{step}".', action: 'Choose one of its steps, or add it again.' },
  'run-over': {
    what: 'This run has ended and cannot be resumed.',
    action: 'Start a new run; it finds the same results again.',
  },
  'run-not-live': {
    what: 'This run is not going on in this tab.',
    action: 'Resume it here, or use the tab that runs it.',
  },
  'run-missing-trial': { what: 'The run has no finished trial {trial}.', action: 'Choose one of its finished trials.' },
  'run-no-value': {
    what: 'None of the {count} trials measured a {metric} that is a number: the pruner ended each of them for it.',
    action: 'Lower the learning rates of the space, or look at the learning curves and choose another objective.',
  },
  'run-no-trial-succeeded': {
    what: 'No trial gave a result, of {count}; the first one failed so: {reason}',
    action: 'Open a failed trial to see why, then change the model, the search space or the data.',
  },
  'trainer-died': {
    what: 'The training worker stopped {attempts} times during trial {trial}.',
    action: 'The model may need more memory than there is: use a smaller model or batch, or fewer workers.',
  },
  'weights-file-broken': {
    what: 'The weights file cannot be used: {reason}.',
    action: 'Keep the model again, or choose another file.',
  },
  'trial-no-value': {
    what: 'Trial {trial} gave no finite {metric}.',
    action: 'Lower the learning rate, or choose a metric that this task has.',
  },
} as const satisfies Record<string, ErrorText>;
