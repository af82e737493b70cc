// Marks that were chosen, thousands of them perhaps, are drawn between frames: to the picture that all at once come to.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Frame, PaintedChart } from '$charts/chart';
import { LiveDrawing } from '$charts/liveDrawing';
import { lightTheme } from '$charts/theme';
import { bestSoFar, contour, edf, parallelCoordinates, rankPlot, slice, timeline } from '$charts/index';
import { history, study } from './fixtures';

const frame: Frame = { width: 640, height: 300, theme: lightTheme };
const n = 700;
const { trial, states, values } = history(n);
const pair = { study: study(n), x: 0, y: 1 };
const whole = { label: 'all', slot: 0, trial, values };
const cases: [string, unknown, unknown][] = [
  ['slice', slice, study(n)],
  ['parallel coordinates', parallelCoordinates, study(n)],
  ['best so far', bestSoFar, history(n)],
  ['distribution', edf, { value: { name: 'loss' }, direction: 'minimize', series: [whole] }],
  [
    'timeline',
    timeline,
    {
      trial,
      states,
      start: Array.from(trial, (t) => t / 2),
      seconds: Array.from(trial, (t) => 1 + (t % 3)),
    },
  ],
  ['rank', rankPlot, pair],
  ['contour', contour, pair],
];

// Frames as fast as they can be: a page that nobody looks at gets few.
beforeAll(() => {
  vi.stubGlobal('requestAnimationFrame', (call: FrameRequestCallback) => setTimeout(() => call(performance.now())));
  vi.stubGlobal('cancelAnimationFrame', (id: number) => clearTimeout(id));
});
afterAll(() => vi.unstubAllGlobals());

const settle = async (live: { readonly idle: boolean }) => {
  while (!live.idle) await new Promise(requestAnimationFrame);
};
/** Bytes of a canvas, as one number each few: quick to compare. */
const pixels = (canvas: HTMLCanvasElement) => {
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  return new Uint32Array(data.buffer.slice(0));
};
const differ = (a: Uint32Array, b: Uint32Array) => a.findIndex((one, i) => one !== b[i]);

it.each(cases)('in the %s', { timeout: 60_000 }, async (_name, def, data) => {
  const chart = def as PaintedChart<unknown>;
  const selected = new Set(Array.from({ length: 500 }, (_, i) => i));
  const drawnBy = async (now: () => number) => {
    const [below, above] = [document.createElement('canvas'), document.createElement('canvas')];
    const steps: number[] = [];
    const watched: PaintedChart<unknown> = {
      ...chart,
      *chosen(...given) {
        steps.push(0);
        for (const _ of chart.chosen!(...given)) {
          steps[steps.length - 1]++;
          yield;
        }
      },
    };
    const live = new LiveDrawing(watched, below, above, now);
    live.update(data, frame);
    live.emphasise({ selected, hovered: null });
    await settle(live);
    const picture = pixels(above);
    // What is pointed at changes with every movement of the pointer, and draws no chosen mark again.
    live.emphasise({ selected, hovered: 600 });
    await settle(live);
    expect(differ(pixels(above), picture)).not.toBe(-1);
    live.emphasise({ selected, hovered: null });
    await settle(live);
    expect(differ(pixels(above), picture)).toBe(-1);
    expect(steps).toHaveLength(1);
    live.emphasise({ selected: new Set(), hovered: null });
    await settle(live);
    const without = pixels(above);
    live.destroy();
    return { picture, without, steps: steps[0] };
  };
  let clock = 0;
  const slow = await drawnBy(() => (clock += 10));
  const fast = await drawnBy(() => 0);
  expect(slow.steps).toBeGreaterThan(5);
  expect(differ(slow.picture, fast.picture)).toBe(-1);
  expect(differ(slow.without, fast.without)).toBe(-1);
  expect(differ(slow.picture, slow.without)).not.toBe(-1);
});
