// What a surrogate model believes along parameters of a study: a line with its uncertainty and, below, how much the next
// trial is expected to gain. The picture of Bayesian optimisation in the textbooks (Brochu, Cora & de Freitas 2010, figure 1; Shahriari et al. 2016, figure 1).
import { cartesian, drawAxes, nearest, type Cartesian } from './axes';
import { definePainted, type AxisSpec, type Box, type Frame, type Readout } from './chart';
import { number } from './format';
import type { Painter } from './painter';
import { nameAt } from './plane';
import { extent, scaleOf, type Extent, type Scale } from './scale';
import { beliefLines, evens, gainName, type Believed } from './surrogateBelief';
import type { Dimension } from './trialColumns';

export interface SurrogateLineData extends Believed {
  readonly dimension: Dimension;
  readonly objective: AxisSpec;
  readonly x: ArrayLike<number>;
  /** Finished trials along this parameter: they lie off the line where their other settings differ. */
  readonly trial: ArrayLike<number>;
  readonly at: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  /** Where the next trial would go; NaN where it has no such parameter. */
  readonly next: number;
  /** No other parameter varies: every trial is on the picture. */
  readonly alone?: boolean;
}
interface LineLayout extends Cartesian {
  readonly lower: Box;
  readonly gain: Scale;
}

/** Share of the height that the expected improvement takes. */
const lowerShare = 0.26;

export const surrogateLine = definePainted<SurrogateLineData, LineLayout>({
  kind: 'painted',
  name: 'surrogate along one parameter',
  overShows: 'data',
  state: (data) => (data.x.length === 0 ? 'empty' : extent(data.mean) ? 'ready' : 'nothing-finite'),
  count: () => 1,
  layout: (data, frame) => {
    const { categories, log, name } = data.dimension;
    const room = Math.round(frame.height * lowerShare);
    const band = [bound(data, -2), bound(data, 2)].flatMap((side) => extent(side) ?? []);
    const y = extent([...band, ...Array.from(data.values)]) ?? [0, 1];
    const x: Extent = categories
      ? [-0.5, Math.max(1, categories.length) - 0.5]
      : [data.x[0], data.x[data.x.length - 1]];
    const upper = cartesian(
      { ...frame, height: frame.height - room },
      { xAxis: { name, log }, yAxis: data.objective, xDomain: x, yDomain: y, exactX: true, right: 14 },
    );
    const lower: Box = { ...upper.plot, top: frame.height - room + 8, bottom: frame.height - 6 };
    const top = extent(data.improvement)?.[1] ?? 1;
    const signature = `${upper.signature},${top},${data.trial.length},${data.next}`;
    return { ...upper, signature, lower, gain: scaleOf(false, [0, top > 0 ? top : 1], lower.bottom, lower.top) };
  },
  under: (painter, data, layout, frame) => {
    const { name, log } = data.dimension;
    const upper = { ...frame, height: frame.height - Math.round(frame.height * lowerShare) };
    const known = data.dimension.categories;
    if (!known) drawAxes(painter, layout, { name, log }, data.objective, upper);
    else {
      drawAxes(painter, { ...layout, x: { ...layout.x, ticks: () => [] } }, { name }, data.objective, upper);
      const style = { colour: frame.theme.muted, anchor: 'middle', mono: true, size: 10 } as const;
      known.forEach((label, i) => painter.text(layout.x.at(i), layout.plot.bottom + 12, label, style));
    }
    const { lower } = layout;
    painter.line([lower.left, lower.right], [lower.bottom, lower.bottom], { colour: frame.theme.muted });
  },
  marks: (painter, data, layout, frame) => {
    const { theme } = frame;
    const [low, high] = [bound(data, -2).map(layout.y.at), bound(data, 2).map(layout.y.at)];
    const xs = Array.from(data.x, layout.x.at);
    const ys = Array.from(data.mean, layout.y.at);
    const gains = Array.from(data.improvement, layout.gain.at);
    const amber = theme.categorical[1];
    const { plot } = layout;
    shadeOutside(painter, data, layout, frame);
    // The model knows no limit; the axis ends where the values do.
    const believed = (draw: () => void) =>
      painter.clip(plot.left - 10, plot.top - 2, plot.right - plot.left + 20, plot.bottom - plot.top + 2, draw);
    if (data.dimension.categories) {
      believed(() =>
        xs.forEach((x, i) => {
          painter.line([x, x], [low[i], high[i]], { colour: theme.accent, width: 6, alpha: 0.25 });
          painter.line([x - 9, x + 9], [ys[i], ys[i]], { colour: theme.accent, width: 2 });
        }),
      );
      xs.forEach((x, i) => painter.rect(x - 9, gains[i], 18, layout.lower.bottom - gains[i], amber, 0.5));
    } else {
      const floor = xs.map(() => layout.lower.bottom);
      believed(() => {
        painter.band(xs, low, high, theme.accent, 0.18);
        painter.line(xs, ys, { colour: theme.accent, width: 2 });
      });
      painter.band(xs, gains, floor, amber, 0.35);
      painter.line(xs, gains, { colour: amber, width: 1.5 });
    }
    for (let i = 0; i < data.trial.length; i++) {
      const [x, y] = [layout.x.at(data.at[i]), layout.y.at(data.values[i])];
      if (!Number.isFinite(x + y)) continue;
      if (data.breaks?.[i]) painter.marker('circle', x, y, 3, theme.ink, { hollow: true, alpha: 0.8 });
      else painter.marker('circle', x, y, 3, theme.ink, { ring: theme.paper, alpha: 0.8 });
    }
    const x = layout.x.at(data.next);
    // The next trial may do without the parameter.
    if (Number.isFinite(x)) {
      painter.line([x, x], [layout.plot.top, layout.lower.bottom], { colour: theme.ink, dash: [4, 3], alpha: 0.7 });
      const end = x > (layout.plot.left + layout.plot.right) / 2;
      const style = { colour: theme.ink, halo: theme.paper, anchor: end ? 'end' : 'start' } as const;
      painter.text(x + (end ? -5 : 5), layout.plot.top + 8, 'next', style);
    }
    const gain = { colour: theme.muted, halo: theme.paper, size: 10.5 } as const;
    // The margin has room for the numbers of the upper part only.
    const top = extent(data.improvement)?.[1] ?? 0;
    const scale = top > 0 ? `, 0 to ${number(top, 2)}` : ', 0 everywhere';
    painter.text(layout.lower.left + 2, layout.lower.top + 4, gainName(data) + scale, gain);
  },
  over: (painter, data, layout, frame, emphasis) => {
    for (let i = 0; i < data.trial.length; i++) {
      const key = data.trial[i];
      if (key !== emphasis.hovered && !emphasis.selected.has(key)) continue;
      painter.marker('circle', layout.x.at(data.at[i]), layout.y.at(data.values[i]), 6, frame.theme.ink, {
        hollow: true,
      });
    }
  },
  pick: (data, layout, px, py) => {
    for (let i = 0; i < data.trial.length; i++) {
      const [x, y] = [layout.x.at(data.at[i]), layout.y.at(data.values[i])];
      if (Math.hypot(x - px, y - py) < 7) {
        const where = nameAt(data.dimension, data.at[i], number);
        const lines = [`Trial ${data.trial[i]}`, `${data.dimension.name} ${where}`];
        return { x, y, key: data.trial[i], lines: [...lines, `${data.objective.name} ${number(data.values[i], 6)}`] };
      }
    }
    return px < layout.plot.left || px > layout.plot.right ? null : lineReadout(data, layout, px);
  },
  at: (data, layout, index) => (index < data.x.length ? lineReadout(data, layout, layout.x.at(data.x[index])) : null),
  note: (data, { y }) => {
    const beyond = data.objective.within && [-2, 0, 2].some((k) => bound(data, k).some((v) => v < y.low || v > y.high));
    const limit = beyond ? ' The model knows no limits; it is shown up to those of the values.' : '';
    const broken = data.within ? ' Shaded: a limit is likelier broken than kept. Hollow: trials that break one.' : '';
    const ruled =
      data.allowed && Array.from(data.allowed).includes(0) ? ' Darker: breaks a rule between settings.' : '';
    const off = data.alone ? '' : ' Trials lie off the line where their other settings differ.';
    return `Band: two standard deviations of the model.${off}${broken}${ruled}${limit}`;
  },
  table: (data) => ({
    columns: [
      data.dimension.name,
      'mean',
      'standard deviation',
      gainName(data),
      ...(data.within ? ['chance within the limits'] : []),
    ],
    rows: Array.from(data.x, (x, i) => [
      data.dimension.categories?.[x] ?? x,
      data.mean[i],
      data.deviation[i],
      data.improvement[i],
      ...(data.within ? [data.within[i]] : []),
    ]),
  }),
});

