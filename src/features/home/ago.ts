// How long ago, in a few characters.
const steps: readonly [seconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
];

/** `now`, `5 min ago`, `2 days ago`; a date beyond a month. */
export function agoText(then: number, now: number): string {
  const seconds = Math.max(0, (now - then) / 1000);
  if (seconds > 30 * 86_400) return new Intl.DateTimeFormat('en', { dateStyle: 'medium' }).format(then);
  const format = new Intl.RelativeTimeFormat('en', { style: 'short', numeric: 'auto' });
  for (const [size, unit] of steps) if (seconds >= size) return format.format(-Math.floor(seconds / size), unit);
  return 'just now';
}
