import { int } from '$core/fields/field';
import { noiseField, rowsField } from '../generator';

export const fields = {
  rows: rowsField(1000),
  noise: noiseField(1, 20),
  features: int('Features', 10, 5, 100, { help: 'Only the first five matter.' }),
};
