// Numbers inside the sentences about a study.
import { grouped } from '../format';

/** Whole numbers below 1e15 exactly, others to four significant digits; a comma every three digits before the point. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const exact = Number.isInteger(value) && Math.abs(value) < 1e15;
  return grouped(exact ? value : Number(value.toPrecision(4)));
}
