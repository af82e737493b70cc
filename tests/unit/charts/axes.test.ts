// Axes end where values do, names are as wide as they are drawn, and figures in cells can be read.
import { describe, expect, it } from 'vitest';
import { rounded } from '$charts/axes';
import { keysWithin, nearest, type Points } from '$charts/points';
import { coefficient } from '$charts/format';
import { inkOn, luminance, parse } from '$charts/palette';
import { textWidth } from '$charts/text';

describe('an axis of values that have limits', () => {
  const share = { name: 'Accuracy', within: [0, 1] } as const;
  it('does not run past them', () => {
    expect(rounded(share, [1, 1])).toEqual([0.9, 1]);
    expect(rounded(share, [0, 0.004])[0]).toBe(0);
    expect(rounded(share, [0.983, 1.004])[1]).toBe(1);
  });
  it('is rounded as any other inside them', () => {
    expect(rounded(share, [0.42, 0.78])).toEqual(rounded({ name: 'x' }, [0.42, 0.78]));
  });
  it('shows what lies wholly outside all the same', () => {
    expect(rounded(share, [2, 3])).toEqual([2, 3]);
  });
  it('takes an open end for none', () => {
    expect(rounded({ name: 'Loss', within: [0, Infinity] }, [0, 7.3])).toEqual(rounded({ name: 'x' }, [0, 7.3]));
  });
});

describe('points of a chart', () => {
  const xs = [10, 20, 30, NaN];
  const points: Points = { count: 4, x: (i) => xs[i], y: () => 10, key: (i) => 100 + i };
  it('are found within reach, the nearest first', () => {
    expect(nearest(points, 22, 11)).toBe(1);
    expect(nearest(points, 60, 10)).toBe(-1);
    expect(nearest(points, 22, 10, { every: 2 })).toBe(2);
    expect(nearest(points, 26, 10, { pull: (i) => (i === 1 ? 3 : 0) })).toBe(1);
  });
  it('are brushed by their keys; one without a place is in no box', () => {
    expect(keysWithin(points, { left: 15, right: 40, top: 0, bottom: 20 })).toEqual([101, 102]);
  });
});

it('widths grow with the letters and the size', () => {
  expect(textWidth('ill')).toBeLessThan(textWidth('WWW') / 2);
  expect(textWidth('Adelie', 22)).toBeCloseTo(2 * textWidth('Adelie', 11), 10);
});

describe('what stands in a cell', () => {
  it('can be read on any shade, with the contrast that text needs', () => {
    for (let grey = 0; grey <= 255; grey++) {
      const [paper, ink] = [luminance([grey, grey, grey]), luminance(parse(inkOn([grey, grey, grey])))];
      const contrast = (Math.max(paper, ink) + 0.05) / (Math.min(paper, ink) + 0.05);
      expect(contrast, String(grey)).toBeGreaterThan(4.5);
    }
    expect(luminance([255, 255, 255])).toBeCloseTo(1, 10);
  });
  it('is short, and no zero is negative', () => {
    expect([0.66, -0.24, 1, -0.001, 0, -1].map(coefficient)).toEqual(['.66', '-.24', '1.00', '.00', '.00', '-1.00']);
  });
});
