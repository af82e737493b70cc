// What each view of a small study shows, against what study_views.py works out from its trials alone.
import { describe, expect, test, vi } from 'vitest';
import { bestSoFar } from '$charts/bestSoFar';
import { contour, smooth } from '$charts/contour';
import { curves } from '$charts/curves';
import { edf } from '$charts/edf';
import { parallelCoordinates } from '$charts/parallelCoordinates';
import { planeOf } from '$charts/plane';
import { bestOf, rankPlot, rankShares } from '$charts/rankPlot';
import { slice } from '$charts/slice';
import { lightTheme } from '$charts/theme';
import { timeline } from '$charts/timeline';
import { compareStudies } from '$core/run/compareStudies';
import { importances } from '$core/run/importance/method';
import { kruskalWallis } from '$core/run/importance/kruskalWallis';
import { pedAnova } from '$core/run/importance/pedAnova';
import { summarise } from '$core/run/summary';
import { picture } from '$core/run/surrogate/picture';
import type { TrialRecord } from '$core/run/types';
import type { Space } from '$core/space/space';
import { settingsOf, trialsCsv } from '../../src/features/tune/exportTrials';
import { frontByTrial, VolumeSteps } from '../../src/features/tune/severalGoals';
import { StudyData } from '../../src/features/tune/studyData';
import { trialsJsonParts } from '../../src/features/tune/trialsJson';
import { finished } from '../support/finished';
import golden from './optuna/studyViews.json';

// What these index files bring beside: components, which are for a browser.
vi.mock('$charts/index', async () => ({ ...(await import('$charts/format')), ...(await import('$charts/export')) }));
vi.mock('$features/train', () => ({ inside: (text: string) => text }));

const space = golden.space as Space;
const paths = space.map(({ path }) => path);
const aims = { loss: 'minimize', accuracy: 'maximize' } as const;
type Metric = keyof typeof aims;
const metrics = Object.keys(aims) as Metric[];

/** The trials as they ended, with one metric as their value; `limited`: none may have more than 600 parameters. */
const recordsOf = (metric: Metric, limited = false): TrialRecord[] =>
  golden.trials.map(({ index, state, params, loss, accuracy, parameters, curve, startedAt, seconds }) => {
    const done = state === 'done';
    return {
      index,
      params,
      state,
      value: metric === 'loss' ? loss : accuracy,
      metrics: state === 'failed' ? {} : { loss, accuracy, parameters },
      ...(done ? { values: [loss, accuracy, parameters] } : {}),
      ...(done && limited ? { violations: [(parameters - 600) / 600] } : {}),
      curve: curve[0].map((value, epoch) => ({
        epoch,
        loss: 9,
        validation: { loss: value, accuracy: curve[1][epoch] },
      })),
      bestEpoch: done ? curve[0].length - 1 : null,
      ...(state === 'failed' ? { error: { message: 'It said "NaN", then stopped.' } } : {}),
      backend: 'wasm',
      attempts: 1,
      startedAt,
      seconds,
    } as unknown as TrialRecord;
  });

function dataOf(metric: Metric, limited = false): StudyData {
  const params = space.map((param) => ({ param, name: param.path }));
  const data = new StudyData(params, { metric, direction: aims[metric], axis: { name: metric } }, metric);
  data.take(recordsOf(metric, limited));
  return data;
}

const near = (got: number, expected: number, what: string, tolerance = 1e-9) =>
  expect(Math.abs(got - expected), `${what}: ${got} beside ${expected}`).toBeLessThanOrEqual(
    tolerance * Math.max(1, Math.abs(expected)),
  );
const rowOf = (index: number) => golden.trials.findIndex((trial) => trial.index === index);

