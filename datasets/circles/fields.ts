import { float } from '$core/fields/field';
import { noiseField, rowsField } from '../generator';

export const fields = {
  rows: rowsField(500),
  noise: noiseField(0.1),
  factor: float('Inner radius', 0.5, 0, 0.99, { step: 0.01, help: 'The outer radius is 1.' }),
};
