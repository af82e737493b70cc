// Texts for matrix steps (selection and dimension reduction) that cannot be fitted or applied. `id` is the step's.
import type { ErrorText } from './catalogue';

export const matrixErrors = {
  'matrix-unknown': {
    what: 'The step "{id}" names "{type}", which is no selection or reduction that Tablab knows.',
    action: 'Remove the step, or reload the page if the lab is newer than this copy of Tablab.',
  },
  'matrix-duplicate': {
    what: 'Two steps of the features are called "{id}".',
    action: 'Give each step an id of its own.',
  },
  'matrix-no-numbers': {
    what: '"{label}" has no numbers to work on: all features are codes.',
    action: 'Encode categories as one column each and texts by TF-IDF, or remove the step.',
  },
  'subject-only-codes': {
    what: 'There are no numbers to look at here: all features are codes, of categories or of the words of a text.',
    action:
      'Encode categories as one column each and texts by TF-IDF to use this; codes go to an embedding as they are.',
  },
  'matrix-rows': {
    what: '"{label}" needs at least {needed} training rows; there are {rows}.',
    action: 'Use more data or a smaller share for validation and test, or remove the step.',
  },
  'matrix-components': {
    what: '"{label}" is asked for {wanted} components; {rows} training rows with a width of {columns} have at most {most}.',
    action: 'Ask for {most} or fewer.',
  },
  'matrix-constant': {
    what: '"{label}" finds no differences: every number is the same in all training rows.',
    action: 'Check which columns are features, or remove the step.',
  },
  'matrix-nothing-left': {
    what: '"{label}" leaves no column.',
    action: 'Lower its threshold or keep more columns.',
  },
  'matrix-not-finite': {
    what: '"{label}" gives values that are not finite on the training rows.',
    action: 'Scale the columns first, or use fewer components.',
  },
  'matrix-needs-target': {
    what: '"{label}" learns from the target, and there is none here.',
    action: 'Choose a target on the Data page, or use a step that needs none.',
  },
  'matrix-needs-classes': {
    what: '"{label}" tells classes apart, but the target is a number.',
    action: 'Use a step for numbers, such as partial least squares or F of a regression.',
  },
  'matrix-negative': {
    what: '"{label}" needs numbers of 0 or more; "{column}" goes down to {value}.',
    action: 'Scale that column with min-max or leave it unscaled, or choose another step.',
  },
  'matrix-too-many-rows': {
    what: '"{label}" compares all pairs of training rows: {rows} are more than its limit of {most}.',
    action: 'Use principal components or a random projection, or train on fewer rows.',
  },
  'matrix-too-many-columns': {
    what: '"{label}" solves a system of all columns: {columns} are more than its limit of {most}.',
    action: 'Put a quicker selection before it, such as the F test.',
  },
  'matrix-singular': {
    what: '"{label}" finds only {rank} independent directions in the training rows, and {wanted} are asked for.',
    action: 'Ask for {rank} or fewer.',
  },
  'matrix-wide': {
    what: '"{label}" is asked for a code of {wanted} numbers, which is no narrower than the {columns} that go in.',
    action: 'Choose a smaller code, or remove the step.',
  },
  'matrix-diverged': {
    what: 'The training of "{label}" left the range of numbers in epoch {epoch}.',
    action: 'Lower its learning rate.',
  },
  'embed-rows': {
    what: 'A picture of rows needs at least 10 training rows; there are {rows}.',
    action: 'Use more data or a smaller share for validation and test.',
  },
  'autoencoder-rows': {
    what: 'An autoencoder needs at least {needed} training rows; there are {rows}.',
    action: 'Use more data or a smaller share for validation and test.',
  },
  'autoencoder-wide': {
    what: 'A code of {wanted} numbers is no narrower than the {columns} columns that go in.',
    action: 'Choose a smaller code.',
  },
  'autoencoder-diverged': {
    what: 'The training left the range of numbers in epoch {epoch}.',
    action: 'Lower the learning rate.',
  },
} as const satisfies Record<string, ErrorText>;
