// A bar per category. With classes: the share of each class among its rows, and how many rows there are; without: as
// long as there are rows. A category is a mark; keys are their places.
import { definePainted, type Box, type Frame, type Layout, type Readout } from './chart';
import { grouped } from './format';
import type { Painter } from './painter';
import { linear, type Scale } from './scale';

export interface SharesData {
  /** What the categories are. */
  readonly category: string;
  /** What the classes are, and their names; empty: bars as long as there are rows. */
  readonly by: string;
  readonly classes: readonly string[];
  readonly levels: readonly {
    readonly name: string | null;
    readonly count: number;
    /** Rows of each class; empty without classes. */
    readonly classes: readonly number[];
  }[];
  /** Selected rows per category. */
  readonly selected?: readonly number[];
}
interface SharesLayout extends Layout {
  readonly x: Scale;
  readonly band: number;
}

const longest = 20;
const legendLimit = 10;
export const sharesHeight = (levels: number): number => 76 + 24 * Math.max(1, levels);
const nameOf = (name: string | null) => (name === null ? 'missing' : name);
const short = (name: string) => (name.length > longest ? `${name.slice(0, longest - 1)}…` : name);
const withTarget = ({ classes }: { readonly classes: readonly number[] }) =>
  classes.reduce((sum, count) => sum + count, 0);

export const shares = definePainted<SharesData, SharesLayout>({
  kind: 'painted',
  name: 'shares by category',
  state: ({ levels }) => (levels.length === 0 ? 'empty' : 'ready'),
  count: ({ levels }) => levels.length,
  layout: (data, frame) => {
    const label = Math.max(...data.levels.map(({ name }) => short(nameOf(name)).length));
    const plot: Box = {
      left: Math.min(frame.width / 3, 12 + 6.6 * label),
      top: 28,
      right: frame.width - 70,
      bottom: frame.height - 36,
    };
    const most = data.classes.length > 0 ? 100 : Math.max(1, ...data.levels.map(({ count }) => count));
    const key = data.levels.map(({ name, count, classes }) => [name, count, ...classes].join(' ')).join();
    return {
      plot,
      x: linear([0, most], plot.left, plot.right),
      band: (plot.bottom - plot.top) / data.levels.length,
      signature: [frame.width, frame.height, frame.theme.dark, data.classes.join(), key].join('|'),
    };
  },
  under: (painter, data, layout, frame) => {
    const { plot, x, band } = layout;
    const { theme } = frame;
    const small = { colour: theme.muted, mono: true, size: 10.5 } as const;
    for (const tick of x.ticks(Math.max(2, Math.floor((plot.right - plot.left) / 90)))) {
      const at = Math.round(x.at(tick.value)) + 0.5;
      painter.line([at, at], [plot.top, plot.bottom], { colour: theme.grid });
      painter.text(at, plot.bottom + 12, tick.label, { ...small, anchor: 'middle' });
    }
    const title = data.classes.length > 0 ? `share of ${data.by} (%)` : 'rows';
    painter.text(plot.right, plot.bottom + 27, title, { colour: theme.ink, anchor: 'end' });
    data.levels.forEach(({ name, count }, i) => {
      const y = plot.top + (i + 0.5) * band;
      painter.text(plot.left - 6, y, short(nameOf(name)), { colour: theme.ink, anchor: 'end' });
      painter.text(plot.right + 6, y, grouped(count), small);
    });
    painter.text(plot.right + 6, 14, 'rows', { colour: theme.muted, size: 10.5 });
    legend(painter, data, layout, frame);
  },
  marks: (painter, data, layout, frame, from, to) => {
    for (let i = from; i < to; i++) drawLevel(painter, data, layout, frame, i);
  },
  overShows: 'data',
  over: (painter, data, layout, frame, { hovered }) => {
    const { plot, band, x } = layout;
    data.selected?.forEach((chosen, i) => {
      if (chosen === 0) return;
      // A line below the bar, as long as the selected share of its rows.
      const end = data.classes.length > 0 ? x.at((100 * chosen) / data.levels[i].count) : x.at(chosen);
      painter.rect(plot.left, plot.top + (i + 0.88) * band - 1.5, Math.max(2, end - plot.left), 3, frame.theme.ink);
    });
    if (hovered === null || hovered >= data.levels.length) return;
    painter.frame(plot.left, plot.top + hovered * band + 1, plot.right - plot.left, band - 2, {
      colour: frame.theme.ink,
    });
  },
  pick: (data, layout, x, y) => {
    const { plot, band } = layout;
    const i = Math.floor((y - plot.top) / band);
    return x < 0 || y < plot.top || i >= data.levels.length ? null : readout(data, layout, i);
  },
  at: (data, layout, index) => (index < data.levels.length ? readout(data, layout, index) : null),
  brush: (data, { plot, band }, [{ box }]) =>
    data.levels.map((_, i) => i).filter((i) => plot.top + (i + 1) * band > box.top && plot.top + i * band < box.bottom),
  table: (data) => ({
    columns: [data.category, 'rows', ...data.classes, ...(data.selected ? ['selected'] : [])],
    rows: data.levels.map(({ name, count, classes }, i) => [
      nameOf(name),
      count,
      ...classes,
      ...(data.selected ? [data.selected[i]] : []),
    ]),
  }),
});

function drawLevel(painter: Painter, data: SharesData, layout: SharesLayout, { theme }: Frame, i: number): void {
  const { plot, band, x } = layout;
  const y = plot.top + i * band + band * 0.14;
  const height = band * 0.72;
  const level = data.levels[i];
  if (data.classes.length === 0) {
    painter.rect(plot.left, y, Math.max(1, x.at(level.count) - plot.left), height, theme.categorical[0], 0.8);
    return;
  }
  const all = withTarget(level);
  let before = 0;
  level.classes.forEach((count, c) => {
    if (count === 0) return;
    const from = x.at((100 * before) / all);
    const to = x.at((100 * (before + count)) / all);
    before += count;
    painter.rect(from, y, Math.max(0.5, to - from - 1), height, theme.categorical[c % 8], 0.75);
    if (to - from < 30 || height < 12) return;
    const text = `${Math.round((100 * count) / all)} %`;
    painter.text((from + to) / 2, y + height / 2, text, {
      colour: theme.ink,
      anchor: 'middle',
      size: 10.5,
      halo: theme.paper,
    });
  });
}

function legend(painter: Painter, { classes }: SharesData, { plot }: SharesLayout, { theme }: Frame): void {
  let x = plot.left;
  for (const [c, name] of classes.slice(0, legendLimit).entries()) {
    const width = 6.4 * short(name).length + 26;
    if (x + width > plot.right) return;
    painter.rect(x, 8, 10, 10, theme.categorical[c % 8], 0.75);
    painter.text(x + 14, 13, short(name), { colour: theme.ink });
    x += width;
  }
}

function readout(data: SharesData, { plot, band }: SharesLayout, i: number): Readout {
  const level = data.levels[i];
  const all = withTarget(level);
  const classes = level.classes
    .map((count, c) => ({
      count,
      text: `${data.classes[c]}: ${grouped(count)} (${((100 * count) / Math.max(1, all)).toFixed(1)} %)`,
    }))
    .filter(({ count }) => count > 0);
  return {
    x: (plot.left + plot.right) / 2,
    y: plot.top + (i + 0.5) * band,
    key: i,
    lines: [
      `${nameOf(level.name)}, ${grouped(level.count)} rows`,
      ...classes.slice(0, 8).map(({ text }) => text),
      ...(data.selected ? [`${grouped(data.selected[i])} selected`] : []),
    ],
  };
}
