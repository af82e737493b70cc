// Which images stand for each class: the first few of a sample, classes in a readable order.
import { rgbaOf } from '$core/table/look';
import type { Table } from '$core/table/types';

export interface ImageGroup {
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly images: readonly Uint8ClampedArray<ArrayBuffer>[];
}

/** The first column of the table holds the images, the second, if any, the class. */
export function gridRows({ rows, columns }: Table, perClass: number): ImageGroup[] {
  const [image, label] = columns;
  if (image.data.kind !== 'image') return [];
  const { data } = image;
  const [height, width] = data.shape;
  const classOf = (row: number): string => {
    if (label?.data.kind !== 'dict') return '';
    const code = label.data.codes[row];
    return code < 0 ? 'missing' : label.data.dictionary[code];
  };
  const groups = new Map<string, Uint8ClampedArray<ArrayBuffer>[]>();
  for (let row = 0; row < rows; row++) {
    const name = classOf(row);
    let images = groups.get(name);
    if (!images) groups.set(name, (images = []));
    if (images.length < perClass) images.push(rgbaOf(data, row));
  }
  const order = new Intl.Collator('en', { numeric: true });
  return [...groups]
    .sort(([a], [b]) => order.compare(a, b))
    .map(([name, images]) => ({ label: name, width, height, images }));
}
