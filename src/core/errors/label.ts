// Texts for labels that a person gives, and for looking at them.
import type { ErrorText } from './catalogue';

export const labelErrors = {
  'labels-invalid': {
    what: 'The labels of the column "{column}" cannot be used: {reason}.',
    action: 'Check the lab file, or ask its author for a new copy.',
  },
  'labels-other-data': {
    what: 'The labels of the column "{column}" are for {of} rows, but the data has {rows}.',
    action: 'Choose the data that was labelled, or remove these labels on the Label tab.',
  },
  'labels-too-many': {
    what: 'A lab holds at most {limit} labels.',
    action: 'Keep the labels as a data set of their own: then they are part of the data and the lab starts anew.',
  },
  'labels-too-many-classes': {
    what: 'The column "{column}" has {limit} classes, the most there can be.',
    action: 'Use one of them.',
  },
  'labels-too-many-columns': {
    what: 'A lab holds labels of at most {limit} columns.',
    action: 'Keep the labels as a data set of their own, or remove those of a column that is done.',
  },
  'label-images': {
    what: 'The column "{column}" holds images, which cannot be labels.',
    action: 'Add a new column for the labels.',
  },
  'label-not-number': {
    what: 'The column "{column}" holds numbers, and "{value}" is none.',
    action: 'Type a number, or add a new column for words.',
  },
  'label-needs-classes': {
    what: 'Suspects are looked for among classes, and "{column}" holds numbers.',
    action:
      'Choose or add a column of classes above. If its numbers stand for classes, make it a category at the Data station. Numbers far from what a model expects are in the residuals at the Train station.',
  },
  'label-few': {
    what: 'The column "{column}" has {rows} labelled rows of {classes} classes: too few to learn from.',
    action: 'Label at least {needed} rows of at least two classes, then look for suspects.',
  },
} as const satisfies Record<string, ErrorText>;