describe.each(metrics)('with the %s as the value', (metric) => {
  const view = golden.views[metric];
  const direction = aims[metric];
  const frame = { width: 640, height: 300, theme: lightTheme };

  test('history and the best so far, with a limit and without', () => {
    expect(bestSoFar.table(dataOf(metric).historyView(26)).rows).toEqual(view.history);
    expect(bestSoFar.table(dataOf(metric, true).historyView(26)).rows).toEqual(view.limited);
  });

  test('distribution of the finished trials', () => {
    const done = recordsOf(metric).filter(({ state }) => state === 'done');
    const trial = done.map(({ index }) => index);
    const series = { label: 'all', slot: 0, trial, values: done.map(({ value }) => value!) };
    const { rows } = edf.table({ value: { name: metric }, direction, series: [series] });
    expect(rows.map(([, ...row]) => row)).toEqual(view.edf);
  });

  test('settings alone, side by side, and by epoch', () => {
    const columns = dataOf(metric).columnsView();
    const shown = (value: unknown) =>
      value === undefined ? null : typeof value === 'boolean' ? (value ? 'on' : 'off') : value;
    const settings = golden.trials.map((trial) =>
      paths.map((path) => shown((trial.params as Record<string, unknown>)[path])),
    );
    expect(parallelCoordinates.table(columns).rows).toEqual(
      golden.trials.map((trial, i) => [trial.index, ...settings[i], trial[metric]]),
    );
    expect(slice.table(columns).rows).toEqual(
      paths.flatMap((path, k) => golden.trials.map((trial, i) => [trial.index, path, settings[i][k], trial[metric]])),
    );
    const settled = dataOf(metric).curves;
    const { rows } = curves.table({ xAxis: { name: 'epoch' }, yAxis: { name: metric }, settled, live: [] });
    const by = metric === 'loss' ? 0 : 1;
    expect(rows).toEqual(
      golden.trials.flatMap(({ index, curve }) => curve[by].map((y, epoch) => [`trial ${index}`, epoch + 1, y])),
    );
  });

  test('ranks of the finished trials, and their smoothed values: trials that ended early have no part in them', () => {
    const pair = { study: dataOf(metric).finishedView(), x: 0, y: 1 };
    const { rows } = rankPlot.table(pair);
    expect(rows.map(([trial]) => trial)).toEqual(golden.trials.map(({ index }) => index));
    rows.forEach(([trial, , , , share], i) => {
      const expected = view.ranks[i];
      if (expected === null) expect(share, `trial ${trial}`).toBeNull();
      else near(share as number, expected, `rank of trial ${trial}`);
    });
    for (const limited of [false, true]) {
      const shown = { ...pair, study: dataOf(metric, limited).finishedView() };
      const [, , , best] = view[limited ? 'limited' : 'history'].at(-1)!;
      const star = bestOf(shown, rankShares(shown.study.values, direction));
      expect(shown.study.values[star]).toBe(best);
    }
    const plane = planeOf(pair, frame);
    expect(plane.plot).toEqual(golden.plot);
    const layout = contour.layout(pair, frame) as unknown as { domain: [number, number] };
    const field = smooth(pair, plane, layout.domain);
    view.contour.forEach((row, r) =>
      row.forEach((expected, c) => {
        const got = field.value[11 * r * field.columns + 11 * c];
        if (expected === null) expect(got).toBeNaN();
        else near(got, expected, `cell ${r}, ${c}`);
      }),
    );
  });

  test('importance', () => {
    const asked = { space, trials: recordsOf(metric), direction, seed: 1 };
    const ped = view.importance.pedAnova as Record<string, number>;
    const kruskal = view.importance.kruskal as unknown as Record<string, [number, number]>;
    for (const { path, effect } of importances(pedAnova, asked)) near(effect!, ped[path], path);
    for (const { path, effect } of importances(kruskalWallis, asked)) near(effect!, kruskal[path][0], path);
  });

  test('the summary, with a limit and without', () => {
    const asked = { space, direction, seed: 1, objective: 'V' };
    expect(summarise({ ...asked, trials: recordsOf(metric) })).toEqual(view.summary);
    expect(summarise({ ...asked, trials: recordsOf(metric, true) })).toEqual(view.summaryLimited);
  });

  test('the surrogate: mean, deviation and expected improvement through the best trial, and where it is largest', () => {
    const { surrogate } = view;
    const trials = recordsOf(metric).map(({ index, params, state, value }) => ({
      index,
      params,
      state,
      value: state === 'done' ? value : null,
    }));
    const shown = picture({ space, trials, direction, seed: 3, x: 'rate', through: 'best', cells: 9 });
    if (typeof shown === 'string') throw new Error(shown);
    expect(shown.best.params).toEqual(golden.trials[rowOf(surrogate.best)].params);
    // The fit ends where the slope is below 0.01: hyperparameters differ in their third digit from those at the very top.
    surrogate.at.forEach((rate, i) => {
      near(shown.x.at[i], rate, 'rate');
      near(shown.mean[i], surrogate.mean[i], `mean at ${rate}`, 0.02 * surrogate.unit);
      near(shown.deviation[i], surrogate.deviation[i], `deviation at ${rate}`, 0.02 * surrogate.unit);
      near(shown.improvement[i], surrogate.gain[i], `gain at ${rate}`, 0.01 * surrogate.unit);
    });
    near(shown.next.improvement, surrogate.largest, 'largest gain', 0.01 * surrogate.unit);
    expect(shown.next.params).toMatchObject({ kind: surrogate.next.kind, flag: surrogate.next.flag });
    near(Number(shown.next.params.units), surrogate.next.units, 'units of the next', 2);
    near(Math.log(Number(shown.next.params.rate)), Math.log(surrogate.next.rate), 'rate of the next', 0.1);
    near(shown.noise, surrogate.noise, 'noise', 0.02 * surrogate.unit);
  });
});

