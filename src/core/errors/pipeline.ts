// Texts for steps of a column's recipe that cannot be done.
import type { ErrorText } from './catalogue';

export const pipelineErrors = {
  'step-domain': {
    what: '"{step}" of column "{column}" needs {needs}. Training rows that hold another: {rows}, such as {value}.',
    action: 'Choose Yeo-Johnson or cube root, which take every number, clip the column first, or leave the column out.',
  },
  'step-target': {
    what: '"{step}" of column "{column}" learns its edges from {needs}, which this lab does not have.',
    action: 'Choose the cuts of a decision tree, or bins that need no target.',
  },
  'recipe-unknown': {
    what: 'The recipe of column "{column}" names "{type}", which is no {part} that Tablab knows.',
    action: 'Choose one that exists, or reload the page if the lab is newer than this copy of Tablab.',
  },
  'recipe-unfit': {
    what: '"{step}" cannot be used on column "{column}": it takes {expected}.',
    action: 'Choose another step for this column, or change the column type.',
  },
  'tokens-beside-codes': {
    what: 'The text "{text}" is a sequence of token codes, and the column "{column}" would add its code as one more step of it.',
    action:
      'Encode "{column}" as one-hot columns on the Features page, which join the text behind its layers, or leave it out.',
  },
  'recipe-no-values': {
    what: 'The column "{column}" has no value in the training rows, so nothing can be learned from it.',
    action: 'It is left out by itself. Fill it in the file, or by a step of the Features station.',
  },
  'recipe-not-used': {
    what: 'The column "{column}" is not used as it stands: words become no numbers by themselves.',
    action: 'Choose an encoding for it, or set its type to category on the Data page.',
  },
} as const satisfies Record<string, ErrorText>;
