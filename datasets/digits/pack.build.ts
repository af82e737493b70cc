import { Stream } from '../../src/core/rng/stream';
import type { Column } from '../../src/core/table/types';
import { strings } from '../columns';
import type { PackTable } from '../source.build';

const size = 28 * 28;

/** The package sorts its digits by class; they are mixed here once and for all, so that any prefix holds all classes. */
export const packDigits: PackTable = async (source) => {
  const perDigit = await Promise.all(Array.from({ length: 10 }, (_, digit) => source.mnist(digit)));
  const labels = perDigit.flatMap((values, digit) => Array<number>(values.length / size).fill(digit));
  const starts = perDigit.flatMap((values) => Array.from({ length: values.length / size }, (_, i) => i * size));
  const order = Stream.of(0, 'digits').permutation(labels.length);
  const pixels = new Uint8Array(labels.length * size);
  order.forEach((from, row) => {
    const values = perDigit[labels[from]];
    // The package stores byte / 255 to three decimals, which rounds back to the byte without loss.
    for (let i = 0; i < size; i++) pixels[row * size + i] = Math.round(values[starts[from] + i] * 255);
  });
  const image: Column = { name: 'image', type: 'image', data: { kind: 'image', pixels, shape: [28, 28, 1] } };
  return [
    image,
    strings(
      'digit',
      Array.from(order, (from) => String(labels[from])),
    ),
  ];
};
