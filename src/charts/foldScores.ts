// The score of each model on each fold: a mark per fold, joined across models where it is the same fold, and beside them
// the mean with its interval. One column per model.
import { axisTitle, definePainted, type AxisSpec, type Readout } from './chart';
import { cartesian, drawAxes, type Cartesian } from './axes';
import { number } from './format';
import { categoricalDark } from './palette';
import { drawReferences, nameReferences, referenceNote, withReference, type References } from './references';
import { extent, type Extent } from './scale';

export interface ScoredModel {
  readonly name: string;
  readonly mean: number;
  /** Half the width of the interval around the mean; NaN: none. */
  readonly half: number;
  /** The ends, where they are not mean - half and mean + half. */
  readonly ends?: { readonly low: number; readonly high: number };
  /** In order of fold. */
  readonly scores: readonly { readonly fold: number; readonly value: number }[];
}
export interface FoldScoresData {
  readonly value: AxisSpec;
  /** What the interval is, for the readout. */
  readonly interval: string;
  readonly models: readonly ScoredModel[];
  /** What the columns are; left out: models. */
  readonly columns?: string;
  readonly references?: References;
}

const xAxisOf = ({ columns = 'Model' }: FoldScoresData): AxisSpec => ({ name: columns });
/** Place of a mark within its model's column of width 1, and of the mean beside the marks. */
const spreadWidth = 0.36;
const meanAt = 0.36;

const xOf = (layout: Cartesian, model: number, fold: number, folds: number) =>
  layout.x.at(model - 0.12 + (folds > 1 ? spreadWidth * (fold / (folds - 1) - 0.5) : 0));
const foldsIn = (data: FoldScoresData) =>
  1 + Math.max(0, ...data.models.flatMap(({ scores }) => scores.map(({ fold }) => fold)));
const flat = (data: FoldScoresData) =>
  data.models.flatMap((model, m) => model.scores.map((score) => ({ ...score, model: m })));

export const foldScores = definePainted<FoldScoresData, Cartesian>({
  kind: 'painted',
  overShows: 'data',
  name: 'fold scores',
  state: (data) => {
    const values = flat(data).map(({ value }) => value);
    return values.length === 0 ? 'empty' : extent(values) ? 'ready' : 'nothing-finite';
  },
  count: () => 0,
  layout: (data, frame) => {
    let y: Extent | null = extent(flat(data).map(({ value }) => value));
    for (const model of data.models) y = extent(endsOf(model), false, y);
    return cartesian(frame, {
      xAxis: xAxisOf(data),
      yAxis: data.value,
      xDomain: [-0.5, data.models.length - 0.5],
      yDomain: withReference(y, data.references) ?? [0, 1],
      exactX: true,
    });
  },
  under: (painter, data, layout, frame) => {
    // The frame draws ticks of numbers; here the columns have names.
    const { plot } = layout;
    drawAxes(painter, { ...layout, x: { ...layout.x, ticks: () => [] } }, xAxisOf(data), data.value, frame);
    const room = (plot.right - plot.left) / Math.max(1, data.models.length) / 6.2;
    data.models.forEach(({ name }, m) => {
      const text = name.length > room ? `${name.slice(0, Math.max(1, Math.floor(room) - 1))}…` : name;
      const style = { colour: frame.theme.ink, anchor: 'middle' } as const;
      painter.text(layout.x.at(m), plot.bottom + 12, text, style);
    });
  },
  marks: () => undefined,
  over: (painter, data, layout, frame, emphasis) => {
    const { theme } = frame;
    drawReferences(painter, data.references, layout, frame);
    const folds = foldsIn(data);
    for (let fold = 0; fold < folds; fold++) {
      const line = flat(data).filter((one) => one.fold === fold && Number.isFinite(one.value));
      const marked = emphasis.hovered === fold || emphasis.selected.has(fold);
      const xs = line.map(({ model }) => xOf(layout, model, fold, folds));
      const ys = line.map(({ value }) => layout.y.at(value));
      painter.line(xs, ys, { colour: theme.muted, alpha: marked ? 0.9 : 0.3, width: marked ? 1.6 : 1 });
    }
    data.models.forEach((model, m) => {
      const { scores, mean, half } = model;
      const colour = theme.categorical[m % categoricalDark.length];
      for (const { fold, value } of scores)
        painter.marker('circle', xOf(layout, m, fold, folds), layout.y.at(value), 3.2, colour, { alpha: 0.85 });
      const x = layout.x.at(m + meanAt);
      if (Number.isFinite(half)) {
        const [low, high] = endsOf(model).map((end) => layout.y.at(end));
        painter.line([x, x], [low, high], { colour, width: 1.8 });
        for (const y of [low, high]) painter.line([x - 4, x + 4], [y, y], { colour, width: 1.8 });
      }
      if (Number.isFinite(mean)) painter.marker('diamond', x, layout.y.at(mean), 4.5, colour, { ring: theme.paper });
    });
    nameReferences(painter, data.references, layout, frame);
  },
  pick: (data, layout, x, y) => {
    let reach = 14;
    let best: Readout | null = null;
    const look = (candidate: Readout) => {
      const distance = Math.hypot(candidate.x - x, candidate.y - y);
      if (distance < reach) [reach, best] = [distance, candidate];
    };
    flat(data).forEach((_, i) => look(readout(data, layout, i)));
    data.models.forEach((model, m) => look(ofMean(data, layout, model, m)));
    return best;
  },
  at: (data, layout, index) => (index < flat(data).length ? readout(data, layout, index) : null),
  note: (data, layout) => referenceNote(data.references, layout),
  table: (data) => ({
    columns: [xAxisOf(data).name.toLowerCase(), 'fold', axisTitle(data.value)],
    rows: [
      ...flat(data).map(({ model, fold, value }) => [data.models[model].name, fold + 1, value]),
      ...data.models.flatMap((model) => [
        [model.name, 'mean', model.mean],
        ...(Number.isFinite(model.half)
          ? [
              [model.name, `${data.interval}, low`, endsOf(model)[0]],
              [model.name, `${data.interval}, high`, endsOf(model)[1]],
            ]
          : []),
      ]),
      ...(data.references?.lines ?? []).map(({ label, value }) => [label, null, value]),
    ],
  }),
});

function readout(data: FoldScoresData, layout: Cartesian, i: number): Readout {
  const { model, fold, value } = flat(data)[i];
  return {
    x: xOf(layout, model, fold, foldsIn(data)),
    y: layout.y.at(value),
    key: fold,
    lines: [data.models[model].name, `Fold ${fold + 1}`, `${axisTitle(data.value)} ${number(value, 6)}`],
  };
}

const endsOf = ({ mean, half, ends }: ScoredModel): number[] =>
  ends ? [ends.low, ends.high] : [mean - half, mean + half];

const ofMean = (data: FoldScoresData, layout: Cartesian, model: ScoredModel, m: number): Readout => ({
  x: layout.x.at(m + meanAt),
  y: layout.y.at(model.mean),
  key: null,
  lines: [
    model.name,
    `Mean ${number(model.mean, 6)}`,
    ...(Number.isFinite(model.half)
      ? [
          `${data.interval} ${endsOf(model)
            .map((end) => number(end))
            .join(' to ')}`,
        ]
      : []),
  ],
});
