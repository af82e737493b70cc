// Dates on an axis: milliseconds since 1970 UTC as people write them.

/** `2024-05-01`; the number itself beyond what the platform's calendar holds. */
export const dateLabel = (ms: number): string =>
  Math.abs(ms) > 8.64e15 ? String(ms) : new Date(ms).toISOString().replace(/T.*$/, '');
