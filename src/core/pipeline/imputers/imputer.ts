// What a missing value becomes, found in the training rows.
import { bool, type Fields, type Values } from '../../fields/field';

export interface ImputerDef<F extends Fields = Fields> {
  readonly type: string;
  readonly label: string;
  readonly fields: F;
  /** `present`: the training values that are there, at least one. */
  fit(present: Float64Array, options: Values<F>): number;
}

export const imputer = <F extends Fields>(def: ImputerDef<F>): ImputerDef => def as unknown as ImputerDef;

/** An option of every imputer: one more feature, 1 where the value was missing (scikit-learn's MissingIndicator). */
export const marks = { mark: bool('Mark missing', false, { help: 'One more feature: 1 where the value is missing.' }) };
