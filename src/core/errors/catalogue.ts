// All error texts, by code. One file per area, merged here; `{name}` is filled from the error's details.
import { checkTexts } from './checks';
import { deriveErrors } from './derive';
import { engineErrors } from './engine';
import { labErrors } from './lab';
import { labelErrors } from './label';
import { matrixErrors } from './matrix';
import { modelErrors } from './model';
import { nasErrors } from './nas';
import { pipelineErrors } from './pipeline';
import { predictErrors } from './predict';
import { replayErrors } from './replay';
import { resampleErrors } from './resample';
import { runErrors } from './run';
import { storeErrors } from './store';
import { tableErrors } from './table';
import { validationErrors } from './validation';

export interface ErrorText {
  /** What happened, naming the thing. */
  readonly what: string;
  /** What to do. */
  readonly action: string;
}

const general = {
  unexpected: {
    what: 'Something failed that Tablab did not foresee: {reason}',
    action: 'Your data and finished trials are saved. Reload the page and try again; copy the details if it repeats.',
  },
  'field-invalid': { what: '{field} cannot be {value}: it must be {expected}.', action: 'Correct {field}.' },
  'worker-died': {
    what: 'The background worker "{worker}" stopped unexpectedly.',
    action: 'It was restarted. Finished trials are saved; run again or resume.',
  },
  'worker-failed': {
    what: 'The background worker "{worker}" could not start: {reason}',
    action: 'Reload the page. If this repeats, update the browser.',
  },
  aborted: { what: 'The task was cancelled.', action: 'Start it again when you are ready.' },
} as const satisfies Record<string, ErrorText>;

export const catalogue = {
  ...general,
  ...tableErrors,
  ...checkTexts,
  ...pipelineErrors,
  ...matrixErrors,
  ...deriveErrors,
  ...predictErrors,
  ...replayErrors,
  ...resampleErrors,
  ...validationErrors,
  ...modelErrors,
  ...nasErrors,
  ...labErrors,
  ...labelErrors,
  ...runErrors,
  ...storeErrors,
  ...engineErrors,
} as const satisfies Record<string, ErrorText>;

export type ErrorCode = keyof typeof catalogue;
