// A chart as a file: SVG, PNG, CSV.
import { csvLine } from '$core/table/csvLine';
import { CanvasPainter } from './canvasPainter';
import type { ChartDef, Emphasis, Frame, TableTwin } from './chart';
import type { Painter } from './painter';
import { SvgPainter } from './svgPainter';

const svgSpace = 'http://www.w3.org/2000/svg';
const titleHeight = 26;

/** The chart as one SVG with its title and a solid background. */
export async function toSvg<D>(chart: ChartDef<D>, data: D, frame: Frame, title: string, emphasis: Emphasis) {
  const painter = new SvgPainter(frame.width, frame.height + titleHeight, frame.theme);
  painter.rect(0, 0, frame.width, frame.height + titleHeight, frame.theme.paper);
  painter.text(8, 14, title, { colour: frame.theme.ink, size: 14, bold: true });
  if (chart.kind === 'painted') {
    const inner = new SvgPainter(frame.width, frame.height, frame.theme);
    paint(chart, inner, data, frame, emphasis);
    inner.root.setAttribute('y', String(titleHeight));
    painter.root.append(inner.root);
  } else {
    const inner = await chart.render(data, frame);
    inner.setAttribute('y', String(titleHeight));
    painter.root.append(inner);
  }
  const name = document.createElementNS(svgSpace, 'title');
  name.textContent = title;
  painter.root.prepend(name);
  return painter.root;
}

type Painted<D> = Extract<ChartDef<D>, { kind: 'painted' }>;

/** Draws a painted chart whole, on any painter. */
export function paint<D>(chart: Painted<D>, painter: Painter, data: D, frame: Frame, emphasis: Emphasis): void {
  const layout = chart.layout(data, frame);
  chart.under(painter, data, layout, frame);
  chart.marks(painter, data, layout, frame, 0, chart.count(data));
  const { selected } = emphasis;
  if (selected.size > 0) for (const _ of chart.chosen?.(painter, data, layout, frame, selected) ?? []);
  chart.over?.(painter, data, layout, frame, emphasis);
}

export const svgText = (root: SVGSVGElement): string => new XMLSerializer().serializeToString(root);

/** The chart as a PNG at twice its size on screen. */
export async function toPng<D>(
  chart: ChartDef<D>,
  data: D,
  frame: Frame,
  title: string,
  emphasis: Emphasis,
): Promise<Blob> {
  const canvas = new OffscreenCanvas(2 * frame.width, 2 * (frame.height + titleHeight));
  const context = canvas.getContext('2d')!;
  context.scale(2, 2);
  if (chart.kind === 'painted') {
    const painter = new CanvasPainter(context, frame.theme);
    painter.rect(0, 0, frame.width, frame.height + titleHeight, frame.theme.paper);
    painter.text(8, 14, title, { colour: frame.theme.ink, size: 14, bold: true });
    context.translate(0, titleHeight);
    paint(chart, painter, data, frame, emphasis);
  } else {
    const source = svgText(await toSvg(chart, data, frame, title, emphasis));
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
    await image.decode();
    context.drawImage(image, 0, 0, frame.width, frame.height + titleHeight);
  }
  return canvas.convertToBlob({ type: 'image/png' });
}

/** As CSV; empty cells for missing values. */
export const toCsv = ({ columns, rows }: TableTwin): string => csvLine(columns) + csvRows(rows);

/** The same of rows without their head. */
export function csvRows(rows: TableTwin['rows']): string {
  const text = (value: string | number | null) =>
    value === null || (typeof value === 'number' && Number.isNaN(value)) ? '' : String(value);
  return rows.map((row) => csvLine(row.map(text))).join('');
}

/** Hands a file to the person. */
export function save(name: string, content: Blob | string, type = 'text/plain'): void {
  const blob = typeof content === 'string' ? new Blob([content], { type }) : content;
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has taken its own reference by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export const fileName = (title: string, extension: string): string =>
  `${
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'chart'
  }.${extension}`;
