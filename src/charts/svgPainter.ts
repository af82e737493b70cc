// Draws the same picture as SVG elements, for export and for tests. Coordinates are rounded to a tenth of a pixel.
import { outlines, type Marker, type Painter, type Pixels, type Stroke, type TextStyle } from './painter';
import type { Theme } from './theme';

const svg = 'http://www.w3.org/2000/svg';
const r1 = (value: number) => String(Math.round(value * 10) / 10);

export class SvgPainter implements Painter {
  readonly root: SVGSVGElement;
  private parent: SVGElement;
  private clips = 0;

  constructor(
    width: number,
    height: number,
    private readonly theme: Theme,
  ) {
    this.root = document.createElementNS(svg, 'svg');
    this.root.setAttribute('xmlns', svg);
    this.root.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this.root.setAttribute('width', String(width));
    this.root.setAttribute('height', String(height));
    this.parent = this.root;
  }

  line(xs: ArrayLike<number>, ys: ArrayLike<number>, stroke: Stroke): void {
    let d = '';
    let pen = false;
    for (let i = 0; i < xs.length; i++) {
      if (!(Number.isFinite(xs[i]) && Number.isFinite(ys[i]))) pen = false;
      else {
        d += `${pen ? 'L' : 'M'}${r1(xs[i])} ${r1(ys[i])}`;
        pen = true;
      }
    }
    if (d) this.add('path', { d, fill: 'none', 'stroke-linejoin': 'round', ...strokeOf(stroke) });
  }

  band(xs: ArrayLike<number>, low: ArrayLike<number>, high: ArrayLike<number>, colour: string, alpha: number): void {
    const points: string[] = [];
    for (let i = 0; i < xs.length; i++) points.push(`${r1(xs[i])} ${r1(high[i])}`);
    for (let i = xs.length - 1; i >= 0; i--) points.push(`${r1(xs[i])} ${r1(low[i])}`);
    this.add('path', { d: `M${points.join('L')}Z`, fill: colour, 'fill-opacity': String(alpha) });
  }

  rect(x: number, y: number, width: number, height: number, colour: string, alpha = 1): void {
    const box = { x: r1(x), y: r1(y), width: r1(width), height: r1(height) };
    this.add('rect', { ...box, fill: colour, ...(alpha < 1 ? { 'fill-opacity': String(alpha) } : {}) });
  }

  frame(x: number, y: number, width: number, height: number, stroke: Stroke): void {
    const box = { x: r1(x), y: r1(y), width: r1(width), height: r1(height) };
    this.add('rect', { ...box, fill: 'none', ...strokeOf(stroke) });
  }

  marker(
    shape: Marker,
    x: number,
    y: number,
    r: number,
    colour: string,
    more: { alpha?: number; hollow?: boolean; ring?: string } = {},
  ): void {
    const paint: Record<string, string> = more.hollow
      ? { fill: 'none', stroke: colour, 'stroke-width': '1.4' }
      : { fill: colour, ...(more.ring ? { stroke: more.ring } : {}) };
    if (more.alpha !== undefined && more.alpha < 1) paint.opacity = String(more.alpha);
    const outline = outlines[shape];
    if (!outline) this.add('circle', { cx: r1(x), cy: r1(y), r: r1(r), ...paint });
    else {
      const points = outline.map(([dx, dy]) => `${r1(x + r * dx)},${r1(y + r * dy)}`).join(' ');
      this.add('polygon', { points, ...paint });
    }
  }

  text(x: number, y: number, text: string, style: TextStyle): void {
    const baseline = { top: 'hanging', middle: 'central', bottom: 'alphabetic' }[style.baseline ?? 'middle'];
    const attributes: Record<string, string> = {
      x: r1(x),
      y: r1(y),
      fill: style.colour,
      'font-family': style.mono ? this.theme.mono : this.theme.sans,
      'font-size': String(style.size ?? 11),
      'text-anchor': style.anchor ?? 'start',
      'dominant-baseline': baseline,
    };
    if (style.bold) attributes['font-weight'] = '600';
    if (style.rotate) attributes.transform = `rotate(${style.rotate} ${r1(x)} ${r1(y)})`;
    if (style.halo) {
      Object.assign(attributes, { stroke: style.halo, 'stroke-width': '3', 'stroke-linejoin': 'round' });
      attributes['paint-order'] = 'stroke';
    }
    this.add('text', attributes).textContent = text;
  }

  image(x: number, y: number, width: number, height: number, pixels: Pixels): void {
    const canvas = document.createElement('canvas');
    canvas.width = pixels.width;
    canvas.height = pixels.height;
    canvas.getContext('2d')!.putImageData(new ImageData(pixels.data, pixels.width, pixels.height), 0, 0);
    const box = { x: r1(x), y: r1(y), width: r1(width), height: r1(height) };
    this.add('image', { ...box, preserveAspectRatio: 'none', href: canvas.toDataURL('image/png') });
  }

  clip(x: number, y: number, width: number, height: number, draw: () => void): void {
    const id = `clip-${this.clips++}`;
    const path = this.add('clipPath', { id });
    const before = this.parent;
    this.parent = path;
    this.rect(x, y, width, height, 'black');
    this.parent = before;
    this.parent = this.add('g', { 'clip-path': `url(#${id})` });
    draw();
    this.parent = before;
  }

  private add(name: string, attributes: Record<string, string>): SVGElement {
    const element = document.createElementNS(svg, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    this.parent.append(element);
    return element;
  }
}

function strokeOf(stroke: Stroke): Record<string, string> {
  return {
    stroke: stroke.colour,
    'stroke-width': String(stroke.width ?? 1),
    ...(stroke.alpha !== undefined ? { 'stroke-opacity': String(stroke.alpha) } : {}),
    ...(stroke.dash ? { 'stroke-dasharray': stroke.dash.join(' ') } : {}),
  };
}
