// Charts as pure functions: their structure as SVG, their states, and that a picture grown mark by mark is the picture
// drawn at once.
import { describe, expect, it } from 'vitest';
import type { ChartDef, Frame, PaintedChart } from '$charts/chart';
import { LiveDrawing } from '$charts/liveDrawing';
import { paint, svgText, toPng, toSvg } from '$charts/export';
import { SvgPainter } from '$charts/svgPainter';
import { darkTheme, lightTheme } from '$charts/theme';
import {
  bars,
  bestSoFar,
  boxes,
  confusion,
  confusionMatrix,
  contour,
  curves,
  decisionSurface,
  densityCurves,
  edf,
  histogram,
  importanceBars,
  parallelCoordinates,
  predictedVsActual,
  rankPlot,
  residuals,
  scatter,
  shares,
  slice,
  tallies,
  timeline,
  trend,
} from '$charts/index';
import { history, learningCurves, moons, regression, study } from './fixtures';

const frame: Frame = { width: 640, height: 300, theme: lightTheme };
const nothing = { selected: new Set<number>(), hovered: null };

function drawn<D>(chart: ChartDef<D>, data: D, emphasis = nothing, at = frame): SVGSVGElement {
  if (chart.kind !== 'painted') throw new Error('not a painted chart');
  const painter = new SvgPainter(at.width, at.height, at.theme);
  paint(chart, painter, data, at, emphasis);
  return painter.root;
}
const count = (root: Element, selector: string) => root.querySelectorAll(selector).length;
const words = (root: Element) => [...root.querySelectorAll('text')].map((text) => text.textContent);
const finite = (root: Element) => expect(svgText(root as SVGSVGElement)).not.toMatch(/NaN|Infinity/);

const xy = { xAxis: { name: 'a' }, yAxis: { name: 'b', unit: 'kg' } };
const pair = (n: number) => ({ study: study(n), x: 0, y: 1 });
const times = (n: number) => {
  const { trial, states } = history(n);
  const seconds = Array.from(trial, (t) => 1 + (t % 3));
  return { trial, states, start: Array.from(trial, (t) => t / 2), seconds };
};
/** Spread of a column: as many bins, curves, boxes or categories, within reason. */
const axis = { name: 'mass', unit: 'g' };
const up = (n: number) => Array.from({ length: n }, (_, i) => i);
const binsOf = (n: number) => ({ axis, edges: up(n + 1), counts: up(n).map((i) => 1 + (i % 7)), selected: up(n) });
const curvesOf = (n: number) => ({
  axis,
  curves: up(Math.min(n, 9)).map((slot) => ({
    name: `class ${slot}`,
    slot,
    x: up(50),
    y: up(50).map((i) => 1 / (1 + (i - 5 * slot) ** 2)),
    count: 20,
    bandwidth: 1,
  })),
});
const boxOf = (i: number) => ({
  ...{ name: `class ${i}`, slot: i, count: 9, mean: i + 3, q1: i + 1, median: i + 2, q3: i + 4, low: i, high: i + 6 },
  outliers: [{ row: 10 * i, value: i + 20 }],
  outlierCount: 1,
});
const boxesOf = (n: number) => ({ axis, group: 'class', boxes: up(Math.min(n, 12)).map(boxOf) });
const sharesOf = (n: number) => ({
  ...{ category: 'island', by: 'species', classes: ['a', 'b', 'c'] },
  levels: up(Math.min(n, 20)).map((i) => ({ name: `level ${i}`, count: 6 + i, classes: [1, 2, 3 + i] })),
});
const trendOf = (n: number) => ({
  ...{ ...xy, x: regression(n).actual, y: regression(n).predicted, rows: 2 * n },
  bins: up(Math.min(n, 20)).map((x) => ({ x, count: 4, mean: x, low: x - 1, high: x + 1 })),
});
/** Every painted chart with no data, one point, some, and ten thousand. */
const sizes: readonly (readonly [string, ChartDef<never>, (n: number) => unknown])[] = [
  ['curves', curves as ChartDef<never>, (n) => learningCurves(Math.min(n, 500), Math.min(n, 3), Math.min(n, 400))],
  ['best so far', bestSoFar as ChartDef<never>, history],
  ['parallel coordinates', parallelCoordinates as ChartDef<never>, study],
  ['slice', slice as ChartDef<never>, study],
  ['scatter', scatter as ChartDef<never>, (n) => ({ ...xy, x: regression(n).actual, y: regression(n).predicted })],
  ['predicted against actual', predictedVsActual as ChartDef<never>, regression],
  ['rank plot', rankPlot as ChartDef<never>, pair],
  ['contour', contour as ChartDef<never>, pair],
  [
    'distribution',
    edf as ChartDef<never>,
    (n) => ({ value: { name: 'loss' }, direction: 'minimize', series: [{ label: 'all', slot: 0, ...history(n) }] }),
  ],
  ['timeline', timeline as ChartDef<never>, times],
  ['residuals', residuals as ChartDef<never>, regression],
  ['rows per bin', tallies as ChartDef<never>, (n) => binsOf(Math.min(n, 500))],
  ['densities', densityCurves as ChartDef<never>, curvesOf],
  ['boxes', boxes as ChartDef<never>, boxesOf],
  ['shares', shares as ChartDef<never>, sharesOf],
  ['trend', trend as ChartDef<never>, trendOf],
];

