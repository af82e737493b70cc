// Texts for what lies in the browser's storage and for the locks on it.
import type { ErrorText } from './catalogue';

export const storeErrors = {
  'quota-exceeded': {
    what: 'The browser has no room left to store {what}: {used} of {quota} are used.',
    action: 'Free space: delete data sets or labs under Storage, or files elsewhere on the disk. Then resume.',
  },
  'store-blocked': {
    what: 'Another tab holds an older version of the storage open.',
    action: 'Close or reload the other Tablab tabs; this one continues by itself.',
  },
  'store-outdated': {
    what: 'The storage was written by a newer version of Tablab.',
    action: 'Reload the page to get the newest version.',
  },
  'store-unavailable': {
    what: 'This browser does not let the page store data: {reason}',
    action: 'Leave private browsing or allow site data for this page, then reload.',
  },
  'store-closed': {
    what: 'The connection to the storage was closed by the browser.',
    action: 'What was saved before is safe. Reload the page.',
  },
  'store-failed': {
    what: 'The storage failed while it handled {what}: {reason}',
    action: 'Reload the page and try again; copy the details if it repeats.',
  },
  'dataset-in-use': {
    what: '"{name}" is used by {count} labs: {labs}.',
    action: 'Delete these labs first, or choose other data for them.',
  },
  'dataset-not-stored': {
    what: 'The data set {sha256} is not stored on this device.',
    action: 'Import the file again, or open the lab anew so that its data is made.',
  },
  'lab-not-stored': { what: 'There is no lab with the id "{id}".', action: 'Choose another lab on the home page.' },
  'run-not-stored': { what: 'There is no run with the id "{id}".', action: 'Start a new run.' },
  'artifact-not-stored': {
    what: 'The file {sha256} is not stored on this device.',
    action: 'Train and keep the model again.',
  },
  'lab-held': {
    what: 'Another tab is running this lab.',
    action: 'Watch it here, wait until it ends, or take over.',
  },
  'lab-keeping': {
    what: 'A model of this lab is being trained once more to be kept.',
    action: 'Wait until it is kept, or press "Stop keeping it" beside its trial; then run again.',
  },
  'lab-taken': {
    what: 'Another tab took this lab over.',
    action: 'Continue there, or take it back with "Take over".',
  },
} as const satisfies Record<string, ErrorText>;
