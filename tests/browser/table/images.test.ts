// Image folders, archives and gzipped IDX through the real worker, decoded by the browser.
import { zipSync } from 'fflate';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createTableClient } from '$bridge/tableClient';
import { TablabError } from '$core/errors/error';
import { getTable, listDatasets } from '$store/datasets';
import { openStore } from '$store/open';
import { eraseAll } from '$store/sizes';

const client = createTableClient();
const quiet = () => {};

beforeEach(async () => eraseAll(await openStore()));
afterAll(() => client.terminate());

/** A PNG with one colour on the left half and another on the right. */
async function png(width: number, height: number, left: string, right: string): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  context.fillStyle = left;
  context.fillRect(0, 0, width, height);
  context.fillStyle = right;
  context.fillRect(width / 2, 0, width, height);
  return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
}

async function imagesOf(sha256: string) {
  const { columns } = await getTable(await openStore(), sha256);
  const [image, label] = columns;
  if (image.data.kind !== 'image' || label.data.kind !== 'dict') throw new Error('not images and labels');
  const { dictionary, codes } = label.data;
  return { ...image.data, labels: Array.from(codes, (code) => dictionary[code]) };
}

describe('images by class', () => {
  it('reads a folder exactly, pixel by pixel', async () => {
    const files = [
      new File([await png(4, 2, '#ff0000', '#00ff00')], 'one.png'),
      new File([await png(4, 2, '#0000ff', '#010203')], 'two.png'),
    ];
    const { dataset, roles } = await client.importFiles(
      files,
      { paths: ['things/warm/one.png', 'things/cold/two.png'] },
      quiet,
    );
    expect(dataset).toMatchObject({ name: 'things', rows: 2 });
    expect(roles).toEqual({ target: 'label', task: 'binary', exclude: [] });
    const { shape, pixels, labels } = await imagesOf(dataset.sha256);
    expect(shape).toEqual([2, 4, 3]);
    // Rows in the order of the paths.
    expect(labels).toEqual(['cold', 'warm']);
    expect([...pixels.subarray(0, 12)]).toEqual([0, 0, 255, 0, 0, 255, 1, 2, 3, 1, 2, 3]);
    expect([...pixels.subarray(24, 30)]).toEqual([255, 0, 0, 255, 0, 0]);
    const { width, height, rgba } = await client.image(dataset.sha256, 'image', 1);
    expect([width, height, ...rgba.subarray(8, 12)]).toEqual([4, 2, 0, 255, 0, 255]);
  });

  it('reads a zip, scales large images, keeps one channel of gray ones and skips what is broken', async () => {
    const zip = zipSync({
      'set/a/1.png': await png(100, 80, '#202020', '#e0e0e0'),
      'set/b/2.png': await png(120, 60, '#ffffff', '#000000'),
      'set/b/3.png': new Uint8Array([1, 2, 3]),
    });
    const { dataset } = await client.importFiles([new File([zip as Uint8Array<ArrayBuffer>], 'set.zip')], {}, quiet);
    expect(dataset.notes.map(({ code }) => code)).toEqual(expect.arrayContaining(['images-resized', 'images-skipped']));
    const { shape, pixels, labels } = await imagesOf(dataset.sha256);
    expect(shape).toEqual([28, 28, 1]);
    expect(labels).toEqual(['a', 'b']);
    expect([pixels[0], pixels[27], pixels[784], pixels[784 + 27]]).toEqual([0x20, 0xe0, 255, 0]);
  });

  it('reads a pair of gzipped IDX files', async () => {
    const packed = async (name: string, bytes: number[]) => {
      const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new CompressionStream('gzip'));
      return new File([await new Response(stream).arrayBuffer()], name);
    };
    const files = [
      await packed('t10k-labels-idx1-ubyte.gz', [0, 0, 8, 1, 0, 0, 0, 2, 3, 8]),
      await packed('t10k-images-idx3-ubyte.gz', [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 10, 20, 30, 40]),
    ];
    const { dataset } = await client.importFiles(files, {}, quiet);
    const { shape, pixels, labels } = await imagesOf(dataset.sha256);
    expect(shape).toEqual([1, 2, 1]);
    expect([...pixels]).toEqual([10, 20, 30, 40]);
    expect(labels).toEqual(['3', '8']);
  });

  it('refuses a bomb and an address that cannot be fetched, storing nothing', async () => {
    const bomb = new File(
      [zipSync({ 'b.csv': [new Uint8Array(80e6), { level: 9 }] }) as Uint8Array<ArrayBuffer>],
      'b.zip',
    );
    const codeOf = (error: unknown) => (error instanceof TablabError ? error.code : String(error));
    expect(await client.importFiles([bomb], {}, quiet).catch(codeOf)).toBe('archive-too-large');
    expect(await client.importUrl('ftp://example.org/a.csv', {}, quiet).catch(codeOf)).toBe('url-invalid');
    expect(await client.importUrl('http://localhost:9/a.csv', {}, quiet).catch(codeOf)).toBe('url-unreachable');
    expect(await listDatasets(await openStore())).toEqual([]);
  });
});
