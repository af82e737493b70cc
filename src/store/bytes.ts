// Sizes of stored things, in bytes and in words.

/** `1.2 MB`: decimal units, three significant digits; `?` when unknown. */
export function bytesText(bytes: number): string {
  if (!Number.isFinite(bytes)) return '?';
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : Number(value.toPrecision(3))} ${units[unit]}`;
}

/** Roughly what a structured clone of plain data takes: strings two bytes a character, numbers eight, buffers their length. */
export function sizeOfValue(value: unknown): number {
  if (typeof value === 'string') return 2 * value.length + 4;
  if (typeof value !== 'object' || value === null) return 8;
  if (ArrayBuffer.isView(value)) return value.byteLength + 16;
  if (value instanceof ArrayBuffer) return value.byteLength + 16;
  let sum = 8;
  if (Array.isArray(value)) for (const item of value) sum += sizeOfValue(item);
  else if (value instanceof Map) for (const [key, item] of value) sum += sizeOfValue(key) + sizeOfValue(item);
  else for (const [key, item] of Object.entries(value)) sum += 2 * key.length + 4 + sizeOfValue(item);
  return sum;
}
