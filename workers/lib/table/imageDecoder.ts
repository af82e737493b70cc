// Decodes images with what the browser has, scaled in the same step.
import { TablabError } from '$core/errors/error';
import type { ImageDecoder } from '$core/table/readers/reader';

let canvas: OffscreenCanvas | undefined;

export const decodeImages: ImageDecoder = {
  async decode(name, bytes, size) {
    const unreadable = (cause: unknown) => new TablabError('image-unreadable', { name }, { cause });
    const bitmap = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]), {
      // Values as stored in the file: the same on every screen.
      colorSpaceConversion: 'none',
      premultiplyAlpha: 'none',
      ...(size && { resizeWidth: size.width, resizeHeight: size.height, resizeQuality: 'high' }),
    }).catch((error: unknown) => {
      throw unreadable(error);
    });
    const { width, height } = bitmap;
    canvas ??= new OffscreenCanvas(width, height);
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw unreadable('no 2d context');
    // Transparent parts show white, as on paper.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0);
    bitmap.close();
    return { width, height, pixels: context.getImageData(0, 0, width, height).data };
  },
};
