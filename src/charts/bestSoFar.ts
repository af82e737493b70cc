// Optimization history: the value of each trial and the best one up to it.
import { axisTitle, definePainted, type AxisSpec, type Readout } from './chart';
import { cartesian, drawAxes, type Cartesian } from './axes';
import { number } from './format';
import { withoutOutliers } from './outliers';
import { drawChosen, drawHovered, type Points } from './points';
import { drawReferences, nameReferences, referenceNote, withReference, type References } from './references';
import { extent } from './scale';

export type PointState = 'done' | 'pruned' | 'failed' | 'cancelled';

export interface BestSoFarData {
  readonly value: AxisSpec;
  readonly direction: 'minimize' | 'maximize';
  /** In order of completion; only ever added to. NaN value: none (failed). */
  readonly trial: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  readonly states: readonly PointState[];
  /** Of each trial, whether it breaks a limit: it then leads nothing. */
  readonly breaks?: readonly boolean[];
  /** Trials planned, so that the axis need not grow. */
  readonly total?: number;
  /** What the values are read against. */
  readonly references?: References;
  /** What is numbered, `trial` unless given. */
  readonly noun?: string;
}

const nounOf = ({ noun = 'trial' }: BestSoFarData) => noun;
const titled = (data: BestSoFarData) => nounOf(data)[0].toUpperCase() + nounOf(data).slice(1);
const xAxisOf = (data: BestSoFarData): AxisSpec => ({ name: titled(data), whole: true });

const placed = (data: BestSoFarData, { x, y, plot }: Cartesian): Points => ({
  count: data.trial.length,
  x: (i) => x.at(data.trial[i]),
  y: (i) => {
    const at = y.at(data.values[i]);
    return Number.isFinite(at) ? Math.min(plot.bottom, Math.max(plot.top, at)) : plot.bottom - 4;
  },
  key: (i) => data.trial[i],
});

export const bestSoFar = definePainted<BestSoFarData, Cartesian>({
  kind: 'painted',
  overShows: 'data',
  name: 'best so far',
  state: (data) => (data.trial.length === 0 ? 'empty' : extent(data.values) ? 'ready' : 'nothing-finite'),
  count: (data) => data.trial.length,
  layout: (data, frame) => {
    const last = Math.max((data.total ?? 1) - 1, extent(data.trial)?.[1] ?? 0, 1);
    const layout = cartesian(frame, {
      xAxis: xAxisOf(data),
      yAxis: data.value,
      xDomain: [0, last],
      yDomain: withReference(
        withoutOutliers(data.values, data.value.log === true, data.direction),
        data.references,
        data.value.log === true,
      ) ?? [0, 1],
      exactX: true,
      right: 18,
    });
    return { ...layout, signature: `${layout.signature},${radius(data.trial.length)}` };
  },
  under: (painter, data, layout, frame) => drawAxes(painter, layout, xAxisOf(data), data.value, frame),
  marks: (painter, data, layout, frame, from, to) => {
    const { theme } = frame;
    const { plot } = layout;
    const r = radius(data.trial.length);
    for (let i = from; i < to; i++) {
      const x = layout.x.at(data.trial[i]);
      const y = layout.y.at(data.values[i]);
      if (!Number.isFinite(y)) painter.marker('cross', x, plot.bottom - 4, 3, theme.error, { alpha: 0.8 });
      else if (y < plot.top) painter.marker('triangle', x, plot.top + 2, 2.5, theme.muted, { hollow: true });
      else if (y > plot.bottom) painter.marker('down', x, plot.bottom - 4, 2.5, theme.muted, { hollow: true });
      else if (canLead(data, i)) painter.marker('circle', x, y, r, theme.muted, { alpha: 0.75 });
      else painter.marker('diamond', x, y, r + 0.6, theme.muted, { hollow: true });
    }
  },
  chosen: (painter, data, layout, frame, selected) =>
    drawChosen(painter, placed(data, layout), selected, 5, frame.theme.accent),
  over: (painter, data, layout, frame, emphasis) => {
    const { theme } = frame;
    const { plot } = layout;
    const best = running(data);
    const nameLeft = (data.references?.lines.length ?? 0) > 0;
    drawReferences(painter, data.references, layout, frame);
    if (best.trial.length > 0) {
      const xs: number[] = [];
      const ys: number[] = [];
      best.trial.forEach((trial, k) => {
        const x = layout.x.at(trial);
        if (k > 0) {
          xs.push(x);
          ys.push(ys[ys.length - 1]);
        }
        xs.push(x);
        ys.push(layout.y.at(best.value[k]));
      });
      xs.push(layout.x.at(extent(data.trial)![1]));
      ys.push(ys[ys.length - 1]);
      painter.clip(plot.left, plot.top - 4, plot.right - plot.left + 6, plot.bottom - plot.top + 8, () =>
        painter.line(xs, ys, { colour: theme.accent, width: 2 }),
      );
      const end = best.trial.length - 1;
      const x = layout.x.at(best.trial[end]);
      const y = layout.y.at(best.value[end]);
      painter.marker('star', x, y, 5, theme.accent, { ring: theme.paper });
      const label = `best ${number(best.value[end])}, ${nounOf(data)} ${best.trial[end]}`;
      const right = x > (plot.left + plot.right) / 2;
      // Nothing lies on the better side of the best: there the label is in nobody's way.
      const above = data.direction === 'maximize' ? y > plot.top + 22 : y > plot.bottom - 22;
      const style = { colour: theme.accent, anchor: right ? 'end' : 'start', halo: theme.paper } as const;
      // The names of the references stand at the left: there the label goes to the end of the line instead.
      if (nameLeft && x < plot.left + 110)
        painter.text(plot.right, y + (above ? -13 : 14), label, { ...style, anchor: 'end' });
      // Where there is no room beyond it, the place before it at its own height is free: nothing was as good until then.
      else if (right && !above) painter.text(x - 9, y, label, style);
      else painter.text(x + (right ? -8 : 6), y + (above ? -13 : 14), label, style);
    }
    nameReferences(painter, data.references, layout, frame);
    drawHovered(painter, placed(data, layout), emphasis, 5, theme.accent);
  },
  pick: (data, layout, x, y) => {
    let reach = 14;
    let best = -1;
    for (let i = 0; i < data.trial.length; i++) {
      const distance = Math.hypot(layout.x.at(data.trial[i]) - x, shownY(data, layout, i) - y);
      if (distance < reach) {
        reach = distance;
        best = i;
      }
    }
    return best < 0 ? null : readout(data, layout, best);
  },
  at: (data, layout, index) => (index < data.trial.length ? readout(data, layout, index) : null),
  brush: (data, layout, [brush]) => {
    const keys: number[] = [];
    for (let i = 0; i < data.trial.length; i++) {
      const x = layout.x.at(data.trial[i]);
      const y = shownY(data, layout, i);
      const { left, right, top, bottom } = brush.box;
      if (x >= left && x <= right && y >= top && y <= bottom) keys.push(data.trial[i]);
    }
    return keys;
  },
  note: (data, layout) => {
    let beyond = 0;
    for (let i = 0; i < data.values.length; i++) {
      if (data.values[i] > layout.y.high || data.values[i] < layout.y.low) beyond++;
    }
    const far =
      beyond === 0
        ? []
        : [beyond === 1 ? '1 far value is marked at the edge.' : `${beyond} far values are marked at the edge.`];
    const outside = referenceNote(data.references, layout);
    return [...far, ...(outside ? [outside] : [])].join(' ') || null;
  },
  table: (data) => {
    let best = NaN;
    const rows = byTrial(data).map((i) => {
      if (canLead(data, i) && better(data.direction, data.values[i], best)) best = data.values[i];
      return [data.trial[i], data.states[i], finiteOr(data.values[i]), finiteOr(best)];
    });
    const known = (data.references?.lines ?? []).map(({ label, value }) => [label, 'reference', value, null]);
    return { columns: [nounOf(data), 'state', axisTitle(data.value), 'best so far'], rows: [...rows, ...known] };
  },
});

