// A large file from texts that come one after the other. Each is laid down as it comes: hundreds of megabytes at once would hold
// the page up, and are more than one text may hold.

export function* fileInParts(parts: Iterable<string>, type: string): Generator<void, Blob> {
  const laid: Blob[] = [];
  for (const part of parts) {
    laid.push(new Blob([part]));
    yield;
  }
  return new Blob(laid, { type });
}
