// Texts for reading and preparing data.
import type { ErrorText } from './catalogue';

export const tableErrors = {
  'search-long': { what: 'The search is longer than {limit} characters.', action: 'Search for a part of it.' },
  'search-operand': {
    what: 'In "{text}" no number or date follows the comparison.',
    action: 'Write >= 10 or < 2024-05-01, or put the text in quotes to find these very letters.',
  },
  'search-range': { what: 'The range "{text}" ends before it begins.', action: 'Write the smaller number first.' },
  'search-column-kind': {
    what: '"{column}" holds no {expected}, so it cannot be compared with one.',
    action: 'Choose a column that does, or search all columns.',
  },
  'file-empty': {
    what: '"{name}" is empty.',
    action: 'Choose a file with a header line and at least one row of data.',
  },
  'file-too-large': {
    what: '"{name}" has {size}; at most {limit} can be read in a browser tab.',
    action: 'Split the file, keep fewer rows or columns, or convert it to Parquet, then import it again.',
  },
  'file-binary': {
    what: '"{name}" does not hold text: it looks like {looksLike}.',
    action: 'Export the data as CSV, JSON, Arrow or Parquet and import that file.',
  },
  'file-web-page': {
    what: '"{name}" is a web page, not a table.',
    action: 'Open it, follow its link to the data (often "Raw" or "Download") and import that file.',
  },
  'counts-not-counts': {
    what: '"{column}" does not hold counts: whole numbers, none missing and none below 0.',
    action: 'Choose the column that says how often each row occurs.',
  },
  'counts-too-many': {
    what: '"{column}" counts {rows} rows. At most {limit} are written out.',
    action: 'Learn the counts themselves: make the column the target.',
  },
  'file-unknown': {
    what: 'Tablab does not know how to read "{name}".',
    action: 'Use CSV, TSV, JSON, Arrow, Parquet, IDX, a zip, or images in one folder per class.',
  },
  'file-unreadable': {
    what: '"{name}" could not be read as {format}: {reason}',
    action: 'Check that the file is complete, or export it again, then import it.',
  },
  'file-password': {
    what: '"{name}" is protected by a password.',
    action: 'Unpack it with its password and import the files inside.',
  },
  'file-truncated': {
    what: '"{name}" ends too early: its header promises {expected} bytes and it has {got}.',
    action: 'Download or copy the file again, then import it.',
  },
  'archive-too-large': {
    what: '"{name}" was refused: {reason}.',
    action: 'If you trust the archive, unpack it yourself and import the files or the folder.',
  },
  'archive-empty': {
    what: '"{name}" holds neither a table nor images in one folder per class.',
    action: 'Put one CSV, or images in folders named after their classes, into the archive.',
  },
  'files-mixed': {
    what: 'These {count} files do not make one data set: {reason}.',
    action: 'Import one table at a time, a pair of IDX files, or images in one folder per class.',
  },
  'image-unreadable': {
    what: 'The image "{name}" could not be decoded.',
    action: 'Remove it or save it as PNG or JPEG, then import again.',
  },
  'idx-mismatch': {
    what: '"{images}" has {imageCount} images but "{labels}" has {labelCount} labels.',
    action: 'Choose the labels that belong to these images.',
  },
  'too-many-columns': {
    what: '"{name}" has {count} columns; at most {limit} can be read.',
    action: 'Check the separator of the file, or keep fewer columns.',
  },
  'url-invalid': {
    what: '"{url}" is not a web address.',
    action: 'Enter an address that starts with https:// or http://.',
  },
  'url-unreachable': {
    what: '{url} could not be fetched.',
    action:
      'Check the address and the network. If it opens in the browser, its server forbids other pages to read it (CORS): download the file and drop it here.',
  },
  'url-status': {
    what: '{url} answered with status {status}.',
    action: 'Check the address, or download the file and drop it here.',
  },
  'dataset-missing': {
    what: 'This lab needs the data "{name}" (SHA-256 {sha256}), which is not on this device.',
    action: 'Import the file. Tablab checks that its content is the same.',
  },
  'dataset-changed': {
    what: 'The content of "{name}" is not what this version of Tablab ships (SHA-256 {sha256}).',
    action: 'Reload the page to get a complete version, then open the lab again.',
  },
  'retype-impossible': {
    what: 'Column "{column}" cannot become {type}: {reason}.',
    action: 'Choose another type.',
  },
  'table-empty': {
    what: '{name} has no rows.',
    action: 'Choose a file with a header line and at least one row of data.',
  },
  'column-unknown': {
    what: 'There is no column named "{column}".',
    action: 'Choose one of the columns of this data set.',
  },
  'target-one-class': {
    what: 'The target "{column}" has only one class ("{value}").',
    action: 'Choose another target, or data with at least two classes.',
  },
  'target-constant': {
    what: 'The target "{column}" has the same value in every row.',
    action: 'Choose a target that varies.',
  },
  'target-too-many-classes': {
    what: 'The target "{column}" has {count} classes; at most {limit} can be trained.',
    action: 'Choose another target, set its type to numeric for a regression, or group rare classes first.',
  },
  'target-not-numeric': {
    what: 'The target "{column}" is not numeric, so it cannot be a regression target.',
    action: 'Change the task to classification or choose a numeric target.',
  },
  'column-all-missing': {
    what: 'Column "{column}" has no values.',
    action: 'It is left out of the features. Remove it, or import the file again with its values.',
  },
  'no-features': {
    what: 'No column is left to learn from.',
    action: 'Include at least one column besides the target "{target}".',
  },
  'too-few-rows': {
    what: 'Too few rows to split into training and validation sets: {rows}.',
    action: 'Use at least {needed} rows with a value in the target column.',
  },
  'target-not-binary': {
    what: 'The target "{column}" has {count} classes, so the task cannot be binary.',
    action: 'Change the task to multiclass, or choose a target with two classes.',
  },
  'target-image': {
    what: 'The target "{column}" holds images.',
    action: 'Choose the column that names what the images show.',
  },
  'split-no-training': {
    what: 'Validation takes {validation} and test takes {test} of the rows: nothing is left to train on.',
    action: 'Lower the shares so that together they stay below 1.',
  },
  'column-kind': {
    what: 'Column "{column}" does not hold {expected}, as it did when this pipeline was fitted.',
    action: 'Use data of the same kind, or fit the pipeline anew.',
  },
} as const satisfies Record<string, ErrorText>;
