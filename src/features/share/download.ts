// Hands a file to the person.

/** Saves under a name; the browser decides where. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has started with the click; the address must live a moment longer.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A title as a file name that every system takes. */
export function fileName(title: string, extension: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .trim()
    .replace(/\s+/g, '-');
  return `${plain.slice(0, 60) || 'lab'}.${extension}`;
}
