/** Where a key moves the cursor of a list of rows to; null for keys that do not move it. -1: no cursor yet. */
export function moved(key: string, at: number, page: number, count: number): number | null {
  const to = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  }[key];
  return to === undefined || count === 0 ? null : Math.max(0, Math.min(count - 1, to));
}
