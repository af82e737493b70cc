import { flipField, noiseField, rowsField } from '../generator';

export const fields = { rows: rowsField(400), noise: noiseField(0.05), flipped: flipField };
