import { float } from '$core/fields/field';
import { flipField, rowsField } from '../generator';

export const fields = {
  rows: rowsField(2000),
  bias: float('Bias against group B', 1, 0, 5, { step: 0.1, unit: 'logits', help: '1 divides the odds by 2.7.' }),
  proxy: float('Region follows group', 0.5, 0, 1, {
    step: 0.05,
    help: '0: independent. 1: the region gives the group away.',
  }),
  share: float('Share of group B', 0.35, 0.05, 0.95, { step: 0.05 }),
  missing: float('Missing values', 0.05, 0, 0.5, {
    step: 0.01,
    help: 'Share missing in income, employment and history.',
  }),
  noise: flipField,
};
