// Slices: the objective against each parameter on its own, small panels side by side on one shared value axis.
// Later trials are more saturated, so that one sees where the search went; those that ended early are hollow.
import { axisTitle, definePainted, type Box, type Frame, type Layout, type Readout } from './chart';
import { rounded } from './axes';
import { number } from './format';
import { withoutOutliers } from './outliers';
import { mix, hex, parse, stepOf, type Ramp } from './palette';
import { chosenTogether } from './points';
import { scaleOf, type Extent, type Scale } from './scale';
import { domainOf, type Dimension, type TrialColumns } from './trialColumns';

interface Panel {
  readonly index: number;
  readonly dimension: Dimension;
  readonly box: Box;
  readonly x: Scale;
}
interface SliceLayout extends Layout {
  readonly panels: readonly Panel[];
  readonly y: Scale;
}

const minPanel = 130;
export const maxPanels = 8;

export const slice = definePainted<TrialColumns, SliceLayout>({
  kind: 'painted',
  name: 'slice',
  state: (data) => {
    if (data.trial.length === 0 || data.dimensions.length === 0) return 'empty';
    return Array.prototype.some.call(data.values, Number.isFinite) ? 'ready' : 'nothing-finite';
  },
  count: (data) => data.trial.length,
  layout: (data, frame) => {
    const { objective } = data;
    const found = withoutOutliers(data.values, objective.log === true, objective.direction) ?? [0, 1];
    const log = objective.log === true && found[0] > 0;
    const domain: Extent = rounded(objective, found);
    const plot: Box = { left: 48, top: 24, right: frame.width - 10, bottom: frame.height - 40 };
    const fit = Math.max(1, Math.min(maxPanels, Math.floor((plot.right - plot.left) / minPanel)));
    const count = Math.min(fit, data.dimensions.length);
    const gap = 14;
    const width = (plot.right - plot.left - gap * (count - 1)) / count;
    const panels = data.dimensions.slice(0, count).map((dimension, index): Panel => {
      const left = plot.left + index * (width + gap);
      const box = { left, right: left + width, top: plot.top, bottom: plot.bottom };
      const range = domainOf(dimension, data.columns[index]);
      const wide: Extent = dimension.categories ? [range[0] - 0.5, (dimension.categories.length || 1) - 0.5] : range;
      return {
        index,
        dimension,
        box,
        x: scaleOf(dimension.log === true && range[0] > 0, wide, left + 6, box.right - 6),
      };
    });
    const domains = panels.map(({ x }) => `${x.low}:${x.high}`).join();
    const looks = `${radius(data.trial.length)},${opacity(data.trial.length)}`;
    const signature = `${frame.width},${frame.height},${frame.theme.dark},${domain},${domains},${looks}`;
    return { plot, panels, y: scaleOf(log, domain, plot.bottom, plot.top), signature };
  },
  under: (painter, data, layout, frame) => {
    const { theme } = frame;
    const { plot, y } = layout;
    painter.text(2, 10, axisTitle(data.objective) + (y.log ? ', log scale' : ''), { colour: theme.ink });
    for (const tick of y.ticks(Math.max(2, Math.floor(frame.height / 45)))) {
      const at = Math.round(y.at(tick.value)) + 0.5;
      for (const { box } of layout.panels) painter.line([box.left, box.right], [at, at], { colour: theme.grid });
      painter.text(plot.left - 6, at, tick.label, { colour: theme.muted, anchor: 'end', mono: true, size: 10.5 });
    }
    for (const { box, x, dimension } of layout.panels) {
      painter.line([box.left, box.right], [box.bottom + 0.5, box.bottom + 0.5], { colour: theme.muted });
      const middle = (box.left + box.right) / 2;
      painter.text(middle, box.bottom + 30, dimension.name, { colour: theme.ink, anchor: 'middle' });
      for (const { at, label } of panelTicks(x, dimension, box)) {
        painter.line([at, at], [box.bottom, box.bottom + 4], { colour: theme.muted });
        painter.text(at, box.bottom + 12, label, { colour: theme.muted, anchor: 'middle', mono: true, size: 10 });
      }
    }
  },
  marks: (painter, data, layout, frame, from, to) => {
    const ramp = rampOf(frame);
    const r = radius(data.trial.length);
    const alpha = opacity(data.trial.length);
    for (let i = from; i < to; i++) {
      // By hundreds, not by share of the growing total: an old mark must keep its colour.
      const colour = stepOf(ramp, Math.min(1, 0.25 + data.trial[i] / 400));
      const y = shownY(layout, data.values[i]);
      if (Number.isNaN(y)) continue;
      for (const panel of layout.panels) {
        const x = placeX(panel, data, i);
        if (!Number.isNaN(x)) painter.marker('circle', x, y, r, colour, { alpha, hollow: data.early?.[i] === true });
      }
    }
  },
  *chosen(painter, data, layout, frame, selected) {
    let drawn = 0;
    for (let i = 0; i < data.trial.length; i++) {
      if (!selected.has(data.trial[i])) continue;
      inEachPanel(data, layout, i, (x, y) => painter.marker('circle', x, y, 3.4, frame.theme.warn));
      if (++drawn % (chosenTogether / 4) === 0) yield;
    }
  },
  over: (painter, data, layout, frame, { hovered }) => {
    if (hovered === null) return;
    for (let i = 0; i < data.trial.length; i++) {
      if (data.trial[i] !== hovered) continue;
      inEachPanel(data, layout, i, (x, y) => painter.marker('circle', x, y, 5, frame.theme.ink, { hollow: true }));
    }
  },
  pick: (data, layout, x, y) => {
    const panel = layout.panels.find(({ box }) => x >= box.left - 6 && x <= box.right + 6);
    if (!panel) return null;
    let reach = 12;
    let best = -1;
    for (let i = 0; i < data.trial.length; i++) {
      const distance = Math.hypot(placeX(panel, data, i) - x, shownY(layout, data.values[i]) - y);
      if (distance < reach) {
        reach = distance;
        best = i;
      }
    }
    return best < 0 ? null : readout(data, layout, panel, best);
  },
  at: (data, layout, index) => (index < data.trial.length ? readout(data, layout, layout.panels[0], index) : null),
  brushGroup: (layout, x, y) => {
    const panel = layout.panels.find(({ box }) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom);
    return panel ? { group: panel.index, box: panel.box } : null;
  },
  brush: (data, layout, brushes) => {
    const keys: number[] = [];
    for (let i = 0; i < data.trial.length; i++) {
      const y = shownY(layout, data.values[i]);
      const passes = brushes.every(({ group, box }) => {
        const panel = layout.panels[group];
        const x = panel ? placeX(panel, data, i) : NaN;
        return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
      });
      if (passes) keys.push(data.trial[i]);
    }
    return keys;
  },
  note: (data, layout) =>
    layout.panels.length < data.dimensions.length
      ? `${layout.panels.length} of ${data.dimensions.length} parameters fit here.`
      : null,
  table: (data) => ({
    columns: ['trial', 'parameter', 'value', data.objective.name],
    rows: data.dimensions.flatMap((dimension, k) =>
      Array.from(data.trial, (trial, i) => {
        const value = data.columns[k][i];
        const shown = Number.isNaN(value) ? null : (dimension.categories?.[value] ?? value);
        return [trial, dimension.name, shown, Number.isFinite(data.values[i]) ? data.values[i] : null];
      }),
    ),
  }),
});