/** Smaller the more there are; part of the signature, so that all marks have one size. */
const radius = (trials: number) => (trials > 2000 ? 1.5 : trials > 300 ? 2.2 : 3);
const finiteOr = (value: number) => (Number.isFinite(value) ? value : null);
const better = (direction: 'minimize' | 'maximize', a: number, b: number) =>
  Number.isFinite(a) && (Number.isNaN(b) || (direction === 'minimize' ? a < b : a > b));

const canLead = ({ states, breaks }: BestSoFarData, i: number) => states[i] === 'done' && !breaks?.[i];

/** Places of the trials by trial number: equal values then have one leader, whatever finished first. */
const byTrial = (data: BestSoFarData): number[] =>
  Array.from(data.trial, (_, i) => i).sort((a, b) => data.trial[a] - data.trial[b]);

interface Leaders {
  readonly trial: readonly number[];
  readonly value: readonly number[];
}
/** A pointer over thousands of trials asks for them with each movement; the trials may grow in place. */
const leaders = new WeakMap<BestSoFarData, Leaders & { readonly of: number }>();

/** The trials that improved on all before them. */
function running(data: BestSoFarData): Leaders {
  const known = leaders.get(data);
  if (known?.of === data.trial.length) return known;
  const found = { ...improving(data), of: data.trial.length };
  leaders.set(data, found);
  return found;
}

function improving(data: BestSoFarData): Leaders {
  const trial: number[] = [];
  const value: number[] = [];
  let best = NaN;
  for (const i of byTrial(data)) {
    if (!canLead(data, i) || !better(data.direction, data.values[i], best)) continue;
    best = data.values[i];
    trial.push(data.trial[i]);
    value.push(best);
  }
  return { trial, value };
}

const shownY = (data: BestSoFarData, layout: Cartesian, i: number) => {
  const y = layout.y.at(data.values[i]);
  return Number.isFinite(y) ? Math.min(layout.plot.bottom, Math.max(layout.plot.top, y)) : layout.plot.bottom - 4;
};

const readout = (data: BestSoFarData, layout: Cartesian, i: number): Readout => ({
  x: layout.x.at(data.trial[i]),
  y: shownY(data, layout, i),
  key: data.trial[i],
  lines: [
    `${titled(data)} ${data.trial[i]} (${data.states[i]}${data.breaks?.[i] ? ', breaks a limit' : ''})`,
    Number.isFinite(data.values[i]) ? `${axisTitle(data.value)} ${number(data.values[i], 6)}` : 'no value',
  ],
});
