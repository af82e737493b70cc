// Values as Python literals. Texts of a person's come out as printable ASCII with everything else escaped, so that none can become
// code.
import type { Scalar } from '../fields/field';

export const list = (values: readonly Scalar[]) => `[${values.map(pyValue).join(', ')}]`;

export function pyValue(value: Scalar): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return pyString(value);
  return Number.isFinite(value) ? String(value) : endless(value);
}

/** NaN and the infinities are no literals in Python. */
const endless = (value: number) => `float("${value > 0 ? 'inf' : value < 0 ? '-inf' : 'nan'}")`;

/** A number that Python reads as a float. */
export const pyFloat = (value: number): string =>
  !Number.isFinite(value)
    ? endless(value)
    : Number.isInteger(value) && Math.abs(value) < 1e21
      ? `${value}.0`
      : String(value);

/** A Python string literal of printable ASCII: everything else is escaped. */
export function pyString(text: string): string {
  let out = '';
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (char === '"' || char === '\\') out += `\\${char}`;
    else if (code >= 32 && code < 127) out += char;
    else if (code >= 0xd800 && code < 0xe000)
      out += '\\ufffd'; // half a character, which Python could not print
    else if (code > 0xffff) out += `\\U${code.toString(16).padStart(8, '0')}`;
    else out += `\\u${code.toString(16).padStart(4, '0')}`;
  }
  return `"${out}"`;
}
