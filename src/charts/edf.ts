// Empirical distribution of the objective: which share of the trials did at least this well on the value axis. Curves
// that stand nearer to the good side are better searches. The picture of Optuna's plot_edf.
import { axisTitle, definePainted, type AxisSpec, type Frame, type Readout } from './chart';
import { cartesian, drawAxes, type Cartesian } from './axes';
import { number } from './format';
import { withoutOutliers } from './outliers';
import type { Painter } from './painter';
import { drawChosen, drawHovered, type Points } from './points';
import { extent, type Scale } from './scale';

export interface EdfSeries {
  readonly label: string;
  /** Place in the categorical palette. */
  readonly slot: number;
  readonly dashed?: boolean;
  /** Trial numbers and their values; what is not finite is left out. */
  readonly trial: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}
export interface EdfData {
  readonly value: AxisSpec;
  readonly direction: 'minimize' | 'maximize';
  readonly series: readonly EdfSeries[];
}

interface Step {
  readonly value: number;
  /** Share of trials with this value or a smaller one. */
  readonly share: number;
  readonly trial: number;
}
interface EdfLayout extends Cartesian {
  readonly steps: readonly (readonly Step[])[];
}

const yAxis: AxisSpec = { name: 'Share of trials up to the value' };

/** Ascending; one entry per trial. */
export function distribution(series: EdfSeries): Step[] {
  const kept = Array.from(series.values, (value, i) => ({ value, trial: series.trial[i] }))
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => a.value - b.value || a.trial - b.trial);
  const found: Step[] = [];
  for (let i = kept.length - 1; i >= 0; i--) {
    const next = found.at(-1);
    const share = next && next.value === kept[i].value ? next.share : (i + 1) / kept.length;
    found.push({ ...kept[i], share });
  }
  return found.reverse();
}

/** Of a step that is hardly further than the one before nothing is seen, and a line of twenty thousand takes longer than frames. */
const hardly = 0.5;

/** The steps of the line, where it goes up and how far, in pixels: those that can be told apart, the last one always. */
export function* stairs(
  steps: readonly Pick<Step, 'value' | 'share'>[],
  x: Pick<Scale, 'at'>,
  y: Pick<Scale, 'at'>,
): Generator<readonly [x: number, y: number]> {
  let [lastX, lastY] = [-Infinity, Infinity];
  for (let i = 0; i < steps.length; i++) {
    const { value, share } = steps[i];
    const next = steps[i + 1];
    // Of equal values all have the share of the last.
    if (next?.share === share) continue;
    const [at, height] = [x.at(value), y.at(share)];
    if (next && at - lastX < hardly && lastY - height < hardly) continue;
    yield [at, height];
    [lastX, lastY] = [at, height];
  }
}

/** Trials of the first series on its line. */
function placed({ steps: [steps = []], plot, x, y }: EdfLayout): Points {
  return {
    count: steps.length,
    x: (i) => Math.min(plot.right, Math.max(plot.left, x.at(steps[i].value))),
    y: (i) => y.at(steps[i].share),
    key: (i) => steps[i].trial,
  };
}

