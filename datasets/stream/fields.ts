import { choice, float } from '$core/fields/field';
import { flipField, rowsField } from '../generator';

export const fields = {
  rows: rowsField(4000),
  drift: choice('Drift', 'sudden', ['none', 'sudden', 'gradual', 'incremental', 'recurring']),
  changes: choice('What changes', 'concept', [
    { value: 'concept', label: 'The rule (concept drift)' },
    { value: 'covariate', label: 'The inputs (covariate shift)' },
  ]),
  at: float('Start', 0.5, 0, 1, { step: 0.01, help: 'Share of the rows before the drift starts.' }),
  width: float('Length', 0.2, 0.01, 1, {
    step: 0.01,
    help: 'Share of the rows a change takes, or a recurrence lasts.',
  }),
  size: float('Size', 1, 0, 2, { step: 0.05, help: '1 turns the rule by 90 degrees, or moves the inputs by 2.' }),
  noise: flipField,
};
