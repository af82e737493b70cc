// A field describes one option of a layer, optimizer, sampler or generator: once, for the form that edits it, the
// schema that checks it, and the search space that may vary it.
import * as v from 'valibot';

interface Described {
  readonly label: string;
  readonly help?: string;
  readonly unit?: string;
  /** Matters only where another field has one of these values; a form shows it only then. */
  readonly when?: Readonly<Record<string, readonly Scalar[]>>;
}
export interface IntField extends Described {
  readonly kind: 'int';
  readonly min: number;
  readonly max: number;
  readonly default: number;
  readonly step?: number;
  readonly log?: boolean;
}
export interface FloatField extends Described {
  readonly kind: 'float';
  readonly min: number;
  readonly max: number;
  readonly default: number;
  readonly step?: number;
  readonly log?: boolean;
}
export interface ChoiceField<T extends string = string> extends Described {
  readonly kind: 'choice';
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly default: T;
}
export interface BoolField extends Described {
  readonly kind: 'bool';
  readonly default: boolean;
}
/** Words of the person's own: an expression, a name. `of` column: the name of a column, which a form lets one pick. */
export interface TextField extends Described {
  readonly kind: 'text';
  readonly default: string;
  /** Longest text, in UTF-16 code units. */
  readonly max: number;
  readonly of?: 'column' | 'expression';
}
export type Field = IntField | FloatField | ChoiceField | BoolField | TextField;
export type Fields = Readonly<Record<string, Field>>;
export type Scalar = number | string | boolean;

/** The value type of a set of fields. */
export type Values<F extends Fields> = {
  -readonly [K in keyof F]: F[K] extends ChoiceField<infer T>
    ? T
    : F[K] extends TextField
      ? string
      : F[K] extends BoolField
        ? boolean
        : number;
};

export const int = (label: string, d: number, min: number, max: number, more: Partial<IntField> = {}) =>
  ({ kind: 'int', label, default: d, min, max, ...more }) as const satisfies IntField;
export const float = (label: string, d: number, min: number, max: number, more: Partial<FloatField> = {}) =>
  ({ kind: 'float', label, default: d, min, max, ...more }) as const satisfies FloatField;
export const bool = (label: string, d: boolean, more: Partial<BoolField> = {}) =>
  ({ kind: 'bool', label, default: d, ...more }) as const satisfies BoolField;
export const words = (label: string, d: string, max: number, more: Partial<TextField> = {}): TextField => ({
  kind: 'text',
  label,
  default: d,
  max,
  ...more,
});
export const choice = <const T extends string>(
  label: string,
  d: NoInfer<T>,
  options: readonly (T | { value: T; label: string })[],
  more: Partial<Described> = {},
): ChoiceField<T> => ({
  kind: 'choice',
  label,
  default: d,
  options: options.map((o) => (typeof o === 'string' ? { value: o, label: o } : o)),
  ...more,
});

/** The default value of each field. */
export function defaultsOf<F extends Fields>(fields: F): Values<F> {
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.default])) as Values<F>;
}

/** The valibot schema of one field. */
export function fieldSchema(field: Field): v.GenericSchema<unknown, Scalar> {
  switch (field.kind) {
    case 'int':
      return v.pipe(v.number(), v.integer(), v.minValue(field.min), v.maxValue(field.max));
    case 'float':
      return v.pipe(v.number(), v.finite(), v.minValue(field.min), v.maxValue(field.max));
    case 'bool':
      return v.boolean();
    case 'choice':
      return v.picklist(field.options.map((o) => o.value));
    case 'text':
      return v.pipe(v.string(), v.maxLength(field.max));
  }
}

/** The valibot schema of a set of fields: missing fields take their defaults, unknown keys are refused. */
export function fieldsSchema<F extends Fields>(fields: F): v.GenericSchema<unknown, Values<F>> {
  const entries = Object.entries(fields).map(([key, f]) => [
    key,
    v.optional(fieldSchema(f) as v.GenericSchema<Scalar>, f.default),
  ]);
  return v.strictObject(Object.fromEntries(entries)) as unknown as v.GenericSchema<unknown, Values<F>>;
}

/** What a field accepts, in words, for error messages and hints. */
export function expectation(field: Field): string {
  switch (field.kind) {
    case 'int':
      return `a whole number from ${field.min} to ${field.max}`;
    case 'float':
      return `a number from ${field.min} to ${field.max}`;
    case 'bool':
      return 'on or off';
    case 'choice':
      return `one of ${field.options.map((o) => o.value).join(', ')}`;
    case 'text':
      return `text of ${field.max} characters at most`;
  }
}
