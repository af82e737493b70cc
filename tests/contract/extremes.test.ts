// Long, empty and broken histories: every sampler, pruner, importance method and chart of a study, with 10,000 trials, with
// one, with none that has a value, with values that no axis can hold. Registered ones are held to it without being named.
// How long an ask then takes is measured by `npm run bench -- samplers`.
import { describe, expect, test } from 'vitest';
import { bestSoFar, type PointState } from '$charts/bestSoFar';
import type { PaintedChart } from '$charts/chart';
import { contour } from '$charts/contour';
import { curves } from '$charts/curves';
import { edf } from '$charts/edf';
import type { Painter } from '$charts/painter';
import { parallelCoordinates } from '$charts/parallelCoordinates';
import { rankPlot } from '$charts/rankPlot';
import { slice } from '$charts/slice';
import { lightTheme } from '$charts/theme';
import { prunerDefs, freezePruning, shouldPrune } from '$core/pruners/registry';
import { Stream } from '$core/rng/stream';
import { compareStudies } from '$core/run/compareStudies';
import { importances } from '$core/run/importance/method';
import { importanceMethods } from '$core/run/importance/registry';
import { leaderboard } from '$core/run/leaderboard';
import { shortcutLevels } from '$core/run/shortcut';
import { summarise } from '$core/run/summary';
import { picture } from '$core/run/surrogate/picture';
import type { TrialRecord } from '$core/run/types';
import { samplerDefs, samplerOptions } from '$core/samplers/registry';
import type { PastTrial } from '$core/samplers/sampler';
import { isPoint, pointKey, samplePoint } from '$core/space/points';
import type { ParamValues, Space } from '$core/space/space';

const space: Space = [
  { path: 'a', domain: { kind: 'float', low: 0, high: 1 } },
  { path: 'rate', domain: { kind: 'float', low: 1e-5, high: 1, log: true } },
  { path: 'units', domain: { kind: 'int', low: 4, high: 512, log: true } },
  { path: 'kind', domain: { kind: 'choice', values: ['relu', 'tanh', 'gelu'] } },
  { path: 'batch', domain: { kind: 'ordinal', values: [8, 16, 32] } },
  { path: 'deep', domain: { kind: 'bool' } },
  { path: 'drop', domain: { kind: 'float', low: 0, high: 1 }, when: { path: 'deep', in: [true] } },
];
const long = 10_000;
const points = Array.from({ length: long }, (_, index) => samplePoint(space, Stream.of(1, 'past', index)));
const keys = points.map(pointKey);

type Ending = (params: ParamValues, index: number) => Pick<TrialRecord, 'state' | 'value'>;
const endings: Readonly<Record<string, Ending>> = {
  'all kinds': (params, index) =>
    index % 7 === 3
      ? { state: 'failed', value: null }
      : { state: index % 5 === 2 ? 'pruned' : 'done', value: Number(params.a) + Number(params.rate) },
  'all failed': () => ({ state: 'failed', value: null }),
  'all pruned': (params) => ({ state: 'pruned', value: Number(params.a) }),
  'all equal': () => ({ state: 'done', value: 1 }),
  'no number': () => ({ state: 'done', value: NaN }),
  'not finite': (_params, index) => ({ state: 'done', value: [NaN, Infinity, -Infinity][index % 3] }),
  'as large as numbers get': (_params, index) => ({ state: 'done', value: index % 2 ? 1e308 : -1e308 }),
  'one with a value': (_params, index) =>
    index === 0 ? { state: 'done', value: 0.3 } : { state: 'failed', value: null },
};
/** The longest only where all kinds are in it: it takes its time. */
const lengthsOf = (ending: string) => [0, 1, 2, 30, ...(ending === 'all kinds' ? [long] : [])];
const directions = ['minimize', 'maximize'] as const;

describe.each(samplerDefs)('sampler $type', (def) => {
  const options = samplerOptions(def, {});
  const modes = def.several ? [false, true] : [false];

  test.each(Object.entries(endings))('any number of trials, %s: the next point is a point', (name, ending) => {
    for (const count of lengthsOf(name)) {
      for (const several of modes) {
        const running = Math.min(3, count);
        const past = points.slice(0, def.usesResults ? count - running : 0).map((params, index): PastTrial => {
          const ended = ending(params, index);
          const reached = ended.state === 'pruned' ? { value: null, reached: { epochs: 3, value: ended.value } } : {};
          const values = [ended.value ?? NaN, index % 4, Number(params.a)];
          return { index, params, ...ended, ...reached, ...(several && ended.state === 'done' ? { values } : {}) };
        });
        const point = def.ask({
          space,
          index: count,
          trials: past,
          pending: points.slice(past.length, count),
          seen: new Set(keys.slice(0, count)),
          direction: 'minimize',
          ...(several ? { directions: ['minimize', 'maximize', 'minimize'] as const } : {}),
          budget: 2 * long,
          rng: Stream.of(4, 'sampler', count),
          shared: Stream.of(4, 'sampler', 'shared'),
          options,
        });
        // A grid ends after its last point.
        if (point === null) expect(count).toBeGreaterThanOrEqual(def.points(space, options));
        else expect(isPoint(space, point), JSON.stringify(point)).toBe(true);
      }
    }
  });
});

