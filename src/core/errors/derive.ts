// Texts for steps on the whole table. `derive` is the id of the step: the page shows the error there.
import type { ErrorText } from './catalogue';

export const deriveErrors = {
  'derive-unknown': {
    what: 'Step "{derive}" is of type "{type}", which Tablab does not know.',
    action: 'Remove the step, or reload the page if the lab is newer than this copy of Tablab.',
  },
  'derive-duplicate': {
    what: 'Two steps of the features are called "{derive}".',
    action: 'Give each its own id.',
  },
  'derive-column': {
    what: 'Step "{derive}" needs the column "{column}", which is not there.',
    action: 'Choose a column that exists before this step.',
  },
  'derive-choose': {
    what: 'Step "{derive}" has no column to {what} yet.',
    action: 'Choose one, or remove the step.',
  },
  'derive-column-kind': {
    what: 'Step "{derive}" takes {expected}; the column "{column}" holds {found}.',
    action: 'Choose another column, or change its type on the Data page.',
  },
  'derive-target': {
    what: 'Step "{derive}" uses "{column}", which is what the model is to predict.',
    action: 'Leave the target out: it is not known for new rows.',
  },
  'derive-name': {
    what: 'Step "{derive}" would make a column called "{column}", which {reason}.',
    action: 'Give the new column another name.',
  },
  'derive-nothing': {
    what: 'Step "{derive}" finds no column to work on: it takes {expected}.',
    action: 'Choose columns for it, or remove the step.',
  },
  'derive-too-large': {
    what: 'Step "{derive}" would make {columns} columns of {rows} rows; {limit} are allowed.',
    action: 'Choose fewer columns or a lower degree.',
  },
  'derive-no-rows': {
    what: 'Step "{derive}" would leave {rows} training rows.',
    action: 'Choose a rule that keeps more rows.',
  },
  'derive-all-missing': {
    what: 'Step "{derive}" cannot fill the column "{column}": it has no value in the training rows.',
    action: 'Leave the column out of this step.',
  },
  'derive-option': {
    what: 'Step "{derive}": {what}.',
    action: 'Change the options of this step.',
  },
  'expression-syntax': {
    what: '{what} at character {at}{line}.',
    action: 'Correct the expression there.',
  },
  'expression-empty': {
    what: 'There is no {what} yet.',
    action: 'Write one, for instance {example}, or remove the step.',
  },
  'expression-type': {
    what: '{what} at character {at}{line}.',
    action: 'Turn one side into the kind that is wanted, e.g. with number(...) or text(...).',
  },
  'expression-column': {
    what: 'There is no column "{column}", which stands at character {at}{line}.',
    action: 'Write the name of a column as it is in the table, in `backticks` where it has spaces.',
  },
  'expression-cycle': {
    what: '"{column}" at character {at}{line} is made of itself: {path}.',
    action: 'Break the circle: one of these must be made of columns that exist already.',
  },
  'expression-undefined': {
    what: '"{column}" has no value in {count} of {rows} training rows whose columns have all of theirs; the first has {example}.',
    action:
      'These rows count as missing and are filled like other gaps. To decide yourself, write for instance if(x > 0, log(x), 0).',
  },
  'expression-large': {
    what: 'The expression is too {what}: {count}, where {limit} is the most.',
    action: 'Split it into several formulas or steps.',
  },
} as const satisfies Record<string, ErrorText>;
