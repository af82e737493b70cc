import { noiseField, rowsField } from '../generator';

export const fields = { rows: rowsField(500), noise: noiseField(0.15) };