describe.each(sizes)('%s', (_name, chart, make) => {
  it('says that nothing is there', () => {
    expect(chart.state(make(0) as never)).toBe('empty');
  });
  it.each([1, 2, 300, 10_000])('draws %i', (n) => {
    const data = make(n) as never;
    expect(chart.state(data)).toBe('ready');
    const root = drawn(chart, data);
    finite(root);
    expect(count(root, 'path, circle, rect, polygon')).toBeGreaterThan(2);
    expect(words(root).length).toBeGreaterThan(2);
    const table = chart.table(data);
    expect(table.rows.length).toBeGreaterThan(0);
    expect(table.rows.every((row) => row.length === table.columns.length)).toBe(true);
  });
  it('fits a phone', () => {
    const root = drawn(chart, make(50) as never, nothing, { ...frame, width: 300, height: 200 });
    finite(root);
    for (const text of root.querySelectorAll('text')) {
      expect(Number(text.getAttribute('x'))).toBeLessThanOrEqual(301);
      expect(Number(text.getAttribute('y'))).toBeLessThanOrEqual(201);
    }
  });
  it('reads out every kind of mark by number and by place', () => {
    const painted = chart as PaintedChart<never>;
    const data = make(40) as never;
    const layout = painted.layout(data, frame);
    const at = painted.at!(data, layout, 3)!;
    expect(at.lines.length).toBeGreaterThan(1);
    const found = painted.pick!(data, layout, at.x, at.y);
    expect(found?.key).not.toBeUndefined();
  });
});

describe('what is not finite', () => {
  it('is said, not drawn', () => {
    const trials = study(5);
    expect(slice.state({ ...trials, values: Array.from(trials.values, () => NaN) })).toBe('nothing-finite');
    expect(bestSoFar.state({ ...history(3), values: [NaN, NaN, NaN] })).toBe('nothing-finite');
    expect(scatter.state({ ...xy, x: [1, 2], y: [NaN, Infinity] })).toBe('nothing-finite');
    const log = { ...learningCurves(0, 1, 3), yAxis: { name: 'loss', log: true } };
    expect(curves.state({ ...log, live: [{ ...log.live[0], y: [NaN, NaN, NaN] }] })).toBe('nothing-finite');
  });
  it('leaves a gap in a line', () => {
    const data = learningCurves(0, 1, 5);
    const y = [1, 0.8, NaN, 0.5, 0.4];
    const line = [...drawn(curves, { ...data, live: [{ ...data.live[0], y }] }).querySelectorAll('path')].at(-1)!;
    expect(line.getAttribute('d')!.match(/M/g)).toHaveLength(2);
  });
});

