// Draws on a 2-D canvas whose transform already maps CSS pixels to device pixels.
import { outlines, type Marker, type Painter, type Pixels, type Stroke, type TextStyle } from './painter';
import type { Theme } from './theme';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export class CanvasPainter implements Painter {
  constructor(
    private readonly context: Context,
    private readonly theme: Theme,
  ) {}

  /** Has what was asked for painted now: a browser otherwise notes it and paints all of it at once when it is looked at. */
  settle(): void {
    this.context.getImageData(0, 0, 1, 1);
  }

  line(xs: ArrayLike<number>, ys: ArrayLike<number>, stroke: Stroke): void {
    const { context } = this;
    this.useStroke(stroke);
    context.beginPath();
    let pen = false;
    for (let i = 0; i < xs.length; i++) {
      const x = xs[i];
      const y = ys[i];
      if (!(Number.isFinite(x) && Number.isFinite(y))) pen = false;
      else if (pen) context.lineTo(x, y);
      else {
        context.moveTo(x, y);
        pen = true;
      }
    }
    context.stroke();
    this.reset(stroke);
  }

  band(xs: ArrayLike<number>, low: ArrayLike<number>, high: ArrayLike<number>, colour: string, alpha: number): void {
    const { context } = this;
    context.globalAlpha = alpha;
    context.fillStyle = colour;
    context.beginPath();
    for (let i = 0; i < xs.length; i++) context.lineTo(xs[i], high[i]);
    for (let i = xs.length - 1; i >= 0; i--) context.lineTo(xs[i], low[i]);
    context.fill();
    context.globalAlpha = 1;
  }

  rect(x: number, y: number, width: number, height: number, colour: string, alpha = 1): void {
    this.context.globalAlpha = alpha;
    this.context.fillStyle = colour;
    this.context.fillRect(x, y, width, height);
    this.context.globalAlpha = 1;
  }

  frame(x: number, y: number, width: number, height: number, stroke: Stroke): void {
    this.useStroke(stroke);
    this.context.strokeRect(x, y, width, height);
    this.reset(stroke);
  }

  marker(
    shape: Marker,
    x: number,
    y: number,
    r: number,
    colour: string,
    more: { alpha?: number; hollow?: boolean; ring?: string } = {},
  ): void {
    const { context } = this;
    const outline = outlines[shape];
    context.globalAlpha = more.alpha ?? 1;
    // A square of the same area is several times cheaper than an arc, and at this size nobody can tell.
    if (!outline && r <= 1.6 && !more.hollow && !more.ring) {
      context.fillStyle = colour;
      context.fillRect(x - 0.89 * r, y - 0.89 * r, 1.78 * r, 1.78 * r);
      context.globalAlpha = 1;
      return;
    }
    context.beginPath();
    if (!outline) context.arc(x, y, r, 0, 2 * Math.PI);
    else {
      for (const [dx, dy] of outline) context.lineTo(x + r * dx, y + r * dy);
      context.closePath();
    }
    if (more.hollow) {
      context.strokeStyle = colour;
      context.lineWidth = 1.4;
      context.stroke();
    } else {
      context.fillStyle = colour;
      context.fill();
      if (more.ring) {
        context.strokeStyle = more.ring;
        context.lineWidth = 1;
        context.stroke();
      }
    }
    context.globalAlpha = 1;
  }

  text(x: number, y: number, text: string, style: TextStyle): void {
    const { context, theme } = this;
    context.save();
    context.translate(x, y);
    if (style.rotate) context.rotate((style.rotate * Math.PI) / 180);
    context.font = `${style.bold ? '600 ' : ''}${style.size ?? 11}px ${style.mono ? theme.mono : theme.sans}`;
    context.textAlign = style.anchor === 'middle' ? 'center' : (style.anchor ?? 'start');
    context.textBaseline = style.baseline === 'bottom' ? 'alphabetic' : (style.baseline ?? 'middle');
    if (style.halo) {
      context.strokeStyle = style.halo;
      context.lineWidth = 3;
      context.lineJoin = 'round';
      context.strokeText(text, 0, 0);
    }
    context.fillStyle = style.colour;
    context.fillText(text, 0, 0);
    context.restore();
  }

  image(x: number, y: number, width: number, height: number, pixels: Pixels): void {
    const small = new OffscreenCanvas(pixels.width, pixels.height);
    small
      .getContext('2d', { willReadFrequently: true })!
      .putImageData(new ImageData(pixels.data, pixels.width, pixels.height), 0, 0);
    this.context.imageSmoothingEnabled = true;
    this.context.imageSmoothingQuality = 'high';
    this.context.drawImage(small, x, y, width, height);
  }

  clip(x: number, y: number, width: number, height: number, draw: () => void): void {
    this.context.save();
    this.context.beginPath();
    this.context.rect(x, y, width, height);
    this.context.clip();
    draw();
    this.context.restore();
  }

  private useStroke(stroke: Stroke): void {
    this.context.strokeStyle = stroke.colour;
    this.context.lineWidth = stroke.width ?? 1;
    this.context.lineJoin = 'round';
    if (stroke.alpha !== undefined) this.context.globalAlpha = stroke.alpha;
    if (stroke.dash) this.context.setLineDash([...stroke.dash]);
  }

  private reset(stroke: Stroke): void {
    if (stroke.alpha !== undefined) this.context.globalAlpha = 1;
    if (stroke.dash) this.context.setLineDash([]);
  }
}