function recordsOf(count: number, ending: Ending): TrialRecord[] {
  return points.slice(0, count).map((params, index) => {
    const ended = ending(params, index);
    const value = ended.value ?? NaN;
    const curve =
      ended.state === 'failed'
        ? []
        : Array.from({ length: 4 }, (_, epoch) => ({ epoch, loss: value, validation: { loss: value + epoch } }));
    const rest = { metrics: { loss: value }, curve, bestEpoch: null, seconds: 1, startedAt: index, attempts: 1 };
    return { index, params, ...ended, ...rest, executor: 'simd', backend: 'simd' } as TrialRecord;
  });
}

const frame = { width: 640, height: 300, theme: lightTheme };
/** A painter on which nothing is painted, and that knows no place called NaN. */
const painter = new Proxy({} as Painter, {
  get:
    (_target, name) =>
    (...given: unknown[]) => {
      if (given.some((one) => typeof one === 'number' && Number.isNaN(one))) throw new Error(`${String(name)} at NaN`);
      return 10;
    },
});

/** Draws the whole of a chart, where it says that there is something to draw. */
function drawn<D>(chart: PaintedChart<D>, data: D): void {
  chart.table(data);
  if (chart.state(data) !== 'ready') return;
  const layout = chart.layout(data, frame);
  chart.under(painter, data, layout, frame);
  chart.marks(painter, data, layout, frame, 0, chart.count(data));
  for (const _ of chart.chosen?.(painter, data, layout, frame, new Set([1])) ?? []);
  chart.over?.(painter, data, layout, frame, { selected: new Set([1]), hovered: 0 });
}

const cases = Object.entries(endings).flatMap(([name, ending]) =>
  lengthsOf(name).map((count) => [`${count} trials, ${name}`, recordsOf(count, ending)] as const),
);

describe.each(cases)('a study of %s', (_name, trials) => {
  test('every pruner lets a trial go on or ends it', () => {
    const past = trials.map(({ index, state, curve }) => ({
      index,
      state,
      curve: curve.map(({ validation }) => validation.loss),
    }));
    for (const { type } of prunerDefs) {
      for (const direction of directions) {
        const context = { index: trials.length, trials: past, direction, epochs: 4, seed: 3 };
        const pruning = freezePruning({ type, options: {} }, context);
        for (const curve of [[1, 0.5, 0.3], [NaN, NaN, NaN], [Infinity, 1], [-Infinity]])
          expect(typeof shouldPrune(pruning, curve), type).toBe('boolean');
      }
    }
  });

  test('every importance is a share, or none', () => {
    for (const method of importanceMethods) {
      for (const { effect, path } of importances(method, { space, trials, direction: 'minimize', seed: 1 })) {
        if (effect === null) continue;
        expect(effect >= 0 && effect <= 1 + 1e-9, `${method.type} of ${path}: ${effect}`).toBe(true);
        expect(effect === 0 || effect >= 1e-12, `${method.type} of ${path}: ${effect}`).toBe(true);
      }
    }
  });

  test('what reads the study as a whole says something or nothing', () => {
    for (const direction of directions) {
      const told = summarise({ space, trials, direction, seed: 1, objective: 'Loss' });
      expect(told.join(' ')).not.toMatch(/NaN|undefined/);
      expect(leaderboard(trials, direction)).toHaveLength(trials.length);
      compareStudies([{ group: 'one', direction, trials }]);
      shortcutLevels({ trials, metric: 'loss', direction, steps: [1, 2] });
    }
  });

  test('every chart draws it or says why not', () => {
    const trial = trials.map(({ index }) => index);
    const values = trials.map(({ value }) => value ?? NaN);
    const states = trials.map(({ state }) => state as PointState);
    const dimensions = [
      { name: 'a', range: [0, 1] as const },
      { name: 'rate', log: true },
      { name: 'kind', categories: ['relu', 'tanh', 'gelu'] },
      { name: 'drop', range: [0, 1] as const },
    ];
    const columns = dimensions.map(({ name, categories }) =>
      trials.map(({ params }) => (categories ? categories.indexOf(String(params[name])) : Number(params[name] ?? NaN))),
    );
    const study = { dimensions, objective: { name: 'loss', direction: 'minimize' as const }, trial, columns, values };
    drawn(bestSoFar, { value: { name: 'loss' }, direction: 'minimize', trial, values, states, total: trials.length });
    const series = [{ label: 'all', slot: 0, trial, values }];
    drawn(edf, { value: { name: 'loss' }, direction: 'minimize', series });
    drawn(slice, study);
    drawn(parallelCoordinates, study);
    for (const [x, y] of [
      [0, 1],
      [2, 3],
    ]) {
      drawn(rankPlot, { x, y, study });
      drawn(contour, { x, y, study });
    }
    const settled = trials.map(({ index, curve }) => ({
      key: index,
      label: `trial ${index}`,
      x: curve.map(({ epoch }) => epoch + 1),
      y: curve.map(({ validation }) => validation.loss),
      slot: index % 7,
    }));
    drawn(curves, { xAxis: { name: 'Epoch' }, yAxis: { name: 'loss' }, settled, live: [] });
  });
});

test('the picture of 10,000 trials', () => {
  const trials = recordsOf(long, endings['all kinds']).map(({ index, params, state, value }) => ({
    ...{ index, params, state },
    value: state === 'pruned' ? null : value,
  }));
  const study = { space, trials, direction: 'minimize', seed: 1 } as const;
  const found = picture({ ...study, x: 'a', through: 'next', cells: 6 });
  if (typeof found === 'string') throw new Error(found);
  expect(found.mean.every(Number.isFinite)).toBe(true);
  expect(found.deviation.every((one) => one >= 0)).toBe(true);
  expect(found.worth?.regret).toBeGreaterThanOrEqual(0);
});
