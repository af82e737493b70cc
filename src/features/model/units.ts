// Counts and bytes as people read them.
const scaled = (value: number, base: number, names: readonly string[]): string => {
  let i = 0;
  let left = value;
  while (left >= base && i < names.length - 1) {
    left /= base;
    i++;
  }
  const digits = i === 0 || left >= 100 ? 0 : left >= 10 ? 1 : 2;
  return `${left.toFixed(digits)}${names[i]}`;
};

/** `1.23 k`, `45.6 M`. */
export const countText = (value: number): string => scaled(value, 1000, ['', ' k', ' M', ' G', ' T']);
/** `812 B`, `41.0 kB`. */
export const bytesText = (value: number): string => scaled(value, 1000, [' B', ' kB', ' MB', ' GB']);
/** `850 ms`, `12.4 s`, `3 min 20 s`. */
export function secondsText(seconds: number): string {
  if (seconds < 0.001 && seconds > 0) return `${Number((1000 * seconds).toPrecision(1))} ms`;
  if (seconds < 1) return `${Math.round(1000 * seconds)} ms`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
