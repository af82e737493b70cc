// Values of one setting as a line of text, for the form of a validation curve.
import type { Field, Scalar } from '$core/fields/field';
import type { Domain } from '$core/space/space';

const steps = 6;

/** Values over a range: evenly, on a log range by equal factors; all of a list. */
export function valuesOver(domain: Domain): Scalar[] {
  switch (domain.kind) {
    case 'bool':
      return [true, false];
    case 'choice':
    case 'ordinal':
      return [...domain.values];
    case 'fixed':
      return [domain.value];
    default: {
      const at = (share: number) =>
        domain.log && domain.low > 0
          ? domain.low * (domain.high / domain.low) ** share
          : domain.low + (domain.high - domain.low) * share;
      const values = Array.from({ length: steps }, (_, i) => at(i / (steps - 1)));
      const round = (value: number) => (domain.kind === 'int' ? Math.round(value) : Number(value.toPrecision(2)));
      return [...new Set(values.map(round))];
    }
  }
}

export const valuesText = (values: readonly Scalar[]): string => values.join(', ');

/** The values of a line, or null where a word is no value of the field. */
export function readValues(text: string, field: Field): Scalar[] | null {
  const words = text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const values: Scalar[] = [];
  for (const word of words) {
    const value = readValue(word, field);
    if (value === null) return null;
    if (!values.includes(value)) values.push(value);
  }
  return values;
}

function readValue(word: string, field: Field): Scalar | null {
  switch (field.kind) {
    case 'bool':
      return word === 'true' ? true : word === 'false' ? false : null;
    case 'choice':
      return field.options.some(({ value }) => value === word) ? word : null;
    case 'text':
      return word;
    default: {
      const value = Number(word);
      const fits = Number.isFinite(value) && value >= field.min && value <= field.max;
      return fits && (field.kind === 'float' || Number.isInteger(value)) ? value : null;
    }
  }
}

/** Shares as a line of percents, `10, 20, 100`. */
export const sharesText = (sizes: readonly number[]): string =>
  sizes.map((size) => Number((100 * size).toPrecision(4))).join(', ');

/** Ascending shares, or null where one is none. */
export function readShares(text: string): number[] | null {
  const words = text.split(',').map((word) => word.trim().replace(/%$/, '').trim());
  const shares = words.filter((word) => word !== '').map((word) => Number((Number(word) / 100).toPrecision(6)));
  if (shares.some((share) => !(share > 0 && share <= 1))) return null;
  return [...new Set(shares)].sort((a, b) => a - b);
}
