// The picture of the first lab: points of two classes, and under them what the network says of every place.
// Drawing only; sizes in CSS pixels.
import type { Surface } from '$core/run/types';
import type { Points, Range } from './points';

export interface PlaneColours {
  readonly paper: string;
  readonly grid: string;
  readonly classes: readonly [string, string];
}

type Rgb = readonly [number, number, number];
const parse = (hex: string): Rgb => {
  const n = parseInt(hex.slice(1), 16);
  return [n >> 16, (n >> 8) & 255, n & 255];
};
const mix = (a: Rgb, b: Rgb, t: number): Rgb => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];

/** A surface as an image of one pixel per cell; row 0 of the surface is its smallest y. */
function imageOf(surface: Surface, colours: PlaneColours): ImageData {
  const { size, value, confidence } = surface;
  const image = new ImageData(size, size);
  const paper = parse(colours.paper);
  const classes = colours.classes.map(parse);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const cell = row * size + column;
      const sure = Math.max(0, (confidence[cell] - 0.5) * 2);
      const [r, g, b] = mix(paper, classes[value[cell]] ?? classes[0], 0.05 + 0.45 * sure);
      image.data.set([r, g, b, 255], ((size - 1 - row) * size + column) * 4);
    }
  }
  return image;
}

let scratch: HTMLCanvasElement | undefined;

/** Draws the whole picture. `side` is the canvas's width and height. */
export function drawPlane(
  context: CanvasRenderingContext2D,
  side: number,
  points: Points | null,
  surface: Surface | null,
  colours: PlaneColours,
): void {
  const unit: Range = { min: 0, max: 1 };
  const { x, y } = points?.ranges ?? { x: surface?.x ?? unit, y: surface?.y ?? unit };
  const atX = (value: number) => ((value - x.min) / (x.max - x.min)) * side;
  const atY = (value: number) => side - ((value - y.min) / (y.max - y.min)) * side;
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, side, side);
  if (surface && surface.confidence.length > 0) {
    scratch ??= document.createElement('canvas');
    scratch.width = scratch.height = surface.size;
    scratch.getContext('2d')!.putImageData(imageOf(surface, colours), 0, 0);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    const left = atX(surface.x.min);
    const top = atY(surface.y.max);
    context.drawImage(scratch, left, top, atX(surface.x.max) - left, atY(surface.y.min) - top);
  } else {
    context.strokeStyle = colours.grid;
    context.lineWidth = 1;
    context.beginPath();
    for (let step = 1; step < 8; step++) {
      const p = Math.round((step / 8) * side) + 0.5;
      context.moveTo(p, 0);
      context.lineTo(p, side);
      context.moveTo(0, p);
      context.lineTo(side, p);
    }
    context.stroke();
  }
  if (points) drawPoints(context, side, points, colours, atX, atY);
}

function drawPoints(
  context: CanvasRenderingContext2D,
  side: number,
  points: Points,
  colours: PlaneColours,
  atX: (value: number) => number,
  atY: (value: number) => number,
): void {
  const r = Math.max(2.2, side / 130);
  context.lineWidth = 1.4;
  for (let i = 0; i < points.x.length; i++) {
    const x = atX(points.x[i]);
    const y = atY(points.y[i]);
    const held = i >= points.training;
    const colour = colours.classes[points.target[i] ? 1 : 0];
    context.beginPath();
    if (points.target[i]) context.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
    else context.arc(x, y, r, 0, 2 * Math.PI);
    context.fillStyle = held ? colours.paper : colour;
    context.strokeStyle = held ? colour : colours.paper;
    context.fill();
    context.stroke();
  }
}
