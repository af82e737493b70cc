// Images made smaller for a cheaper training: each new pixel is the mean of the area that it covers (box filter with
// partly covered pixels counted by their share), every channel by itself.
import { TablabError } from '../errors/error';
import type { Allocate } from './allocate';
import type { Arrays, Prepared } from './prepared';

/** Pixels of a side at a share of the resolution. */
export const smallerSide = (pixels: number, share: number): number => Math.max(1, Math.round(pixels * share));

/** How much of each old cell every new cell covers along one side, as shares of the new cell that sum to 1. */
export function coverage(from: number, to: number): { readonly at: number; readonly share: number }[][] {
  const size = from / to;
  return Array.from({ length: to }, (_, i) => {
    const [start, end] = [i * size, (i + 1) * size];
    const parts: { at: number; share: number }[] = [];
    for (let at = Math.floor(start); at < Math.min(from, Math.ceil(end - 1e-9)); at++) {
      const share = (Math.min(end, at + 1) - Math.max(start, at)) / size;
      if (share > 1e-12) parts.push({ at, share });
    }
    return parts;
  });
}

/** Throws `fidelity-no-images` when the lab's input is no image. */
export function withResolution<P extends Prepared>(prepared: P, share: number, allocate: Allocate): P {
  const [input] = prepared.inputs;
  if (prepared.inputs.length !== 1 || input.shape.length !== 3) throw new TablabError('fidelity-no-images');
  const [height, width, channels] = input.shape;
  const rows = coverage(height, smallerSide(height, share));
  const columns = coverage(width, smallerSide(width, share));
  const smaller = (arrays: Arrays): Arrays => {
    const size = rows.length * columns.length * channels;
    const features = new Float32Array(allocate(4 * size * arrays.rows));
    for (let row = 0, at = 0; row < arrays.rows; row++) {
      const image = row * height * width * channels;
      for (const above of rows)
        for (const beside of columns)
          for (let channel = 0; channel < channels; channel++) {
            let sum = 0;
            for (const y of above)
              for (const x of beside)
                sum += y.share * x.share * arrays.features[image + (y.at * width + x.at) * channels + channel];
            features[at++] = sum;
          }
    }
    return { ...arrays, features };
  };
  const shape = [rows.length, columns.length, channels];
  return {
    ...prepared,
    inputs: [{ ...input, shape }],
    train: smaller(prepared.train),
    validation: smaller(prepared.validation),
    test: smaller(prepared.test),
  };
}
