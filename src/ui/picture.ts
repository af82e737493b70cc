/** Attaches an image to a canvas, one place for each pixel. */
export const drawn =
  ({ width, height, rgba }: { readonly width: number; readonly height: number; readonly rgba: Uint8ClampedArray }) =>
  (canvas: HTMLCanvasElement): void => {
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(rgba), width, height), 0, 0);
  };
