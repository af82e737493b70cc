import { float, int } from '$core/fields/field';
import { rowsField } from '../generator';

export const fields = {
  rows: rowsField(600),
  classes: int('Classes', 3, 2, 20),
  features: int('Features', 2, 1, 50),
  spread: float('Spread', 1, 0.01, 20, { log: true, help: 'Standard deviation of each cluster.' }),
};
