// Numbers as people read them.

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

/** A coefficient between -1 and 1 as it stands in a small cell: `.66`, `-.24`, `1.00`. */
export const coefficient = (value: number): string =>
  value
    .toFixed(2)
    .replace(/^-(0\.00)$/, '$1')
    .replace(/^(-?)0\./, '$1.');

/** A tick label: as many decimals as the step needs. */
export function tick(value: number, step: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(1).replace('.0e', 'e').replace('e+', 'e');
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return grouped(Number(value.toFixed(Math.min(10, decimals))));
}
