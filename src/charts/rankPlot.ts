// Two parameters against each other, each trial coloured by its rank: where good trials gather, whatever the scale of
// the objective. Better trials are also larger; the best one is a star.
import { definePainted, type Frame, type Readout } from './chart';
import { number } from './format';
import { stepOf, steps, viridis, cividis } from './palette';
import { chosenTogether } from './points';
import { drawColourBar, drawPlane, nameAt, placeOf, planeOf, type PairData, type Plane } from './plane';

interface RankLayout extends Plane {
  /** 0 the worst to 1 the best, by place; NaN without a value. */
  readonly ranks: Float64Array;
}

/** Share of ranked trials that are worse; equal values share their mean rank. */
export function rankShares(values: ArrayLike<number>, direction: 'minimize' | 'maximize'): Float64Array {
  const sign = direction === 'minimize' ? -1 : 1;
  const order = Array.from(values, (_, i) => i).filter((i) => Number.isFinite(values[i]));
  order.sort((a, b) => sign * (values[a] - values[b]));
  const shares = new Float64Array(values.length).fill(NaN);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    const mean = order.length > 1 ? (start + end - 1) / 2 / (order.length - 1) : 1;
    for (let i = start; i < end; i++) shares[order[i]] = mean;
    start = end;
  }
  return shares;
}

export const rankPlot = definePainted<PairData, RankLayout>({
  kind: 'painted',
  name: 'rank of two parameters',
  overShows: 'data',
  state: ({ study, x, y }) => {
    if (study.trial.length === 0) return 'empty';
    const shown = Array.from(study.trial, (_, i) => study.values[i] + study.columns[x][i] + study.columns[y][i]);
    return shown.some(Number.isFinite) ? 'ready' : 'nothing-finite';
  },
  count: ({ study }) => study.trial.length,
  layout: (data, frame) => ({
    ...planeOf(data, frame),
    ranks: rankShares(data.study.values, data.study.objective.direction),
  }),
  under: (painter, data, layout, frame) => {
    drawPlane(painter, data, layout, frame);
    drawColourBar(painter, frame, coloursOf(frame), ['worst', 'best rank']);
  },
  marks: (painter, data, layout, frame, from, to) => {
    const colours = coloursOf(frame);
    const base = data.study.trial.length > 1000 ? 1.8 : 2.6;
    for (let i = from; i < to; i++) {
      const [x, y] = placeOf(data, layout, i);
      const rank = layout.ranks[i];
      if (Number.isNaN(x + y + rank)) continue;
      painter.marker('circle', x, y, base + 1.8 * rank, stepOf(colours, rank), { ring: frame.theme.paper });
    }
  },
  *chosen(painter, data, layout, frame, selected) {
    let drawn = 0;
    for (let i = 0; i < data.study.trial.length; i++) {
      if (!selected.has(data.study.trial[i])) continue;
      const [x, y] = placeOf(data, layout, i);
      if (!Number.isNaN(x + y)) painter.marker('circle', x, y, 7, frame.theme.ink, { hollow: true });
      if (++drawn % chosenTogether === 0) yield;
    }
  },
  over: (painter, data, layout, frame, { hovered }) => {
    const best = bestOf(data, layout.ranks);
    for (let i = 0; i < data.study.trial.length; i++) {
      const pointed = data.study.trial[i] === hovered;
      if (!pointed && i !== best) continue;
      const [x, y] = placeOf(data, layout, i);
      if (Number.isNaN(x + y)) continue;
      if (i === best) painter.marker('star', x, y, 6, frame.theme.accent, { ring: frame.theme.paper });
      if (pointed) painter.marker('circle', x, y, 7, frame.theme.ink, { hollow: true });
    }
  },
  pick: (data, layout, px, py) => {
    let reach = 12;
    let found = -1;
    for (let i = 0; i < data.study.trial.length; i++) {
      const [x, y] = placeOf(data, layout, i);
      const distance = Number.isNaN(layout.ranks[i]) ? NaN : Math.hypot(x - px, y - py);
      if (distance < reach) [reach, found] = [distance, i];
    }
    return found < 0 ? null : readout(data, layout, found);
  },
  at: (data, layout, index) => (index < data.study.trial.length ? readout(data, layout, index) : null),
  brush: (data, layout, [{ box }]) =>
    Array.from(data.study.trial).filter((_, i) => {
      const [x, y] = placeOf(data, layout, i);
      return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
    }),
  note: (data, layout) => {
    const without = layout.ranks.filter(
      (rank, i) => Number.isNaN(rank) || Number.isNaN(data.study.columns[data.x][i] + data.study.columns[data.y][i]),
    ).length;
    return without > 0 ? `${without} trials without a value or without one of the parameters are not drawn.` : null;
  },
  table: ({ study, x, y }) => {
    const ranks = rankShares(study.values, study.objective.direction);
    const cell = (dimension: number, i: number) => {
      const value = study.columns[dimension][i];
      return Number.isNaN(value) ? null : (study.dimensions[dimension].categories?.[value] ?? value);
    };
    return {
      columns: ['trial', study.dimensions[x].name, study.dimensions[y].name, study.objective.name, 'better than'],
      rows: Array.from(study.trial, (trial, i) => [
        trial,
        cell(x, i),
        cell(y, i),
        Number.isFinite(study.values[i]) ? study.values[i] : null,
        Number.isNaN(ranks[i]) ? null : ranks[i],
      ]),
    };
  },
});

/** Place of the best trial that breaks no limit, of equal ones the one with the smallest number; -1 without any. */
export function bestOf({ study }: PairData, ranks: Float64Array): number {
  let best = -1;
  ranks.forEach((rank, i) => {
    if (study.breaks?.[i]) return;
    const ahead = best < 0 ? 1 : rank - ranks[best] || study.trial[best] - study.trial[i];
    if (!Number.isNaN(rank) && ahead > 0) best = i;
  });
  return best;
}

const light = steps(cividis, 32).toReversed();
/** Without the darkest fifth, which would vanish on dark paper. */
const dark = steps((t) => viridis(0.2 + 0.8 * t), 32);
/** From what fades into the paper to what stands out. */
const coloursOf = (frame: Frame) => (frame.theme.dark ? dark : light);

function readout(data: PairData, layout: RankLayout, i: number): Readout {
  const { study } = data;
  const [x, y] = placeOf(data, layout, i);
  const line = (k: number) => {
    const dimension = study.dimensions[k];
    return `${dimension.name} ${nameAt(dimension, study.columns[k][i], number)}`;
  };
  const rank = layout.ranks[i];
  const value = Number.isNaN(rank)
    ? 'no value'
    : `${study.objective.name} ${number(study.values[i], 6)}, better than ${number(100 * rank, 3)} %`;
  return {
    x: Number.isNaN(x) ? layout.plot.left : x,
    y: Number.isNaN(y) ? layout.plot.bottom : y,
    key: study.trial[i],
    lines: [`Trial ${study.trial[i]}`, line(data.x), line(data.y), value],
  };
}
