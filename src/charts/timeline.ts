// When each trial ran: one bar per trial, in as few lanes as ran at the same time.
import { definePainted, type AxisSpec, type Frame, type Readout } from './chart';
import { cartesian, type Cartesian } from './axes';
import type { PointState } from './bestSoFar';
import { number } from './format';
import { lanesIn } from './lanes';
import type { Painter } from './painter';
import { chosenTogether } from './points';

export interface TimelineData {
  readonly trial: ArrayLike<number>;
  /** Seconds since any fixed moment. */
  readonly start: ArrayLike<number>;
  readonly seconds: ArrayLike<number>;
  readonly states: readonly PointState[];
}
interface TimelineLayout extends Cartesian {
  readonly lanes: Int32Array;
  readonly count: number;
  readonly origin: number;
}

const xAxis: AxisSpec = { name: 'Time since the first trial', unit: 's' };
const yAxis: AxisSpec = { name: 'Trials at the same time' };
/** Clocks are read to the millisecond: a trial may start this much before the one before it has ended. */
const slack = 0.002;

/** The first lane that is free when a trial starts, by place. */
export function lanesOf(data: TimelineData): { lanes: Int32Array; count: number } {
  const order = Array.from(data.trial, (_, i) => i).sort(
    (a, b) => data.start[a] - data.start[b] || data.trial[a] - data.trial[b],
  );
  return lanesIn(order, data.start, data.seconds, slack);
}

export const timeline = definePainted<TimelineData, TimelineLayout>({
  kind: 'painted',
  name: 'timeline',
  overShows: 'data',
  state: (data) => (data.trial.length === 0 ? 'empty' : 'ready'),
  count: (data) => data.trial.length,
  layout: (data, frame) => {
    let origin = Infinity;
    let end = -Infinity;
    for (let i = 0; i < data.trial.length; i++) {
      origin = Math.min(origin, data.start[i]);
      end = Math.max(end, data.start[i] + data.seconds[i]);
    }
    const { lanes, count } = lanesOf(data);
    const layout = cartesian(frame, {
      xAxis,
      yAxis,
      xDomain: [0, Math.max(end - origin, 1e-3)],
      yDomain: [0.5, count + 0.5],
      exactX: true,
      exactY: true,
      right: 18,
    });
    return { ...layout, lanes, count, origin, signature: `${layout.signature},${count},${origin}` };
  },
  under: (painter, _data, layout, frame) => {
    const { plot, x, y, count } = layout;
    const { theme } = frame;
    const every = Math.ceil(count / Math.max(1, Math.floor((plot.bottom - plot.top) / 16)));
    for (let lane = 1; lane <= count; lane += every) {
      const style = { colour: theme.muted, anchor: 'end', mono: true, size: 10.5 } as const;
      painter.text(plot.left - 6, y.at(lane), String(lane), style);
    }
    for (const tick of x.ticks(Math.max(2, Math.floor(frame.width / 90)))) {
      const at = Math.round(x.at(tick.value)) + 0.5;
      painter.line([at, at], [plot.top, plot.bottom + 4], { colour: theme.grid });
      const style = { colour: theme.muted, anchor: 'middle', mono: true, size: 10.5 } as const;
      painter.text(at, plot.bottom + 12, tick.label, style);
    }
    painter.text(plot.right, plot.bottom + 27, 'Time since the first trial (s)', { colour: theme.ink, anchor: 'end' });
    painter.text(2, 10, yAxis.name, { colour: theme.ink });
  },
  marks: (painter, data, layout, frame, from, to) => {
    for (let i = from; i < to; i++) bar(painter, data, layout, frame, i);
  },
  *chosen(painter, data, layout, frame, selected) {
    let drawn = 0;
    for (let i = 0; i < data.trial.length; i++) {
      if (!selected.has(data.trial[i])) continue;
      frameOf(painter, data, layout, frame, i);
      if (++drawn % chosenTogether === 0) yield;
    }
  },
  over: (painter, data, layout, frame, { hovered }) => {
    for (let i = 0; hovered !== null && i < data.trial.length; i++) {
      if (data.trial[i] === hovered) frameOf(painter, data, layout, frame, i);
    }
  },
  pick: (data, layout, px, py) => {
    for (let i = data.trial.length - 1; i >= 0; i--) {
      const { x, y, width, height } = boxOf(data, layout, i);
      if (px >= x - 2 && px <= x + width + 2 && py >= y && py <= y + height) return readout(data, layout, i);
    }
    return null;
  },
  at: (data, layout, index) => (index < data.trial.length ? readout(data, layout, index) : null),
  brush: (data, layout, [{ box }]) =>
    Array.from(data.trial).filter((_, i) => {
      const { x, y, width, height } = boxOf(data, layout, i);
      return x + width >= box.left && x <= box.right && y + height >= box.top && y <= box.bottom;
    }),
  note: () => 'Filled: finished. Outlined: ended early or cancelled. Crossed: failed.',
  table: (data) => {
    const origin = Array.from(data.start).reduce((low, at) => Math.min(low, at), Infinity);
    const { lanes } = lanesOf(data);
    return {
      columns: ['trial', 'state', 'lane', 'start (s)', 'seconds'],
      rows: Array.from(data.trial, (trial, i) => [
        trial,
        data.states[i],
        lanes[i] + 1,
        data.start[i] - origin,
        data.seconds[i],
      ]),
    };
  },
});

function boxOf(data: TimelineData, layout: TimelineLayout, i: number) {
  const lane = (layout.plot.bottom - layout.plot.top) / layout.count;
  const height = Math.max(1, Math.min(22, lane * 0.7));
  const from = layout.x.at(data.start[i] - layout.origin);
  const width = Math.max(1.5, layout.x.at(data.start[i] - layout.origin + data.seconds[i]) - from - 1);
  return { x: from, y: layout.y.at(layout.lanes[i] + 1) - height / 2, width, height };
}

function frameOf(painter: Painter, data: TimelineData, layout: TimelineLayout, frame: Frame, i: number): void {
  const { x, y, width, height } = boxOf(data, layout, i);
  painter.frame(x - 1.5, y - 1.5, width + 3, height + 3, { colour: frame.theme.ink, width: 1.5 });
}

function bar(painter: Painter, data: TimelineData, layout: TimelineLayout, frame: Frame, i: number): void {
  const { theme } = frame;
  const { x, y, width, height } = boxOf(data, layout, i);
  if (data.states[i] === 'done') {
    painter.rect(x, y, width, height, theme.categorical[0], 0.85);
    return;
  }
  const colour = data.states[i] === 'failed' ? theme.error : theme.muted;
  painter.frame(x + 0.5, y + 0.5, Math.max(1, width - 1), Math.max(1, height - 1), { colour });
  if (data.states[i] === 'failed') painter.marker('cross', x + width / 2, y + height / 2, 4, colour);
}

function readout(data: TimelineData, layout: TimelineLayout, i: number): Readout {
  const { x, y, width, height } = boxOf(data, layout, i);
  return {
    x: x + width / 2,
    y: y + height / 2,
    key: data.trial[i],
    lines: [
      `Trial ${data.trial[i]} (${data.states[i]})`,
      `from ${number(data.start[i] - layout.origin, 4)} s`,
      `took ${number(data.seconds[i], 4)} s`,
    ],
  };
}
