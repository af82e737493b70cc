// What a form needs to know of an option. Structurally equal to the product's own field descriptors, which this layer
// does not import.

interface Described {
  readonly label: string;
  readonly help?: string;
  readonly unit?: string;
  /** Shown only where another field has one of these values. */
  readonly when?: Readonly<Record<string, readonly ScalarLike[]>>;
}
interface NumberLike extends Described {
  readonly kind: 'int' | 'float';
  readonly min: number;
  readonly max: number;
  readonly default: number;
  readonly step?: number;
  readonly log?: boolean;
}
interface ChoiceLike extends Described {
  readonly kind: 'choice';
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly default: string;
}
interface BoolLike extends Described {
  readonly kind: 'bool';
  readonly default: boolean;
}
interface TextLike extends Described {
  readonly kind: 'text';
  readonly default: string;
  readonly max: number;
}
export type FieldLike = NumberLike | ChoiceLike | BoolLike | TextLike;
export type ScalarLike = number | string | boolean;
