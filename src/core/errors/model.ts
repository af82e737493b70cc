// Texts for network definitions.
import type { ErrorText } from './catalogue';

export const modelErrors = {
  'layer-unknown': {
    what: 'Layer "{layer}" has the unknown type "{type}".',
    action: 'Remove the layer, or open this lab in a newer version of Tablab.',
  },
  'layer-shape': {
    what: 'Layer "{layer}" ({type}) cannot take an input of shape {shape}: {reason}.',
    action: 'Change layer "{layer}" or the layer before it.',
  },
  'layer-input-unknown': {
    what: 'Layer "{layer}" takes its input from "{input}", which does not exist before it.',
    action: 'Choose an earlier layer or a model input.',
  },
  'layer-duplicate': { what: 'Two layers are named "{layer}".', action: 'Give each layer its own name.' },
  'layer-collapsed': {
    what: 'Layer "{layer}" ({type}) shrinks its input {shape} to nothing.',
    action: 'Use a smaller kernel or stride, "same" padding, or fewer pooling layers.',
  },
  'model-too-large': {
    what: 'This model needs {needed}, more than the {limit} available here.',
    action: 'Use fewer or smaller layers, or a smaller batch.',
  },
} as const satisfies Record<string, ErrorText>;
