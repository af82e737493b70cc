// Images of new data in the shape of the training images: scaled by area (each new pixel is the mean of what it covers),
// grey ones with three equal channels, coloured ones as their luma (ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B).
import { coverage } from '../pipeline/resolution';
import type { ImageData8 } from '../table/types';

type Shape = ImageData8['shape'];

export function conformImages(data: ImageData8, shape: Shape): ImageData8 {
  const coloured = withChannels(data, shape[2]);
  return coloured.shape[0] === shape[0] && coloured.shape[1] === shape[1] ? coloured : scaled(coloured, shape);
}

function withChannels({ pixels, shape }: ImageData8, channels: number): ImageData8 {
  const [height, width, own] = shape;
  if (own === channels) return { kind: 'image', pixels, shape };
  const count = pixels.length / own;
  const out = new Uint8Array(count * channels);
  for (let i = 0; i < count; i++) {
    const from = i * own;
    const grey = own < 3 ? pixels[from] : luma(pixels[from], pixels[from + 1], pixels[from + 2]);
    for (let c = 0; c < channels; c++)
      // The fourth channel is opacity; a second one of two would be as well.
      out[i * channels + c] =
        c === 3 ? (own === 4 ? pixels[from + 3] : 255) : own >= 3 && channels >= 3 ? pixels[from + c] : grey;
  }
  return { kind: 'image', pixels: out, shape: [height, width, channels] };
}

export const luma = (red: number, green: number, blue: number): number =>
  Math.round(0.299 * red + 0.587 * green + 0.114 * blue);

function scaled({ pixels, shape: [height, width, channels] }: ImageData8, shape: Shape): ImageData8 {
  const rows = coverage(height, shape[0]);
  const columns = coverage(width, shape[1]);
  const count = pixels.length / (height * width * channels);
  const out = new Uint8Array(count * shape[0] * shape[1] * channels);
  let at = 0;
  for (let image = 0; image < count; image++) {
    const from = image * height * width * channels;
    for (const above of rows)
      for (const beside of columns)
        for (let c = 0; c < channels; c++) {
          let sum = 0;
          for (const y of above)
            for (const x of beside) sum += y.share * x.share * pixels[from + (y.at * width + x.at) * channels + c];
          out[at++] = Math.round(sum);
        }
  }
  return { kind: 'image', pixels: out, shape: [shape[0], shape[1], channels] };
}
