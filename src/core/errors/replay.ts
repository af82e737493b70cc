// Texts for tables of evaluated configurations that searches are replayed on.
import type { ErrorText } from './catalogue';

export const replayErrors = {
  'replay-file': {
    what: '"{name}" is no table of configurations: {reason}.',
    action:
      'Give a CSV with a row for each configuration, or JSON: a list of objects, or an object that gives each configuration its results.',
  },
  'replay-size': {
    what: '"{name}" has {found}; {limit} at most.',
    action: 'Leave out what is not needed, or take a sample of the rows.',
  },
  'replay-column': {
    what: 'There is no column "{column}". The columns are: {columns}.',
    action: 'Name one of these; upper and lower case count.',
  },
  'replay-no-value': {
    what: 'Nothing says which column holds the results. The columns are: {columns}.',
    action: 'Say which one holds a number for each configuration. Write words, such as "good", as numbers first.',
  },
  'replay-direction': {
    what: 'Nothing says whether a larger or a smaller {column} is better.',
    action: 'Say which.',
  },
  'replay-value': {
    what: 'Row {row} has "{value}" in the column {column}, which is no number.',
    action: 'Leave the cell empty, or write NaN, where a configuration failed.',
  },
  'replay-no-result': {
    what: 'No row has a number in {columns}.',
    action: 'Say which column holds the results.',
  },
  'replay-curve': {
    what: 'There are no learning curves named "{curve}": {reason}.',
    action:
      'Name what comes before the epoch in the names of the columns (loss for loss1, loss2, ...), or in JSON the field with the list.',
  },
  'replay-few': {
    what: 'The table has {count} different configurations of what varies.',
    action: 'Give a table with more of them, or take other columns for settings.',
  },
  'replay-genes': {
    what: 'The column {column} does not hold genes: row {row} has "{value}", {reason}.',
    action:
      'Give parts with one sign between them (64:32:16, conv3-conv5-pool, lists), texts of one length with a character for each gene, or cells as NAS-Bench-201 writes them (|nor_conv_3x3~0|+|...).',
  },
  'replay-many': {
    what: 'The column {column} has {count} different values; a setting that is listed can have {limit}.',
    action:
      'Leave it out, say that it is an architecture written out in parts, or, for numbers, that the rows are a sample, which makes ranges of them.',
  },
  'replay-sparse': {
    what: 'The table holds {count} of the {size} combinations of its settings: a sample, not a grid.{suspects}',
    action:
      'Leave out columns that are no settings, or say that the rows are a sample: then each proposal stands for the nearest row not tried yet.',
  },
  'replay-strategy': {
    what: 'The strategy "{strategy}" trains weights, and a table has none.',
    action: 'Choose among: {others}.',
  },
  'replay-several': {
    what: 'Strategies of architecture search look for one result, and {count} are named.',
    action: 'Name one result, or leave out the strategies.',
  },
  'replay-pruner': {
    what: 'The pruner "{pruner}" reads learning curves, and the table has none.',
    action: 'Name the learning curves, or leave out the pruners.',
  },
  'replay-nearest': {
    what: 'Strategies propose networks of the table, and in a sample a proposal only points at one.',
    action: 'Leave out the strategies, or give a table of all networks.',
  },
} as const satisfies Record<string, ErrorText>;