it('draws each trial of a study once', () => {
  const data = history(50);
  const root = drawn(bestSoFar, data);
  const done = data.states.filter((state, i) => state === 'done' && Number.isFinite(data.values[i])).length;
  expect(count(root, 'circle')).toBe(done - far(data));
  expect(words(root).some((text) => text?.startsWith('best '))).toBe(true);
});
/** Done trials whose value lies beyond the axis. */
function far(data: ReturnType<typeof history>): number {
  const layout = bestSoFar.kind === 'painted' ? bestSoFar.layout(data, frame) : null;
  const { y } = layout as unknown as { y: { high: number } };
  return data.states.filter((state, i) => state === 'done' && data.values[i] > y.high).length;
}

it('says how many points it left out', () => {
  const many = regression(50_000);
  const painted = predictedVsActual as PaintedChart<typeof many>;
  expect(painted.count(many)).toBe(Math.ceil(50_000 / 3));
  expect(painted.note!(many, painted.layout(many, frame))).toBe('Every 3rd of 50,000 points is drawn.');
});

describe('brushes', () => {
  it('choose the trials inside, and combine over axes', () => {
    const data = study(400);
    const chart = parallelCoordinates as PaintedChart<typeof data>;
    const layout = chart.layout(data, frame);
    const { plot } = layout;
    const middle = (plot.top + plot.bottom) / 2;
    const upper = (group: number) => ({ group, box: { left: 0, right: 1, top: plot.top - 1, bottom: middle } });
    const one = chart.brush!(data, layout, [upper(0)]);
    const both = chart.brush!(data, layout, [upper(0), upper(1)]);
    expect(one).toEqual(
      data.dimensions[0].range && Array.from(data.trial).filter((i) => data.columns[0][i] >= 10 ** -2.5),
    );
    expect(both).toEqual(one.filter((i) => data.columns[1][i] >= 66));
  });
  it('choose points in a rectangle', () => {
    const data = { ...xy, x: [0, 1, 2, 3], y: [0, 1, 2, 3], row: [10, 11, 12, 13] };
    const chart = scatter as PaintedChart<typeof data>;
    const layout = chart.layout(data, frame) as ReturnType<typeof chart.layout> & { x: { at(v: number): number } };
    const box = { ...layout.plot, left: layout.x.at(0.5), right: layout.x.at(2.5) };
    expect(chart.brush!(data, layout, [{ group: 0, box }])).toEqual([11, 12]);
  });
});

describe('marks that stand for many rows', () => {
  it('are brushed as bins and categories; values beyond whiskers as rows', () => {
    const bins = tallies as PaintedChart<ReturnType<typeof binsOf>>;
    const layout = bins.layout(binsOf(10), frame) as ReturnType<typeof bins.layout> & { x: { at(v: number): number } };
    const part = { ...layout.plot, left: layout.x.at(2.5), right: layout.x.at(4.5) };
    expect(bins.brush!(binsOf(10), layout, [{ group: 0, box: part }])).toEqual([2, 3, 4]);
    expect(bins.pick!(binsOf(10), layout, layout.x.at(7.5), layout.plot.bottom - 3)?.key).toBe(7);

    const levels = shares as PaintedChart<ReturnType<typeof sharesOf>>;
    const rows = levels.layout(sharesOf(4), frame);
    const half = { ...rows.plot, bottom: (rows.plot.top + rows.plot.bottom) / 2 - 1 };
    expect(levels.brush!(sharesOf(4), rows, [{ group: 0, box: half }])).toEqual([0, 1]);

    const box = boxes as PaintedChart<ReturnType<typeof boxesOf>>;
    const whole = box.layout(boxesOf(3), frame);
    expect(box.brush!(boxesOf(3), whole, [{ group: 0, box: whole.plot }])).toEqual([0, 10, 20]);
  });
  it('say how many of them are selected', () => {
    const table = (tallies as PaintedChart<ReturnType<typeof binsOf>>).table(binsOf(3));
    expect(table.columns.at(-1)).toBe('selected');
    expect(table.rows.map((row) => row.at(-1))).toEqual([0, 1, 2]);
  });
});

