// Points in the plane of a painted chart: how large they are drawn, which is under the pointer, which lie in a brush, and
// the rings around those that were chosen.
import type { KeySet } from '$core/table/rowSet';
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

/** Chosen marks between two yields: a millisecond or two. */
export const chosenTogether = 64;

/** A ring around each chosen point. */
export function* drawChosen(
  painter: Painter,
  points: Points,
  selected: KeySet,
  radius: number,
  colour: string,
): Generator<void, void> {
  let drawn = 0;
  for (let i = 0; i < points.count; i++) {
    if (!selected.has(points.key(i))) continue;
    painter.marker('circle', points.x(i), points.y(i), radius, colour, { hollow: true });
    if (++drawn % chosenTogether === 0) yield;
  }
}

/** The same around what is pointed at. */
export function drawHovered(
  painter: Painter,
  points: Points,
  { hovered }: Emphasis,
  radius: number,
  colour: string,
): void {
  if (hovered === null) return;
  for (let i = 0; i < points.count; i++) {
    if (points.key(i) !== hovered) continue;
    painter.marker('circle', points.x(i), points.y(i), radius, colour, { hollow: true });
  }
}
