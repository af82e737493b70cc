// Zip archives and folders of images: what is inside is found, and what is hostile is refused before it is unpacked.
import { zipSync, type Zippable } from 'fflate';
import { describe, expect, it } from 'vitest';
import { TablabError } from '$core/errors/error';
import { importSources } from '$core/table/import';
import type { ImageDecoder, ReadContext } from '$core/table/readers/reader';
import { memorySource } from '$core/table/source';
import { bytesOf, codeOf, columnOf, noteCodes, quiet, readBytes, valuesOf } from './support/read';

const csv = bytesOf('a,b\n1,x\n2,y\n');

/** Decodes a made-up format: width, height, then red, green and blue of all pixels. */
const decoder: ImageDecoder = {
  decode: (name, bytes, size) => {
    if (bytes[0] === 0) return Promise.reject(new TablabError('image-unreadable', { name }));
    const [width, height, ...rgb] = bytes;
    const { width: w, height: h } = size ?? { width, height };
    const pixels = new Uint8Array(w * h * 4);
    for (let i = 0; i < w * h; i++) pixels.set([rgb[0], rgb[1], rgb[2], 255], 4 * i);
    return Promise.resolve({ width: w, height: h, pixels });
  },
};
const context: ReadContext = { ...quiet, images: decoder };
const picture = (width: number, height: number, red: number, green = red, blue = red) =>
  Uint8Array.of(width, height, red, green, blue);
const readZip = (files: Zippable, ctx = quiet) => readBytes(zipSync(files), 'data.zip', {}, ctx);

describe('zip', () => {
  it('reads the one table inside, compressed or stored, and names what it left', async () => {
    for (const level of [0, 6] as const) {
      const read = await readZip({
        'folder/t.csv': [csv, { level }],
        'README.txt': bytesOf('hello there'),
        '__MACOSX/._t.csv': csv,
      });
      expect(valuesOf(read, 'b')).toEqual(['x', 'y']);
      expect(noteCodes(read)).toContain('files-skipped');
    }
  });

  it('reads a pair of IDX files', async () => {
    const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 9, 8);
    const read = await readZip({ images, labels: Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 5) });
    expect(valuesOf(read, 'label')).toEqual(['5']);
  });

  it.each<[string, Zippable, string]>([
    ['several tables', { 'a.csv': csv, 'b.csv': csv }, 'files-mixed'],
    ['nothing readable', { 'a.bin': csv }, 'archive-empty'],
    ['a workbook', { '[Content_Types].xml': csv, 'xl/workbook.xml': csv }, 'file-binary'],
    ['a bomb', { 'bomb.csv': [new Uint8Array(60e6), { level: 9 }] }, 'archive-too-large'],
  ])('refuses %s', async (_, files, code) => {
    expect(await codeOf(readZip(files))).toBe(code);
  });

  it('refuses damage anywhere', async () => {
    const good = zipSync({ 't.csv': bytesOf('a,b\n' + '1,2\n3,4\n'.repeat(500)) });
    expect(await codeOf(readBytes(good.subarray(0, good.length - 30), 'd.zip'))).toBe('file-unreadable');
    const hurt = good.slice();
    hurt.fill(0xff, 40, 60);
    expect(await codeOf(readBytes(hurt, 'd.zip'))).toBe('file-unreadable');
  });

  it('refuses an entry that unpacks to more than it says', async () => {
    const archive = zipSync({ 't.csv': csv });
    // The size in the directory: 24 bytes into its first record.
    const at = archive.findIndex((_, i) => archive[i] === 0x50 && archive[i + 1] === 0x4b && archive[i + 2] === 1);
    archive[at + 24] = 4;
    expect(await codeOf(readBytes(archive, 'd.zip'))).toBe('file-unreadable');
  });

  it('asks for the password of nobody: an encrypted archive is refused as such', async () => {
    const archive = zipSync({ 't.csv': csv });
    const at = archive.findIndex((_, i) => archive[i] === 0x50 && archive[i + 1] === 0x4b && archive[i + 2] === 1);
    archive[at + 8] |= 1;
    expect(await codeOf(readBytes(archive, 'd.zip'))).toBe('file-password');
  });
});

describe('images by class', () => {
  const folder = (files: Record<string, Uint8Array>) =>
    importSources(
      Object.entries(files).map(([name, bytes]) => memorySource(name, bytes)),
      {},
      context,
    );

  it('takes the folder as class and keeps a small common size', async () => {
    const read = await folder({
      'pets/dog/1.png': picture(2, 3, 9),
      'pets/cat/1.png': picture(2, 3, 7),
      'pets/cat/0.png': picture(2, 3, 5),
    });
    expect(valuesOf(read, 'label')).toEqual(['cat', 'cat', 'dog']);
    const { data } = columnOf(read, 'image');
    expect(data).toMatchObject({ kind: 'image', shape: [3, 2, 1] });
    expect(data.kind === 'image' && [data.pixels[0], data.pixels[6], data.pixels[12]]).toEqual([5, 7, 9]);
    expect(read.roles).toMatchObject({ target: 'label', task: 'binary' });
  });

  it('gives the same identity in whatever order the files come', async () => {
    const files = { 'a/1.png': picture(1, 1, 1), 'b/2.png': picture(1, 1, 2), 'b/3.png': picture(1, 1, 3) };
    const reversed = Object.fromEntries(Object.entries(files).reverse());
    expect((await folder(files)).sha256).toBe((await folder(reversed)).sha256);
  });

  it('keeps colour when any image has it', async () => {
    const read = await folder({ 'a/1.png': picture(1, 1, 1), 'b/2.png': picture(1, 1, 2, 3, 4) });
    expect(columnOf(read, 'image').data).toEqual({
      kind: 'image',
      shape: [1, 1, 3],
      pixels: Uint8Array.of(1, 1, 1, 2, 3, 4),
    });
  });

  it('scales images of different or large sizes and says so', async () => {
    const mixed = await folder({ 'a/1.png': picture(30, 20, 1), 'b/2.png': picture(10, 10, 2) });
    const large = await folder({ 'a/1.png': picture(200, 100, 1), 'b/2.png': picture(200, 100, 2) });
    for (const read of [mixed, large]) {
      expect(columnOf(read, 'image').data).toMatchObject({ shape: [28, 28, 1] });
      expect(noteCodes(read)).toContain('images-resized');
    }
  });

  it('skips files that are no images or cannot be decoded', async () => {
    const read = await folder({
      'a/1.png': picture(1, 1, 1),
      'a/2.png': picture(0, 0, 0),
      'b/3.png': picture(1, 1, 3),
      'notes.txt': csv,
    });
    expect(valuesOf(read, 'label')).toEqual(['a', 'b']);
    expect(noteCodes(read)).toEqual(expect.arrayContaining(['images-skipped', 'files-skipped']));
    expect(await codeOf(folder({ 'a/1.png': picture(0, 0, 0), 'b/1.png': picture(0, 0, 0) }))).toBe('image-unreadable');
  });

  it('finds them in a zip', async () => {
    const read = await readZip({ 'x/cat/1.png': picture(1, 1, 1), 'x/dog/1.png': picture(1, 1, 2) }, context);
    expect(valuesOf(read, 'label')).toEqual(['cat', 'dog']);
  });
});
