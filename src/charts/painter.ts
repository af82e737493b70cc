// What charts draw with. Two implementations, one picture: canvas on the page, SVG in a file.
export interface Stroke {
  readonly colour: string;
  readonly width?: number;
  readonly alpha?: number;
  readonly dash?: readonly number[];
}
export interface TextStyle {
  readonly colour: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly baseline?: 'top' | 'middle' | 'bottom';
  /** CSS pixels; 11 when left out. */
  readonly size?: number;
  readonly mono?: boolean;
  readonly bold?: boolean;
  /** Degrees, clockwise, about the point. */
  readonly rotate?: number;
  /** Colour of a thin outline that keeps the text readable over marks. */
  readonly halo?: string;
}
export type Marker = 'circle' | 'square' | 'triangle' | 'diamond' | 'cross' | 'plus' | 'down' | 'star';

/** RGBA bytes, row-major from the top. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

export interface Painter {
  /** A polyline; a NaN coordinate breaks it. */
  line(xs: ArrayLike<number>, ys: ArrayLike<number>, stroke: Stroke): void;
  /** The area between two lines over the same xs. */
  band(xs: ArrayLike<number>, low: ArrayLike<number>, high: ArrayLike<number>, colour: string, alpha: number): void;
  rect(x: number, y: number, width: number, height: number, colour: string, alpha?: number): void;
  frame(x: number, y: number, width: number, height: number, stroke: Stroke): void;
  /** A mark of radius r; hollow ones are outlined. */
  marker(
    shape: Marker,
    x: number,
    y: number,
    r: number,
    colour: string,
    more?: { readonly alpha?: number; readonly hollow?: boolean; readonly ring?: string },
  ): void;
  text(x: number, y: number, text: string, style: TextStyle): void;
  image(x: number, y: number, width: number, height: number, pixels: Pixels): void;
  /** Everything that `draw` paints outside the box stays unseen. */
  clip(x: number, y: number, width: number, height: number, draw: () => void): void;
}

/** Outline of a marker as points around the origin, radius 1; null for the circle. Equal areas, roughly. */
export const outlines: Readonly<Record<Marker, readonly (readonly [number, number])[] | null>> = {
  circle: null,
  square: [
    [-0.89, -0.89],
    [0.89, -0.89],
    [0.89, 0.89],
    [-0.89, 0.89],
  ],
  triangle: [
    [0, -1.3],
    [1.15, 0.8],
    [-1.15, 0.8],
  ],
  down: [
    [0, 1.3],
    [1.15, -0.8],
    [-1.15, -0.8],
  ],
  diamond: [
    [0, -1.3],
    [1.3, 0],
    [0, 1.3],
    [-1.3, 0],
  ],
  cross: cross(Math.SQRT1_2),
  plus: cross(0),
  star: Array.from({ length: 10 }, (_, i) => {
    const r = i % 2 === 0 ? 1.5 : 0.65;
    const angle = (Math.PI * (i - 2.5)) / 5;
    return [r * Math.cos(angle), r * Math.sin(angle)] as const;
  }),
};

/** A cross of two bars; `turn` is the sine and cosine of its rotation, 0 for an upright one. */
function cross(turn: number): readonly (readonly [number, number])[] {
  const t = 0.38;
  const l = 1.3;
  const upright: [number, number][] = [
    [-t, -l],
    [t, -l],
    [t, -t],
    [l, -t],
    [l, t],
    [t, t],
    [t, l],
    [-t, l],
    [-t, t],
    [-l, t],
    [-l, -t],
    [-t, -t],
  ];
  return turn === 0 ? upright : upright.map(([x, y]) => [(x - y) * turn, (x + y) * turn] as const);
}
