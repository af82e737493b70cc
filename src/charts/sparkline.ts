// A word-sized line: an SVG path without axes. The number beside it says the value.
import { m4 } from './sample';
import { extent } from './scale';

/** Path of the values in a box of the given size; empty when nothing is finite. One value is a short dash. */
export function sparkline(values: ArrayLike<number>, width: number, height: number): string {
  const range = extent(values);
  if (!range) return '';
  const [low, high] = range;
  const y = (v: number) => (high === low ? height / 2 : height - 1 - ((v - low) / (high - low)) * (height - 2));
  if (values.length === 1) return `M0 ${y(values[0]).toFixed(1)}H${Math.min(4, width)}`;
  let path = '';
  let pen = false;
  for (const i of m4(values, Math.ceil(width))) {
    if (!Number.isFinite(values[i])) pen = false;
    else {
      path += `${pen ? 'L' : 'M'}${((i / (values.length - 1)) * width).toFixed(1)} ${y(values[i]).toFixed(1)}`;
      pen = true;
    }
  }
  return path;
}
