// Texts for lab documents, share links, archives, and the data sets that labs name.
import type { ErrorText } from './catalogue';

export const labErrors = {
  'dataset-unknown': {
    what: 'This version of Tablab has no data set called "{name}".',
    action: 'Reload the page to get the newest version, or choose other data.',
  },
  'dataset-unreachable': {
    what: 'The data set "{name}" could not be loaded.',
    action: 'Go online once to load it; after that it is kept on this device.',
  },
  'lab-invalid': {
    what: 'This lab is not valid at {path}: {reason}',
    action: 'Correct that entry, or get a fresh copy of the lab.',
  },
  'lab-not-json': {
    what: 'This is not a lab: it is not JSON text.',
    action: 'Choose a .tablab or .json file that Tablab wrote, or a link that starts with #v1.',
  },
  'lab-newer': {
    what: 'This lab was made by a newer version of Tablab (lab format {version}; this one reads up to {supported}).',
    action: 'Reload the page to get the newest version, then open it again.',
  },
  'lab-step-unknown': {
    what: 'Step {step} has the type "{type}", which this version of Tablab does not know.',
    action: 'Reload the page to get the newest version, or remove the step.',
  },
  'lab-step-duplicate': {
    what: 'Two steps of this lab have the id "{step}".',
    action: 'Give each step its own id.',
  },
  'space-too-large': {
    what: 'The grid of step "{step}" has {points} points; a study can try {limit} at most.',
    action: 'Use random search, or fewer or coarser parameters.',
  },
  'link-not-lab': {
    what: 'This link carries no lab.',
    action: 'Ask for the link again; it has to contain #v1. and what follows.',
  },
  'link-newer': {
    what: 'This link was made by a newer version of Tablab ({version}).',
    action: 'Reload the page to get the newest version, then open the link again.',
  },
  'link-cut': {
    what: 'This link is incomplete or was changed on its way.',
    action: 'Copy the whole link again, or ask for the lab as a file.',
  },
  'lab-empty': {
    what: 'The lab "{title}" has no steps to run.',
    action: 'Open it and add a step, such as Train or Tune.',
  },
  'example-unknown': {
    what: 'There is no bundled lab called "{name}".',
    action: 'Name one of the bundled labs ({known}), a .json file or a link.',
  },
  'lab-too-large': {
    what: 'This lab is larger than {limit} when unpacked, so it is not opened.',
    action: 'Ask for a smaller lab. Data and models travel in a .tablab file, not in a link.',
  },
  'archive-not-one': {
    what: '"{name}" is not a .tablab file.',
    action: 'Choose a file that "Export" wrote. Data files are imported on the Data page.',
  },
  'archive-newer': {
    what: 'This file was written by a newer version of Tablab (archive format {version}).',
    action: 'Reload the page to get the newest version, then import it again.',
  },
  'archive-damaged': {
    what: 'The file is damaged at {path}: {reason}',
    action: 'Nothing was imported. Copy or export the file again.',
  },
  'archive-too-large': {
    what: 'The file holds {size} when unpacked; at most {limit} can be imported.',
    action: 'Export fewer labs at once.',
  },
  'archive-hash': {
    what: 'The data set "{name}" in this file is not what its identity says: its content was changed.',
    action: 'Nothing was imported. Ask for the file again, or import the data itself on the Data page.',
  },
} as const satisfies Record<string, ErrorText>;
