// Points in the plane of a painted chart: how large they are drawn, which is under the pointer, which lie in a brush, and
// the rings around those that were chosen.
import { inside, type Box, type Emphasis } from './chart';
import type { Painter } from './painter';

/** How many there are, where each is in pixels, and the row or trial that it stands for. */
export interface Points {
  readonly count: number;
  x(i: number): number;
  y(i: number): number;
  key(i: number): number;
}

/** Radius of a point among so many. */
export const pointRadius = (count: number): number => (count > 5000 ? 1.6 : count > 800 ? 2.2 : 3.2);

/** The nearest point within `reach`; `pull` draws the pointer to some by so many pixels. -1: none. */
export function nearest(
  points: Points,
  x: number,
  y: number,
  { reach = 12, every = 1, pull }: { reach?: number; every?: number; pull?: (i: number) => number } = {},
): number {
  let best = -1;
  for (let i = 0; i < points.count; i += every) {
    const distance = Math.hypot(points.x(i) - x, points.y(i) - y) - (pull?.(i) ?? 0);
    if (distance < reach) [reach, best] = [distance, i];
  }
  return best;
}

export function keysWithin(points: Points, box: Box): number[] {
  const keys: number[] = [];
  for (let i = 0; i < points.count; i++) if (inside(box, points.x(i), points.y(i))) keys.push(points.key(i));
  return keys;
}

export function drawChosen(
  painter: Painter,
  points: Points,
  { selected, hovered }: Emphasis,
  radius: number,
  colour: string,
): void {
  if (selected.size === 0 && hovered === null) return;
  for (let i = 0; i < points.count; i++) {
    const key = points.key(i);
    if (key !== hovered && !selected.has(key)) continue;
    painter.marker('circle', points.x(i), points.y(i), radius, colour, { hollow: true });
  }
}