describe('a live picture', () => {
  const settle = async (live: { readonly idle: boolean }) => {
    while (!live.idle) await new Promise(requestAnimationFrame);
  };
  const canvases = () => [document.createElement('canvas'), document.createElement('canvas')] as const;
  const pixels = (canvas: HTMLCanvasElement) =>
    canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data;

  it.each([
    ['parallel coordinates', parallelCoordinates as ChartDef<never>],
    ['slice', slice as ChartDef<never>],
  ])('of %s that grew equals one drawn at once', async (_name, chart) => {
    const painted = chart as PaintedChart<never>;
    const whole = study(1500);
    const part = (n: number) =>
      ({
        ...whole,
        trial: Array.from(whole.trial).slice(0, n),
        values: Array.from(whole.values).slice(0, n),
      }) as unknown as never;
    const [below, above] = canvases();
    const grown = new LiveDrawing(painted, below, above);
    for (const n of [400, 700, 1100, 1500]) {
      grown.update(part(n), frame);
      await settle(grown);
    }
    const [again, over] = canvases();
    const once = new LiveDrawing(painted, again, over);
    once.update(part(1500), frame);
    await settle(once);
    expect(below.width).toBe(again.width);
    const [one, other] = [pixels(below), pixels(again)];
    expect(one.some((byte) => byte > 0)).toBe(true);
    expect(one.findIndex((byte, i) => byte !== other[i])).toBe(-1);
    grown.destroy();
    once.destroy();
  });

  it('draws only new marks while the scales stand', async () => {
    const whole = study(3000);
    const ranges: [number, number][] = [];
    const chart = slice as PaintedChart<typeof whole>;
    const watched: PaintedChart<typeof whole> = {
      ...chart,
      marks: (painter, data, layout, at, from, to) => {
        ranges.push([from, to]);
        chart.marks(painter, data, layout, at, from, to);
      },
    };
    const [below, above] = canvases();
    const live = new LiveDrawing(watched, below, above, () => 0);
    const part = (n: number) => ({ ...whole, trial: Array.from(whole.trial).slice(0, n) });
    live.update(part(2900), frame);
    await settle(live);
    ranges.length = 0;
    live.update(part(2950), frame);
    await settle(live);
    expect(ranges).toEqual([[2900, 2950]]);
    live.destroy();
  });

  it('takes few marks at a time where each takes long, such as curves of very many epochs', async () => {
    const whole = study(40);
    const chart = slice as PaintedChart<typeof whole>;
    let [clock, longest] = [0, 0];
    const heavy: PaintedChart<typeof whole> = {
      ...chart,
      marks: (_painter, _data, _layout, _frame, from, to) => {
        clock += 3 * (to - from);
        longest = Math.max(longest, to - from);
      },
    };
    const [below, above] = canvases();
    const live = new LiveDrawing(heavy, below, above, () => clock);
    live.update(whole, frame);
    await settle(live);
    expect(clock).toBe(120);
    expect(longest).toBeLessThanOrEqual(8);
    live.destroy();
  });
});

describe('the decision surface', () => {
  it('puts row 0 at the bottom and shades by confidence', async () => {
    const data = moons(8);
    const surface = {
      ...data.surface!,
      value: new Float32Array(64).fill(1),
      confidence: new Float32Array(64).fill(0.5),
    };
    surface.value.fill(0, 0, 8);
    surface.confidence.fill(1, 0, 8);
    const { paintSurface } = await import('$charts/decisionSurface');
    const { data: bytes } = paintSurface(data, surface, [0, 1], frame);
    const top = [...bytes.slice(0, 3)];
    const bottom = [...bytes.slice(7 * 32, 7 * 32 + 3)];
    // No idea: nearly paper. Sure: clearly the class's colour, blue.
    expect(Math.min(...top)).toBeGreaterThan(220);
    expect(bottom[0]).toBeLessThan(130);
    expect(bottom[2]).toBeGreaterThan(bottom[0]);
  });
  it('says what the model predicts where the pointer is', () => {
    const chart = decisionSurface as PaintedChart<ReturnType<typeof moons>>;
    const data = { ...moons(), points: { x: [], y: [], target: [] } };
    const layout = chart.layout(data, frame);
    const { plot } = layout;
    expect(chart.pick!(data, layout, plot.left + 20, plot.top + 5)!.lines[0]).toMatch(
      /^predicts upper, \d+\.\d % sure$/,
    );
    expect(chart.pick!(data, layout, plot.left + 20, plot.bottom - 5)!.lines[0]).toMatch(/^predicts lower/);
    expect(chart.pick!(data, layout, plot.left - 20, plot.top)).toBeNull();
  });
});