export const edf = definePainted<EdfData, EdfLayout>({
  kind: 'painted',
  name: 'distribution of values',
  overShows: 'data',
  state: (data) => {
    if (data.series.every(({ values }) => values.length === 0)) return 'empty';
    return data.series.some(({ values }) => extent(values)) ? 'ready' : 'nothing-finite';
  },
  count: () => 1,
  layout: (data, frame) => {
    const all = data.series.flatMap(({ values }) => Array.from(values));
    const [low, high] = withoutOutliers(all, data.value.log === true, data.direction) ?? [0, 1];
    const layout = cartesian(frame, {
      xAxis: data.value,
      yAxis,
      xDomain: low < high ? [low, high] : [low - (Math.abs(low) || 1) / 10, high + (Math.abs(high) || 1) / 10],
      yDomain: [0, 1],
      exactY: true,
    });
    return { ...layout, steps: data.series.map(distribution), signature: `${layout.signature},${all.length}` };
  },
  under: (painter, data, layout, frame) => drawAxes(painter, layout, data.value, yAxis, frame),
  marks: (painter, data, layout, frame) => {
    const { plot, x, y } = layout;
    painter.clip(plot.left, plot.top - 2, plot.right - plot.left + 2, plot.bottom - plot.top + 4, () => {
      // The first series on top.
      layout.steps.toReversed().forEach((steps, back) => {
        const k = layout.steps.length - 1 - back;
        if (steps.length === 0) return;
        const xs: number[] = [plot.left];
        const ys: number[] = [y.at(0)];
        for (const [at, height] of stairs(steps, x, y)) {
          xs.push(at, at);
          ys.push(ys[ys.length - 1], height);
        }
        xs.push(plot.right);
        ys.push(ys[ys.length - 1]);
        const { slot, dashed } = data.series[k];
        const stroke = { colour: frame.theme.categorical[slot % 8], width: k === 0 ? 2.2 : 1.6 };
        painter.line(xs, ys, { ...stroke, ...(dashed ? { dash: [5, 3] } : {}) });
      });
    });
    if (data.series.length > 1) legend(painter, data, layout, frame);
  },
  chosen: (painter, _data, layout, frame, selected) =>
    drawChosen(painter, placed(layout), selected, 5, frame.theme.ink),
  over: (painter, _data, layout, frame, emphasis) => {
    drawHovered(painter, placed(layout), emphasis, 5, frame.theme.ink);
  },
  pick: (data, layout, x, y) => {
    let reach = 18;
    let found: Readout | null = null;
    layout.steps.forEach((steps, k) => {
      for (const step of steps) {
        const distance = Math.hypot(layout.x.at(step.value) - x, layout.y.at(step.share) - y);
        if (distance < reach) [reach, found] = [distance, readout(data, layout, k, step)];
      }
    });
    return found;
  },
  at: (data, layout, index) => {
    const step = layout.steps[0]?.[index];
    return step ? readout(data, layout, 0, step) : null;
  },
  note: (data, layout) => {
    const beyond = layout.steps.flat().filter(({ value }) => value < layout.x.low || value > layout.x.high).length;
    const side = `Better is ${data.direction === 'minimize' ? 'left' : 'right'}.`;
    return beyond > 0 ? `${side} Far values lie outside.` : side;
  },
  table: (data) => ({
    columns: ['series', 'trial', axisTitle(data.value), 'share up to the value'],
    rows: data.series.flatMap((series) =>
      distribution(series).map(({ trial, value, share }) => [series.label, trial, value, share]),
    ),
  }),
});

function legend(painter: Painter, data: EdfData, layout: EdfLayout, frame: Frame): void {
  const left = data.direction === 'maximize';
  data.series.forEach(({ label, slot, dashed }, k) => {
    const at = layout.plot.top + 12 + 15 * k;
    const from = left ? layout.plot.left + 8 : layout.plot.right - 30;
    const stroke = { colour: frame.theme.categorical[slot % 8], width: 2, ...(dashed ? { dash: [5, 3] } : {}) };
    const dy = left ? 0 : layout.plot.bottom - layout.plot.top - 15 * data.series.length - 10;
    painter.line([from, from + 22], [at + dy, at + dy], stroke);
    const anchor = left ? 'start' : 'end';
    painter.text(left ? from + 28 : from - 6, at + dy, label, {
      colour: frame.theme.ink,
      anchor,
      halo: frame.theme.paper,
    });
  });
}

const readout = (data: EdfData, layout: EdfLayout, series: number, step: Step): Readout => ({
  x: Math.min(layout.plot.right, Math.max(layout.plot.left, layout.x.at(step.value))),
  y: layout.y.at(step.share),
  key: step.trial,
  lines: [
    `Trial ${step.trial} (${data.series[series].label})`,
    `${axisTitle(data.value)} ${number(step.value, 6)}`,
    `${number(100 * step.share, 3)} % of the trials up to here`,
  ],
});
