// Rows in the plane of two components, with an arrow for each of the columns that count most in it (Gabriel 1971). Arrows
// share the direction of the column's weights; their common length is chosen to fit.
import { definePainted } from './chart';
import type { Cartesian } from './axes';
import { scatter, type ScatterData } from './scatter';
import { textWidth } from './text';

export interface BiplotData extends ScatterData {
  readonly arrows: readonly { readonly name: string; readonly x: number; readonly y: number }[];
}

const most = 8;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}
const overlaps = (a: Box, b: Box) =>
  a.left < b.right + 4 && b.left < a.right + 4 && a.top < b.bottom && b.top < a.bottom;

export const biplot = definePainted<BiplotData, Cartesian>({
  ...(scatter as unknown as Parameters<typeof definePainted<BiplotData, Cartesian>>[0]),
  name: 'biplot',
  over: (painter, data, layout, frame, emphasis) => {
    (scatter as unknown as { over: typeof biplot.over }).over?.(painter, data, layout, frame, emphasis);
    const shown = [...data.arrows].sort((a, b) => b.x * b.x + b.y * b.y - a.x * a.x - a.y * a.y).slice(0, most);
    const longest = Math.max(...shown.map(({ x, y }) => Math.sqrt(x * x + y * y)), Number.MIN_VALUE);
    const [cx, cy] = [layout.x.at(0), layout.y.at(0)];
    const reach = 0.42 * Math.min(layout.plot.right - layout.plot.left, layout.plot.bottom - layout.plot.top);
    /** Boxes of the names so far: the longest arrow has the first word. */
    const taken: Box[] = [];
    for (const { name, x, y } of shown) {
      const tx = cx + (reach * x) / longest;
      const ty = cy - (reach * y) / longest;
      const stroke = { colour: frame.theme.ink, width: 1.5 };
      painter.line([cx, tx], [cy, ty], stroke);
      const length = Math.max(1, Math.sqrt((tx - cx) * (tx - cx) + (ty - cy) * (ty - cy)));
      const [ux, uy] = [(tx - cx) / length, (ty - cy) / length];
      painter.line(
        [tx - 6 * ux - 4 * uy, tx, tx - 6 * ux + 4 * uy],
        [ty - 6 * uy + 4 * ux, ty, ty - 6 * uy - 4 * ux],
        stroke,
      );
      const anchor = tx >= cx ? 'start' : 'end';
      const at = tx + (tx >= cx ? 4 : -4);
      const width = textWidth(name);
      const left = anchor === 'start' ? at : at - width;
      const place = [0, -12, 12]
        .map((shift): Box => ({ left, right: left + width, top: ty + shift - 6, bottom: ty + shift + 6 }))
        .find((box) => !taken.some((other) => overlaps(box, other)));
      // The table names them all.
      if (!place) continue;
      taken.push(place);
      painter.text(at, place.top + 6, name, {
        colour: frame.theme.ink,
        anchor,
        baseline: 'middle',
        halo: frame.theme.paper,
      });
    }
  },
});
