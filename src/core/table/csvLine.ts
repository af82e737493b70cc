/** A line of a CSV (RFC 4180): CRLF, quotes where needed. */
export const csvLine = (cells: readonly string[]): string => cells.map(csvCell).join(',') + '\r\n';

const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
