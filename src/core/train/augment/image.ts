// One image changed by chance: mirrored, cropped, turned and shifted in one mapping with bilinear sampling, then noise
// (both as in Simard, Steinkraus and Platt, ICDAR 2003, and usual since), then a black square (DeVries and Taylor,
// Improved Regularization with Cutout, 2017). Each change draws from a stream of its own name below the image's, so that
// switching one on changes nothing of the others. Only +, -, *, / and our own sine, cosine and logarithm.
import { cos as cosine, sin as sine } from '../../math/trig';
import type { Stream } from '../../rng/stream';
import type { AugmentOptions } from './options';

/** Height, width, channels; row-major. */
export type ImageShape = readonly [number, number, number];

/** Writes the image at `from` of `source` (numbers of 0 to 1) changed to `to` of `out`; the two must not overlap. */
export function augmentImage(
  source: Float32Array,
  from: number,
  out: Float32Array,
  to: number,
  shape: ImageShape,
  options: AugmentOptions,
  stream: Stream,
): void {
  const [height, width, channels] = shape;
  const size = height * width * channels;
  const place = mapping(shape, options, stream);
  if (place) sample(source, from, out, to, shape, place, options.outside === 'edge');
  else for (let i = 0; i < size; i++) out[to + i] = source[from + i];
  if (options.noise > 0) {
    const noise = stream.split('noise');
    for (let i = to; i < to + size; i++) {
      const value = out[i] + options.noise * noise.normal();
      out[i] = value < 0 ? 0 : value > 1 ? 1 : value;
    }
  }
  if (options.cutout > 0) cutOut(out, to, shape, options.cutout, stream.split('cutout'));
}

/** Where pixel (row, column) of the result comes from: row = y0 + yy row + yx column, column = x0 + xy row + xx column. */
export interface Mapping {
  readonly y0: number;
  readonly yy: number;
  readonly yx: number;
  readonly x0: number;
  readonly xy: number;
  readonly xx: number;
}

/** Null where the image stays as it is. */
export function mapping([height, width]: ImageShape, options: AugmentOptions, stream: Stream): Mapping | null {
  const chance = (name: string, share: number) => share > 0 && stream.split(name).uniform() < share;
  const flipX = chance('flipX', options.flipX);
  const flipY = chance('flipY', options.flipY);
  const { crop, rotate, shift } = options;
  if (!flipX && !flipY && crop === 0 && rotate === 0 && shift === 0) return null;
  // In pixels from the middle of the image.
  let side = 1;
  let [offY, offX] = [0, 0];
  if (crop > 0) {
    const own = stream.split('crop');
    side = 1 - crop * own.uniform();
    offY = (own.uniform() - 0.5) * (1 - side) * height;
    offX = (own.uniform() - 0.5) * (1 - side) * width;
  }
  let [sin, cos] = [0, 1];
  if (rotate > 0) {
    const angle = ((2 * stream.split('rotate').uniform() - 1) * rotate * Math.PI) / 180;
    sin = sine(angle);
    cos = cosine(angle);
  }
  let [byY, byX] = [0, 0];
  if (shift > 0) {
    const own = stream.split('shift');
    byY = (2 * own.uniform() - 1) * shift * height;
    byX = (2 * own.uniform() - 1) * shift * width;
  }
  // Backwards, from the result: shift, turn, crop, mirror.
  const [midY, midX] = [(height - 1) / 2, (width - 1) / 2];
  const [signY, signX] = [flipY ? -1 : 1, flipX ? -1 : 1];
  const yy = signY * side * cos;
  const yx = signY * side * -sin;
  const xy = signX * side * sin;
  const xx = signX * side * cos;
  return {
    yy,
    yx,
    y0: midY + signY * offY - yy * (midY + byY) - yx * (midX + byX),
    xy,
    xx,
    x0: midX + signX * offX - xy * (midY + byY) - xx * (midX + byX),
  };
}

/** Places this close to a pixel are that pixel: what is only mirrored stays exact. */
const near = 1e-9;

export function sample(
  source: Float32Array,
  from: number,
  out: Float32Array,
  to: number,
  [height, width, channels]: ImageShape,
  { y0, yy, yx, x0, xy, xx }: Mapping,
  edge: boolean,
): void {
  let at = to;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const y = snapped(y0 + yy * row + yx * column);
      const x = snapped(x0 + xy * row + xx * column);
      const [top, left] = [Math.floor(y), Math.floor(x)];
      const [down, right] = [y - top, x - left];
      for (let channel = 0; channel < channels; channel++) {
        let value = 0;
        for (let corner = 0; corner < 4; corner++) {
          const weight = (corner < 2 ? 1 - down : down) * (corner % 2 === 0 ? 1 - right : right);
          if (weight === 0) continue;
          let r = top + (corner >> 1);
          let c = left + (corner & 1);
          if (edge) {
            r = r < 0 ? 0 : r >= height ? height - 1 : r;
            c = c < 0 ? 0 : c >= width ? width - 1 : c;
          } else if (r < 0 || r >= height || c < 0 || c >= width) continue;
          value += weight * source[from + (r * width + c) * channels + channel];
        }
        out[at++] = value;
      }
    }
  }
}

function snapped(place: number): number {
  const whole = Math.round(place);
  return Math.abs(place - whole) < near ? whole : place;
}

/** The square may reach over the edge; its middle is in the image. */
function cutOut(out: Float32Array, to: number, [height, width, channels]: ImageShape, share: number, stream: Stream) {
  const side = Math.max(1, Math.round(share * Math.min(height, width)));
  const top = stream.below(height) - (side >> 1);
  const left = stream.below(width) - (side >> 1);
  for (let row = Math.max(0, top); row < Math.min(height, top + side); row++) {
    const start = to + (row * width + Math.max(0, left)) * channels;
    const end = to + (row * width + Math.min(width, left + side)) * channels;
    out.fill(0, start, Math.max(start, end));
  }
}
