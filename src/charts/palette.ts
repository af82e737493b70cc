// Colours that stay apart under the common colour-vision deficiencies. Never used alone: classes also have a marker.
// Categorical: Okabe & Ito's hues, darkened for light paper and lightened for dark. Sequential: viridis (van der Walt
// & Smith) and cividis (Nunez et al. 2018). Diverging: ColorBrewer RdBu.
import type { Marker } from './painter';

export const categoricalLight = [
  '#0072b2',
  '#c85200',
  '#007a5a',
  '#b0518c',
  '#8a6d00',
  '#3a8fc7',
  '#5b4bb5',
  '#6b6b6b',
] as const;
export const categoricalDark = [
  '#4ea8de',
  '#f28e3c',
  '#2fbf93',
  '#e08fc0',
  '#e5c441',
  '#9bd3f5',
  '#a99bf0',
  '#b3b3b3',
] as const;

const markers: readonly Marker[] = ['circle', 'square', 'triangle', 'diamond', 'down', 'plus', 'star', 'cross'];

/** The marker of a class or trial: with its colour, always the same. */
export const markerOf = (index: number): Marker => markers[(index % 8) % markers.length];

type Rgb = readonly [number, number, number];
const stops = (hexes: string): readonly Rgb[] => hexes.split(' ').map(parse);

/** `#0a6276`, or the short `#fff` that a minified style sheet holds. */
export function parse(hex: string): Rgb {
  const digits = hex.trim().replace('#', '');
  const n = parseInt(digits.length === 3 ? digits.replace(/./g, '$&$&') : digits, 16);
  return [n >> 16, (n >> 8) & 255, n & 255];
}
export const hex = ([r, g, b]: Rgb): string =>
  `#${[r, g, b].map((c) => Math.round(c).toString(16).padStart(2, '0')).join('')}`;
export const mix = (a: Rgb, b: Rgb, t: number): Rgb => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];

/** Relative luminance, WCAG 2. */
export function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((c) => (c <= 10.3 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
/** White or black, whichever is easier to read on a colour: one of them always has the contrast that text needs. */
export const inkOn = (colour: Rgb): string => (luminance(colour) > 0.179 ? '#000000' : '#ffffff');

export type Ramp = (t: number) => Rgb;
function ramp(list: readonly Rgb[]): Ramp {
  return (t) => {
    const at = Math.min(1, Math.max(0, t)) * (list.length - 1);
    const i = Math.min(list.length - 2, Math.floor(at));
    return mix(list[i], list[i + 1], at - i);
  };
}

export const viridis = ramp(stops('440154 482878 3e4989 31688e 26828e 1f9e89 35b779 6ece58 b5de2b fde725'));
export const cividis = ramp(stops('00224e 123570 3b496c 575d6d 707173 8a8678 a59c74 c3b369 e1cc55 fee838'));
/** From -1 (blue) over 0 (paper) to 1 (red), scaled to [0, 1]. */
export const diverging = (dark: boolean): Ramp =>
  ramp(
    stops(
      dark ? '6fb1e8 3c77a8 2b4a63 2a2c2f 6b4038 b0604a f09a78' : '2166ac 67a9cf d1e5f0 f7f7f7 fddbc7 ef8a62 b2182b',
    ),
  );

/** A ramp as 64 ready colour strings: parsing a new string per mark would cost more than the mark. */
export function steps(of: Ramp, count = 64): readonly string[] {
  return Array.from({ length: count }, (_, i) => hex(of(i / (count - 1))));
}
export const stepOf = (list: readonly string[], t: number): string =>
  list[Math.min(list.length - 1, Math.max(0, Math.round(t * (list.length - 1))))];
