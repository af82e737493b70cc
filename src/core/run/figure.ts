// Numbers inside the sentences about a study.

/** Whole numbers exactly, others to four significant digits; a comma every three digits before the point. */
export function figure(value: number): string {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e15) return String(value);
  const [whole, rest] = String(Number.isInteger(value) ? value : Number(value.toPrecision(4))).split('.');
  // An exponent has no thousands.
  if (whole.includes('e') || rest?.includes('e')) return rest === undefined ? whole : `${whole}.${rest}`;
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return rest === undefined ? spaced : `${spaced}.${rest}`;
}
