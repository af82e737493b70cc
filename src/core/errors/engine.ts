// Texts of the engine area.
import type { ErrorText } from './catalogue';

export const engineErrors = {
  'backend-unavailable': {
    what: 'The {backend} engine cannot run here: {reason}.',
    action: 'Choose another engine, or "auto" to let Tablab pick one that runs.',
  },
  'device-lost': {
    what: 'The graphics device stopped responding ({backend}: {reason}).',
    action: 'Tablab tries again and then falls back to a slower engine. If this repeats, choose the CPU engine.',
  },
  'loss-not-finite': {
    what: 'Training diverged: in epoch {epoch}, step {step}, numbers overflowed first in layer "{layer}".',
    action: 'Lower the learning rate, clip the gradient norm, or scale the features.',
  },
  'no-training-rows': {
    what: 'There are no rows to train on.',
    action: 'Use more data, or give the validation and test splits a smaller share.',
  },
  'weights-mismatch': {
    what: 'The weights do not fit the model: "{name}" has {got} numbers where {expected} are needed.',
    action: 'Use weights of a model with the same layers.',
  },
  'data-not-loaded': {
    what: 'A trial asked for the data "{dataId}", which this worker does not hold.',
    action: 'Run the step again.',
  },
  'data-too-large': {
    what: 'The prepared data needs {needed} on the training device, more than the {limit} available there.',
    action: 'Use fewer rows or columns, or choose the CPU engine.',
  },
  'data-mismatch': {
    what: 'The data does not fit the model: "{input}" has {got} numbers where {expected} are needed.',
    action: 'Prepare the data again, or build the model for this data.',
  },
} as const satisfies Record<string, ErrorText>;
