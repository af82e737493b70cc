// Numbers as charts write them.
import { grouped, number } from '$core/format';

export { grouped, number };

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
