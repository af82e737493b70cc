// Numbers inside the sentences about a study.

/** Whole numbers below 1e15 exactly, others to four significant digits; a comma every three digits before the point. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const exact = Number.isInteger(value) && Math.abs(value) < 1e15;
  const [whole, rest] = String(exact ? value : Number(value.toPrecision(4))).split('.');
  // An exponent has no thousands.
  if (whole.includes('e') || rest?.includes('e')) return rest === undefined ? whole : `${whole}.${rest}`;
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return rest === undefined ? spaced : `${spaced}.${rest}`;
}
