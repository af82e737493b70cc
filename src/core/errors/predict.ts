// Texts for predicting new rows: what is different about them, what the model makes of it, and what cannot be done.
// `{effect}` is made by core/predict/effects.ts.
import type { ErrorText } from './catalogue';

export const predictErrors = {
  'predict-column-missing': {
    what: 'The new table has no column "{column}", which the model was trained with.',
    action: 'All rows count as without a value: {effect}. Add the column, or choose another one in its place.',
  },
  'predict-columns-extra': {
    what: 'Columns that the model does not use: {columns}.',
    action: 'They stay in the table and in the download.',
  },
  'predict-column-taken': {
    what: '"{column}" is read from the column "{from}".',
    action: 'Choose another one if this is not the same.',
  },
  'predict-type': {
    what: 'Values of "{column}" that cannot be read as {expected}: {rows}, such as "{example}".',
    action: 'They count as missing: {effect}. Write them as the training rows did.',
  },
  'predict-missing': {
    what: 'Rows without "{column}": {rows}. Every training row had a value.',
    action: 'What the model sees there: {effect}.',
  },
  'predict-unseen': {
    what: 'Rows with a category of "{column}" that no training row had: {rows}, such as "{example}".',
    action: 'What the model sees there: {effect}.',
  },
  'predict-words': {
    what: 'Texts in "{column}" without any term that the model knows: {rows}.',
    action: 'What the model sees there: {effect}.',
  },
  'predict-range': {
    what: 'Values of "{column}" outside {low} to {high}, the range of the training rows: {rows}, such as {example}.',
    action: 'What the model sees there: {effect}.',
  },
  'predict-outside': {
    what: '"{step}" of "{column}" takes {needs} only, and others came: {rows}, such as {example}.',
    action: 'They count as missing. What the model sees there: {effect}.',
  },
  'predict-domain': {
    what: '"{step}" of "{column}" takes {needs} only, and others came: {rows}, such as {example}. The number that fills gaps is no such either.',
    action:
      'These rows get no prediction. Correct the values, or train with another filling or a step that takes every number.',
  },
  'predict-not-finite': {
    what: 'Rows whose values are too large for the network, so that its outputs are no numbers: {rows}.',
    action: 'These rows get no prediction. Correct the values that lie far outside the range of the training rows.',
  },
  'predict-image-size': {
    what: 'Images of another size than {expected} pixels, which the model takes: {rows}.',
    action: 'They are scaled to that size. Crop them first if they show more, or less, than the training images did.',
  },
  'predict-image-colour': {
    what: 'The new images are {found} and the model takes {expected}.',
    action: 'They are turned into such. Use images like those of the training.',
  },
  'predict-target': {
    what: 'The new table has the target "{column}": {rows} rows are judged by it.',
    action: 'It is no input of the model.',
  },
  'predict-target-unread': {
    what: 'Rows whose "{column}" is nothing that the model can predict: {rows}, such as "{example}".',
    action: 'They are predicted, and left out of the scores.',
  },
  'predict-no-columns': {
    what: 'The new table has none of the columns that the model was trained with. It has {found}; the model takes {wanted}.',
    action: 'The first line of the table has to name the columns as the training data did.',
  },
  'predict-no-image': {
    what: 'The model takes images, and the new data holds none.',
    action: 'Choose an image, a folder or a zip of images.',
  },
  'predict-no-model': {
    what: 'Nothing is trained in this step yet.',
    action: 'Run the step, then predict new rows with what it has trained.',
  },
  'predict-model-broken': {
    what: 'The kept model cannot be used: {reason}.',
    action: 'Run the step again, or keep the model again.',
  },
  'predict-too-large': {
    what: '{rows} rows with {classes} probabilities each are too many at once.',
    action: 'Split the file, and predict its parts one after the other.',
  },
  'predict-nothing-read': {
    what: 'The new rows are no longer in memory.',
    action: 'Choose the file again.',
  },
} as const satisfies Record<string, ErrorText>;
