// Every row of a long list can be reached, small steps are exact, and the ends are the ends.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barOf, heightOf, mustAlign, scrolled, tallest, type Extent } from '$ui/layout/scrollScale';

const long: Extent = { total: 30_000_000, view: 400 };
const most = long.total - long.view;

describe('a list that a browser can lay out', () => {
  it('scrolls as it always did', () => {
    const extent = { total: 9000, view: 400 };
    expect(heightOf(extent)).toBe(9000);
    expect(scrolled(extent, 10, 10, 777)).toBe(777);
    expect(barOf(extent, 777)).toBe(777);
    expect(mustAlign(extent, 777, 777)).toBe(false);
  });
});

describe('a list of a million rows', () => {
  it('is laid out no taller than browsers can', () => {
    expect(heightOf(long)).toBe(tallest);
  });
  it('reaches every place by the bar, within what a pixel of it stands for', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: most, noNaN: true }), (place) => {
        const bar = Math.round(barOf(long, place));
        const far = bar > tallest / 2 ? 0 : tallest - long.view;
        expect(Math.abs(scrolled(long, 0, far, bar) - place)).toBeLessThan(30_000_000 / tallest);
      }),
    );
  });
  it('moves by single pixels in small steps, anywhere', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: most - 1000 }), fc.integer({ min: -500, max: 500 }), (place, step) => {
        const bar = Math.round(barOf(long, place));
        fc.pre(bar + step > 0 && bar + step < tallest - long.view - 1);
        expect(scrolled(long, place, bar, bar + step)).toBe(place + step);
      }),
    );
  });
  it('begins and ends where the bar does', () => {
    expect(scrolled(long, 5000, 20, 0)).toBe(0);
    expect(scrolled(long, 100, tallest - long.view - 20, tallest - long.view)).toBe(most);
    expect(barOf(long, most)).toBe(tallest - long.view);
  });
  it('wheels from one end to the other through every row', () => {
    let content = 0;
    let bar = 0;
    let turns = 0;
    while (content < most && turns++ < 400_000) {
      const next = bar + 700;
      const before = content;
      content = scrolled(long, content, bar, Math.min(next, tallest - long.view));
      // Never further than a turn of the wheel, give or take a rounded pixel: no row is jumped over.
      if (content - before > 702) throw new Error(`jumped from ${before} to ${content}`);
      bar = next;
      if (turns % 20 === 0 || mustAlign(long, content, bar)) bar = Math.round(barOf(long, content));
    }
    expect(content).toBe(most);
  });
});
