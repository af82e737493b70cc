import { float, int } from '$core/fields/field';
import { noiseField, rowsField } from '../generator';

export const fields = {
  rows: rowsField(600),
  noise: noiseField(0.03),
  arms: int('Arms', 3, 2, 8),
  turns: float('Turns', 1, 0.25, 4, { step: 0.25 }),
};
