// Texts for steps that change how many training rows a class has. `id` is the step's.
import type { ErrorText } from './catalogue';

export const resampleErrors = {
  'resample-unknown': {
    what: 'The step "{id}" names "{type}", which is no resampling that Tablab knows.',
    action: 'Remove the step, or reload the page if the lab is newer than this copy of Tablab.',
  },
  'resample-duplicate': {
    what: 'Two steps of the resampling are called "{id}".',
    action: 'Give each step an id of its own.',
  },
  'resample-needs-classes': {
    what: '"{label}" balances classes, but the target is a number.',
    action: 'Remove the step, or make the target a class on the Data page.',
  },
  'resample-neighbours': {
    what: '"{label}" needs {needed} training rows of a class to find its neighbours; "{name}" has {rows}.',
    action: 'Set Neighbours to {most} or less, repeat rows instead, or leave the class out.',
  },
  'resample-alone': {
    what: '"{label}" needs two training rows of a class to lie between; "{name}" has one.',
    action: 'Repeat rows instead, leave the rows of this class out on the Data page, or label more of them.',
  },
  'resample-codes': {
    what: '"{label}" cannot lie between codes of categories.',
    action: 'Use SMOTE-NC, or encode categories as one column each.',
  },
  'resample-texts': {
    what: '"{label}" cannot write a text: one pieced together of the words of several says nothing.',
    action: 'Repeat rows instead.',
  },
  'resample-no-quantities': {
    what: '"{label}" needs at least one column of quantities; all features are categories.',
    action: 'Repeat rows instead.',
  },
  'resample-work': {
    what: '"{label}" would compare {rows} rows of a class with each other, which takes too long here.',
    action: 'Repeat rows instead, lower the ratio, or reduce the columns first.',
  },
} as const satisfies Record<string, ErrorText>;