describe('plotted charts', () => {
  const classes = ['a', 'b', 'c'];
  it('count pairs into a confusion matrix', async () => {
    const counts = confusion([0, 0, 1, 2, 2, 2], [0, 1, 1, 2, 2, 0], 3);
    expect([...counts]).toEqual([1, 1, 0, 0, 1, 0, 1, 0, 2]);
    const root = (await confusionMatrix.kind) === 'plotted' ? await render(confusionMatrix, { classes, counts }) : null;
    expect(count(root!, 'rect')).toBe(9);
    expect(words(root!)).toEqual(expect.arrayContaining(['a', 'b', 'c', 'predicted', 'actual', '2']));
    expect(confusionMatrix.table({ classes, counts }).rows[2]).toEqual(['c', 1, 0, 2]);
  });
  it('fold many classes into the largest and the rest', async () => {
    const k = 40;
    const names = Array.from({ length: k }, (_, i) => `c${i}`);
    const counts = Float64Array.from({ length: k * k }, (_, i) => (Math.floor(i / k) === i % k ? i % k : 0));
    const root = await render(confusionMatrix, { classes: names, counts });
    expect(words(root)).toContain('other');
    expect(noteOf(confusionMatrix, { classes: names, counts })).toContain('23 largest of 40');
    expect(confusionMatrix.table({ classes: names, counts }).rows).toHaveLength(40);
  });
  it('draw bars, histograms and importances', async () => {
    const two = [
      { label: 'x', value: 3 },
      { label: 'y', value: 5 },
    ];
    expect(count(await render(bars, { value: { name: 'rows' }, category: 'c', bars: two }), 'rect')).toBe(2);
    const bins = { axis: { name: 'mass', unit: 'g' }, edges: [0, 1, 2, 3], counts: [4, 0, 2] };
    expect(words(await render(histogram, bins)).join()).toContain('mass (g)');
    const importance = {
      measure: 'effect size',
      bars: [
        { name: 'p', value: 0.5, low: 0.4, high: 0.6 },
        { name: 'q', value: 0 },
      ],
    };
    const root = await render(importanceBars, importance);
    expect(words(root).join()).toContain('effect size');
    finite(root);
  });
  it('say that nothing is there', () => {
    expect(bars.state({ value: { name: 'v' }, category: 'c', bars: [] })).toBe('empty');
    expect(histogram.state({ axis: { name: 'v' }, edges: [0, 1], counts: [0] })).toBe('empty');
    expect(confusionMatrix.state({ classes, counts: new Float64Array(9) })).toBe('empty');
    expect(importanceBars.state({ measure: 'm', bars: [{ name: 'p', value: NaN }] })).toBe('nothing-finite');
  });
});
const noteOf = <D>(chart: ChartDef<D>, data: D) => (chart.kind === 'plotted' ? chart.note!(data) : null);
function render<D>(chart: ChartDef<D>, data: D): Promise<SVGSVGElement> {
  if (chart.kind !== 'plotted') throw new Error('not a plotted chart');
  return chart.render(data, frame);
}

describe('files', () => {
  it('are SVG with title and background, and PNG at twice the size', async () => {
    const data = history(30);
    const root = await toSvg(bestSoFar, data, frame, 'Best so far', nothing);
    expect(root.querySelector('title')!.textContent).toBe('Best so far');
    expect(new DOMParser().parseFromString(svgText(root), 'image/svg+xml').querySelector('parsererror')).toBeNull();
    const png = await createImageBitmap(await toPng(bestSoFar, data, frame, 'Best so far', nothing));
    expect([png.width, png.height]).toEqual([1280, 652]);
  });
  it('of a plotted chart are drawn too', async () => {
    const data = { value: { name: 'rows' }, category: 'c', bars: [{ label: 'x', value: 3 }] };
    const png = await toPng(bars, data, { ...frame, theme: darkTheme }, 'Rows', nothing);
    expect(png.size).toBeGreaterThan(1000);
  });
});
