// Column names in parameter paths: letters, digits, `_` and `-` stand for themselves, every other character as its
// UTF-8 bytes, each `$` and two hexadecimal digits. So a dot in a name is no separator, and every name has one spelling.

/** `body mass` -> `body$20mass`. */
export function encodeColumn(name: string): string {
  const encoder = new TextEncoder();
  return Array.from(name, (char) =>
    /[A-Za-z0-9_-]/.test(char)
      ? char
      : Array.from(encoder.encode(char), (byte) => `$${byte.toString(16).padStart(2, '0')}`).join(''),
  ).join('');
}

/** The column name; null for a text that `encodeColumn` never gives. */
export function decodeColumn(text: string): string | null {
  if (!/^(?:[A-Za-z0-9_-]|\$[0-9a-f]{2})+$/.test(text)) return null;
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== '$') bytes.push(text.charCodeAt(i));
    else {
      bytes.push(parseInt(text.slice(i + 1, i + 3), 16));
      i += 2;
    }
  }
  const name = new TextDecoder().decode(Uint8Array.from(bytes));
  return encodeColumn(name) === text ? name : null;
}