test('timeline: lanes, starts and lengths', () => {
  const data = dataOf('loss');
  const start = data.ended.map(({ startedAt }) => startedAt / 1000);
  const seconds = data.ended.map((trial) => trial.seconds);
  const { rows } = timeline.table({ trial: data.trial, start, seconds, states: data.states });
  const shown = rows.map(([trial, state, lane, from, took]) => [
    trial,
    state,
    lane,
    Number((from as number).toFixed(6)),
    took,
  ]);
  expect(shown).toEqual(golden.lanes);
});

test.each([
  [false, golden.fronts],
  [true, golden.frontsLimited],
] as const)('fronts and the hypervolume over time, limited: %s', (limited, { front, trial, volume }) => {
  const directions = ['minimize', 'maximize', 'minimize'] as const;
  const trials = recordsOf('loss', limited);
  const found = [...frontByTrial(trials, directions)].filter(([, rank]) => !Number.isNaN(rank));
  expect(Object.fromEntries(found)).toEqual(front);
  const steps = finished(new VolumeSteps().work(trials, directions));
  expect(steps.trial).toEqual(trial);
  volume.forEach((expected, i) => near(steps.values[i], expected, `volume after trial ${trial[i]}`));
});

test('bands over seeds', () => {
  const by = new Map(recordsOf('loss').map((trial) => [trial.index, trial]));
  const studies = golden.compared.orders.map((order) => ({
    group: 'same',
    direction: 'minimize' as const,
    trials: order.map((from, index) => ({ ...by.get(from)!, index })),
  }));
  const [{ x, low, median, high, final }] = compareStudies(studies);
  expect([...x]).toEqual(golden.compared.x);
  for (const [name, got] of Object.entries({ low, median, high }))
    golden.compared[name as 'low'].forEach((expected, i) => near(got[i], expected, `${name} after ${x[i]}`));
  expect(final).toEqual(golden.compared.final);
});

test('the files: CSV with everything by trial, JSON as it is', () => {
  expect(trialsCsv(recordsOf('loss', true), paths)).toBe(golden.csv);
  const config = { space } as unknown as Parameters<typeof trialsJsonParts>[1];
  const run = { id: 'r' } as unknown as Parameters<typeof trialsJsonParts>[0];
  expect(JSON.parse([...trialsJsonParts(run, config, recordsOf('loss'))].join(''))).toEqual({
    run,
    config,
    trials: recordsOf('loss'),
  });
});

test('the columns of the CSV: what varied in order, then what trials have beside the space, as genes that are not at hand', () => {
  const fixed = { path: 'epochs', domain: { kind: 'fixed', value: 3 } } as const;
  expect(settingsOf([...space, fixed], recordsOf('loss'))).toEqual(paths);
  expect(settingsOf([], recordsOf('loss')).sort()).toEqual([...paths].sort());
});
