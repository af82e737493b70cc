// Images in one folder per class: the folder that holds an image names its class. All are brought to one shape.
import { TablabError } from '../../errors/error';
import { Strings } from '../builders';
import { readAll, type ByteSource } from '../source';
import type { Column, ImportNote } from '../types';
import { listOf, note } from './notes';
import { baseName, type ReadContext, type Reader, type ReadResult, type Rgba } from './reader';

/** One image file. */
const fileLimit = 100e6;
/** Pixels of all images together, in bytes. */
const totalLimit = 1.5e9;
const defaultSize = 28;
/** Images of one size keep it up to this many pixels a side. */
const largestKept = 64;
/** Images looked at to settle the shape. */
const probes = 60;

export const isImageName = (name: string): boolean => /\.(?:png|jpe?g|gif|bmp|webp|avif)$/i.test(name);

interface Size {
  readonly width: number;
  readonly height: number;
}

async function readImages(given: readonly ByteSource[], context: ReadContext): Promise<ReadResult> {
  const { images } = context;
  if (!images) throw new TablabError('file-unknown', { name: given[0].name });
  // By path, so that the same files give the same data set however they were picked.
  const sources = given
    .filter(({ name }) => isImageName(name))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const notes: ImportNote[] = [];
  if (sources.length < given.length) {
    const others = given.filter(({ name }) => !isImageName(name)).map(({ name }) => name);
    notes.push(note('files-skipped', { names: listOf(others) }, others.length));
  }
  const decode = async (source: ByteSource, size?: Size) =>
    images.decode(source.name, await readAll(source, fileLimit), size);
  const { size, scaled } = context.imageSize
    ? { size: context.imageSize, scaled: false }
    : await commonSize(sources, decode, context);
  if (size.width * size.height * 3 * sources.length > totalLimit) {
    const reason = `${sources.length} images of ${size.width} x ${size.height} are too many`;
    throw new TablabError('archive-too-large', { name: baseName(sources[0].name), reason });
  }
  const pixels = new Uint8Array(sources.length * size.width * size.height * 3);
  const labels = new Strings();
  const skipped: string[] = [];
  let rows = 0;
  let gray = true;
  let resized = scaled ? sources.length : 0;
  for (const [i, source] of sources.entries()) {
    context.progress('decoding', i, sources.length);
    await context.pause();
    const image = await tolerant(decode(source, scaled ? size : undefined));
    const fitted =
      image && (image.width !== size.width || image.height !== size.height)
        ? await tolerant(decode(source, size))
        : image;
    if (!fitted) skipped.push(source.name);
    else {
      if (fitted !== image) resized++;
      gray = copyRgb(fitted, pixels, rows * size.width * size.height * 3) && gray;
      labels.push(classOf(source.name));
      rows++;
    }
  }
  if (rows === 0) throw new TablabError('image-unreadable', { name: sources[0].name });
  if (skipped.length > 0) notes.push(note('images-skipped', { names: listOf(skipped) }, skipped.length));
  if (resized > 0) {
    // How many is asked by whoever names the size.
    const count = context.imageSize && resized;
    notes.push(note('images-resized', { size: `${size.width} x ${size.height} pixels` }, count));
  }
  const used = pixels.subarray(0, rows * size.width * size.height * 3);
  const columns: Column[] = [
    {
      name: 'image',
      type: 'image',
      data: gray
        ? { kind: 'image', pixels: firstChannel(used), shape: [size.height, size.width, 1] }
        : { kind: 'image', pixels: used.slice(), shape: [size.height, size.width, 3] },
    },
  ];
  if (labels.dictionary.some((label) => label !== '')) {
    columns.push({ name: 'label', type: 'categorical', data: labels.finish() });
  }
  return { table: { rows, columns }, notes };
}

/** The image, or undefined when it cannot be decoded. */
async function tolerant(decoding: Promise<Rgba>): Promise<Rgba | undefined> {
  try {
    return await decoding;
  } catch (error) {
    if (error instanceof TablabError && error.code === 'image-unreadable') return undefined;
    throw error;
  }
}

/** The size that all probed images share, when it is small; else the default. */
async function commonSize(
  sources: readonly ByteSource[],
  decode: (source: ByteSource) => Promise<Rgba>,
  context: ReadContext,
): Promise<{ size: Size; scaled: boolean }> {
  let first: Size | undefined;
  const step = Math.max(1, Math.floor(sources.length / probes));
  for (let i = 0; i < sources.length; i += step) {
    await context.pause();
    const image = await tolerant(decode(sources[i]));
    if (!image) continue;
    first ??= image;
    if (
      image.width !== first.width ||
      image.height !== first.height ||
      Math.max(image.width, image.height) > largestKept
    ) {
      return { size: { width: defaultSize, height: defaultSize }, scaled: true };
    }
  }
  if (!first) throw new TablabError('image-unreadable', { name: sources[0].name });
  return { size: { width: first.width, height: first.height }, scaled: false };
}

/** Copies the colours; whether all of them are gray. */
function copyRgb({ pixels, width, height }: Rgba, to: Uint8Array, start: number): boolean {
  let gray = true;
  for (let i = 0; i < width * height; i++) {
    const red = pixels[4 * i];
    const green = pixels[4 * i + 1];
    const blue = pixels[4 * i + 2];
    to[start + 3 * i] = red;
    to[start + 3 * i + 1] = green;
    to[start + 3 * i + 2] = blue;
    if (red !== green || green !== blue) gray = false;
  }
  return gray;
}

const firstChannel = (rgb: Uint8Array) => Uint8Array.from({ length: rgb.length / 3 }, (_, i) => rgb[3 * i]);

function classOf(path: string): string {
  const folders = path.split('/').slice(0, -1);
  return folders.at(-1) ?? '';
}

export const imagesReader: Reader = {
  format: 'images',
  label: 'Images by folder',
  matches: ({ name }) => isImageName(name),
  limit: fileLimit,
  read: readImages,
};
