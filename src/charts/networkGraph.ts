// A network as a graph: one box per node in rows by its longest way from the input, lines for what flows. Edges may carry
// words (the operations of a cell). Rows are ordered by the mean place of what feeds them (the barycentre heuristic,
// Sugiyama, Tagawa & Toda 1981), one pass down.
import { definePainted, type Box, type Frame, type Layout } from './chart';
import type { Painter } from './painter';

export interface GraphNode {
  readonly id: string;
  readonly label: string;
  /** A second line in smaller letters, e.g. the shape. */
  readonly detail?: string;
  /** Colour by kind: 0 to 7; left out: plain. */
  readonly slot?: number;
}
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
}
export interface NetworkGraphData {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

interface Place {
  readonly row: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}
interface Plan extends Layout {
  readonly places: ReadonlyMap<string, Place>;
  readonly boxHeight: number;
}

/** Nodes by their longest way from a node without inputs. Edges must go from earlier nodes to later ones. */
export function rowsOf({ nodes, edges }: NetworkGraphData): string[][] {
  const row = new Map<string, number>(nodes.map(({ id }) => [id, 0]));
  for (const { id } of nodes) {
    for (const edge of edges) if (edge.from === id) row.set(edge.to, Math.max(row.get(edge.to) ?? 0, row.get(id)! + 1));
  }
  const rows: string[][] = [];
  for (const { id } of nodes) (rows[row.get(id)!] ??= []).push(id);
  const place = new Map<string, number>();
  return rows.map((ids) => {
    const centre = (id: string) => {
      const sources = edges.filter(({ to }) => to === id).map(({ from }) => place.get(from) ?? 0);
      return sources.length > 0 ? sources.reduce((a, b) => a + b, 0) / sources.length : 0;
    };
    const sorted = ids.map((id) => ({ id, at: centre(id) })).sort((a, b) => a.at - b.at);
    sorted.forEach(({ id }, i) => place.set(id, (i + 0.5) / sorted.length));
    return sorted.map(({ id }) => id);
  });
}

/** Height in CSS pixels that leaves every row readable. */
export const graphHeight = (data: NetworkGraphData): number =>
  16 + rowsOf(data).length * (data.edges.some(({ label }) => label) ? 62 : data.nodes.some((n) => n.detail) ? 50 : 38);

export const networkGraph = definePainted<NetworkGraphData, Plan>({
  kind: 'painted',
  name: 'networkGraph',
  state: ({ nodes }) => (nodes.length === 0 ? 'empty' : 'ready'),
  count: ({ nodes }) => nodes.length,
  layout: (data, frame) => {
    const rows = rowsOf(data);
    const step = (frame.height - 16) / rows.length;
    const boxHeight = data.nodes.some(({ detail }) => detail) ? 32 : 20;
    const places = new Map<string, Place>();
    rows.forEach((ids, row) => {
      const lane = Math.min(220, (frame.width - 16) / ids.length);
      const left = (frame.width - lane * ids.length) / 2;
      ids.forEach((id, i) => {
        const width = Math.min(150, lane - 12);
        places.set(id, { row, x: left + lane * (i + 0.5), y: 8 + step * (row + 0.5), width });
      });
    });
    const plot: Box = { left: 0, top: 0, right: frame.width, bottom: frame.height };
    return {
      plot,
      places,
      boxHeight,
      signature: `${frame.width},${frame.height},${frame.theme.dark},${JSON.stringify(data)}`,
    };
  },
  under: (painter, data, layout, frame) => drawEdges(painter, data, layout, frame),
  marks: (painter, data, { places, boxHeight }, { theme }, from, to) => {
    for (const { id, label, detail, slot } of data.nodes.slice(from, to)) {
      const { x, y, width } = places.get(id)!;
      const colour = slot === undefined ? theme.muted : theme.categorical[slot % 8];
      const [left, top] = [x - width / 2, y - boxHeight / 2];
      painter.rect(left, top, width, boxHeight, theme.paper);
      painter.rect(left, top, width, boxHeight, colour, 0.14);
      painter.frame(left, top, width, boxHeight, { colour, width: 1 });
      const fit = Math.max(3, Math.floor(width / 6.1));
      painter.text(x, detail ? y - 7 : y, shorten(label, fit), { colour: theme.ink, anchor: 'middle' });
      if (detail)
        painter.text(x, y + 8, shorten(detail, fit), { colour: theme.muted, anchor: 'middle', size: 10, mono: true });
    }
  },
  at: (data, { places }, index) => {
    const node = data.nodes[index];
    if (!node) return null;
    const { x, y } = places.get(node.id)!;
    const sources = data.edges.filter(({ to }) => to === node.id);
    const from = sources.map((edge) => (edge.label ? `${edge.from} by ${edge.label}` : edge.from)).join(', ');
    return {
      x,
      y,
      key: null,
      lines: [node.label, ...(node.detail ? [node.detail] : []), ...(from ? [`from ${from}`] : [])],
    };
  },
  pick: (data, { places, boxHeight }, x, y) => {
    const hit = data.nodes.find(({ id }) => {
      const at = places.get(id)!;
      return Math.abs(at.x - x) <= at.width / 2 && Math.abs(at.y - y) <= boxHeight / 2;
    });
    if (!hit) return null;
    return {
      ...places.get(hit.id)!,
      key: null,
      lines: [`${hit.id}: ${hit.label}`, ...(hit.detail ? [hit.detail] : [])],
    };
  },
  table: ({ nodes, edges }) => ({
    columns: ['node', 'what', 'shape', 'from'],
    rows: nodes.map(({ id, label, detail }) => [
      id,
      label,
      detail ?? '',
      edges
        .filter(({ to }) => to === id)
        .map((edge) => (edge.label ? `${edge.from} (${edge.label})` : edge.from))
        .join(', '),
    ]),
  }),
});

/** Width of a letter of what edges carry, at the most, in CSS pixels. */
const letter = 6.1;

/** Straight between neighbouring rows; an edge over further rows swings out to the side, so that it passes no box. */
function drawEdges(
  painter: Painter,
  { edges }: NetworkGraphData,
  { places, boxHeight }: Plan,
  { theme, width }: Frame,
) {
  const several = new Map<string, number>();
  for (const { from, to, label } of edges) {
    const [a, b] = [places.get(from), places.get(to)];
    if (!a || !b) continue;
    const key = `${from} ${to}`;
    const nth = several.get(key) ?? 0;
    several.set(key, nth + 1);
    const long = b.row - a.row > 1 || nth > 0;
    const side = a.x <= width / 2 && b.x <= width / 2 && nth % 2 === 0 ? -1 : 1;
    const swing = long
      ? side *
        Math.min(width / 2 - 12, Math.max(a.width, b.width) / 2 + 16 + 10 * Math.min(4, b.row - a.row) + 24 * nth)
      : 0;
    const [xs, ys] = curve(a.x, a.y + boxHeight / 2, b.x, b.y - boxHeight / 2, swing);
    painter.line(xs, ys, { colour: theme.muted, width: 1.2, alpha: 0.8 });
    const [ex, ey] = [b.x, b.y - boxHeight / 2];
    painter.line([ex - 3.5, ex, ex + 3.5], [ey - 5, ey, ey - 5], { colour: theme.muted, width: 1.2, alpha: 0.8 });
    if (!label) continue;
    const at = Math.floor(xs.length * (long ? 0.5 : 0.42));
    const half = (label.length * letter) / 2;
    const x = Math.max(half, Math.min(width - half, xs[at]));
    painter.text(x, ys[at], label, { colour: theme.accent, anchor: 'middle', size: 10.5, halo: theme.paper });
  }
}

/** A cubic from above to below whose control points lie `swing` to the side. */
function curve(x0: number, y0: number, x1: number, y1: number, swing: number): [number[], number[]] {
  const n = 16;
  const bend = (y1 - y0) / (swing === 0 ? 2.5 : 3.5);
  const [c0, c1] = [x0 + swing * 1.33, x1 + swing * 1.33];
  const xs: number[] = [];
  const ys: number[] = [];
  for (let i = 0; i <= n; i++) {
    const t = i / n;
    const u = 1 - t;
    const [w0, w1, w2, w3] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
    xs.push(w0 * x0 + w1 * c0 + w2 * c1 + w3 * x1);
    ys.push(w0 * y0 + w1 * (y0 + bend) + w2 * (y1 - bend) + w3 * y1);
  }
  return [xs, ys];
}

const shorten = (text: string, fit: number) => (text.length <= fit ? text : `${text.slice(0, fit - 1)}…`);
