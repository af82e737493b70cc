// One step of a recipe for numbers: a transform or a scaler. It is fitted on training values and keeps plain JSON.
import { TablabError } from '../errors/error';
import type { Fields, Values } from '../fields/field';

/** What a fitted step keeps. */
export type StepState = Readonly<Record<string, number | readonly number[]>>;

/** What is to be predicted, by training row. */
export type NumberTarget =
  | { readonly kind: 'classes'; readonly index: Int32Array; readonly count: number }
  | { readonly kind: 'values'; readonly values: Float64Array };

export interface NumberStepDef<F extends Fields = Fields, S extends StepState = StepState> {
  readonly type: string;
  readonly label: string;
  readonly help: string;
  readonly fields: F;
  /** `values`: the training rows, none missing. Throws `step-domain` or `step-target` where the step cannot be fitted. */
  fit(values: Float64Array, options: Values<F>, column: string, target?: NumberTarget | null): S;
  /** The values changed; same length. Throws `step-domain`. */
  apply(state: S, values: Float64Array, column: string): Float64Array;
}

/** Keeps the types of one step within its file and forgets them outside. */
export const numberStep = <F extends Fields, S extends StepState>(def: NumberStepDef<F, S>): NumberStepDef =>
  def as unknown as NumberStepDef;

/** A step without anything to fit that is defined where `inside` says so. */
export function plainStep(
  about: { type: string; label: string; help: string; needs: string },
  inside: (x: number) => boolean,
  f: (x: number) => number,
): NumberStepDef {
  const apply = (values: Float64Array, column: string) => {
    requireDomain(values, inside, about.label, column, about.needs);
    return values.map(f);
  };
  return {
    type: about.type,
    label: about.label,
    help: about.help,
    fields: {},
    fit: (values, _, column) => {
      requireDomain(values, inside, about.label, column, about.needs);
      return {};
    },
    apply: (_, values, column) => apply(values, column),
  };
}

export function requireDomain(
  values: Float64Array,
  inside: (x: number) => boolean,
  step: string,
  column: string,
  needs: string,
): void {
  const value = values.find((one) => !inside(one));
  if (value === undefined) return;
  const rows = values.reduce((sum, one) => sum + Number(!inside(one)), 0);
  throw new TablabError('step-domain', { step, column, needs, value, rows });
}

/** A spread that divides: 1 instead of one that rounding alone could make (scikit-learn's `_handle_zeros_in_scale`). */
export const divisor = (spread: number): number => (spread < 10 * Number.EPSILON ? 1 : spread);