/** Stretches of the line without a point, or where the limits are likelier broken than kept, shaded and named. */
function shadeOutside(painter: Painter, data: SurrogateLineData, { x, plot, lower }: LineLayout, { theme }: Frame) {
  const { within, allowed, dimension } = data;
  const last = data.x.length - 1;
  const edge = (i: number) =>
    dimension.categories
      ? x.at(i - 0.5)
      : i === 0
        ? plot.left
        : i > last
          ? plot.right
          : (x.at(data.x[i - 1]) + x.at(data.x[i])) / 2;
  const shade = (outside: (i: number) => boolean, name: string, alpha: number) => {
    for (let i = 0; i <= last; i++) {
      if (!outside(i)) continue;
      const from = i;
      while (i < last && outside(i + 1)) i++;
      const [left, right] = [edge(from), edge(i + 1)];
      painter.rect(left, plot.top, right - left, lower.bottom - plot.top, theme.muted, alpha);
      if (right - left < 6.2 * name.length) continue;
      const style = { colour: theme.muted, halo: theme.paper, anchor: 'middle', size: 10.5 } as const;
      painter.text((left + right) / 2, plot.bottom - 8, name, style);
    }
  };
  shade((i) => allowed?.[i] === 0, 'breaks a rule', 0.28);
  shade((i) => allowed?.[i] !== 0 && within !== undefined && within[i] < evens, 'breaks a limit', 0.14);
}

const bound = ({ mean, deviation }: Believed, share: number): number[] =>
  Array.from(mean, (value, i) => value + share * deviation[i]);

function lineReadout(data: SurrogateLineData, layout: LineLayout, px: number): Readout {
  const i = nearest(
    Array.from(data.x, (x) => layout.x.at(x)),
    px,
  );
  return {
    x: layout.x.at(data.x[i]),
    y: layout.y.at(data.mean[i]),
    key: null,
    lines: [
      `${data.dimension.name} ${nameAt(data.dimension, data.x[i], number)}`,
      ...beliefLines(data, i, data.objective),
    ],
  };
}
