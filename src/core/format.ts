// Numbers as people read them: the one way in charts, tables, findings and errors.

/** Four significant digits, no trailing noise; large and tiny numbers in scientific form. */
export function number(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'not a number';
  if (!Number.isFinite(value)) return value > 0 ? 'infinity' : '-infinity';
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return grouped(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6))
    return value
      .toExponential(digits - 2)
      .replace(/\.?0+e/, 'e')
      .replace('e+', 'e');
  return grouped(Number(value.toPrecision(digits)));
}

/** Whole numbers with a comma every three digits. */
export const grouped = (value: number): string => {
  const [whole, rest] = String(value).split('.');
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return rest ? `${spaced}.${rest}` : spaced;
};