/** Smaller and fainter the more there are; part of the signature, so that all marks look alike. */
const radius = (trials: number) => (trials > 2000 ? 1.4 : trials > 300 ? 2 : 3);
const opacity = (trials: number) => (trials > 1000 ? 0.6 : 0.85);

/** From faint to full accent. */
function rampOf(frame: Frame): readonly string[] {
  const from = parse(frame.theme.dark ? '#3c4650' : '#c3ccd5');
  const to = parse(frame.theme.categorical[0]);
  const ramp: Ramp = (t) => mix(from, to, t);
  return Array.from({ length: 32 }, (_, i) => hex(ramp(i / 31)));
}

/** Choices are spread sideways by trial number, so that equal values do not hide each other. */
function placeX(panel: Panel, data: TrialColumns, i: number): number {
  const value = data.columns[panel.index][i];
  if (!panel.dimension.categories) return panel.x.at(value);
  const golden = (data.trial[i] * 0.6180339887498949) % 1;
  return panel.x.at(value + (golden - 0.5) * 0.5);
}

/** Where a trial is drawn. */
function inEachPanel(data: TrialColumns, layout: SliceLayout, i: number, draw: (x: number, y: number) => void): void {
  const y = shownY(layout, data.values[i]);
  for (const panel of layout.panels) {
    const x = placeX(panel, data, i);
    if (!Number.isNaN(x) && !Number.isNaN(y)) draw(x, y);
  }
}

const shownY = ({ y, plot }: SliceLayout, value: number) => {
  const at = y.at(value);
  return Number.isFinite(at) ? Math.min(plot.bottom, Math.max(plot.top, at)) : NaN;
};

function panelTicks(x: Scale, dimension: Dimension, box: Box): { at: number; label: string }[] {
  const room = box.right - box.left;
  if (!dimension.categories) {
    return x.ticks(Math.max(2, Math.floor(room / 60))).map((t) => ({ at: x.at(t.value), label: t.label }));
  }
  const fit = Math.max(3, Math.floor(room / dimension.categories.length / 6.2));
  return dimension.categories.map((label, i) => ({
    at: x.at(i),
    label: label.length <= fit ? label : `${label.slice(0, fit - 1)}…`,
  }));
}

function readout(data: TrialColumns, layout: SliceLayout, panel: Panel, i: number): Readout {
  const value = data.columns[panel.index][i];
  const shown = Number.isNaN(value) ? 'off' : (panel.dimension.categories?.[value] ?? number(value));
  return {
    x: placeX(panel, data, i),
    y: shownY(layout, data.values[i]),
    key: data.trial[i],
    lines: [
      `Trial ${data.trial[i]}`,
      `${panel.dimension.name} ${shown}`,
      `${axisTitle(data.objective)} ${number(data.values[i], 6)}`,
    ],
  };
}
