// Which images stand for each class: the first few of a sample, classes in a readable order.
import { rgbaOf } from '$core/table/look';
import type { Table } from '$core/table/types';

export interface ImageGroup {
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly images: readonly Uint8ClampedArray<ArrayBuffer>[];
  /** Row of the data set of each image. */
  readonly rows: readonly number[];
  /** Images of the class among those looked through. */
  readonly total: number;
}

/**
 * The first column of the table holds the images, the second, if any, the class. The table is an even sample of a data
 * set of `all` rows.
 */
export function gridRows({ rows, columns }: Table, perClass: number, all = rows): ImageGroup[] {
  const [image, label] = columns;
  if (image.data.kind !== 'image') return [];
  const { data } = image;
  const [height, width] = data.shape;
  const classOf = (row: number): string => {
    if (label?.data.kind !== 'dict') return '';
    const code = label.data.codes[row];
    return code < 0 ? 'missing' : label.data.dictionary[code];
  };
  const groups = new Map<string, { images: Uint8ClampedArray<ArrayBuffer>[]; rows: number[]; total: number }>();
  for (let row = 0; row < rows; row++) {
    const name = classOf(row);
    let group = groups.get(name);
    if (!group) groups.set(name, (group = { images: [], rows: [], total: 0 }));
    group.total++;
    if (group.images.length >= perClass) continue;
    group.images.push(rgbaOf(data, row));
    group.rows.push(Math.floor((row * all) / rows));
  }
  const order = new Intl.Collator('en', { numeric: true });
  return [...groups]
    .sort(([a], [b]) => order.compare(a, b))
    .map(([name, group]) => ({ label: name, width, height, ...group }));
}
