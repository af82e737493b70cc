import fc from 'fast-check';
import { expect, it } from 'vitest';
import { spread, nearest } from '$charts/axes';
import { toCsv } from '$charts/export';
import { categoricalDark, categoricalLight, markerOf, parse } from '$charts/palette';
import { m4, pointLimit, stride, strideNote } from '$charts/sample';
import { sparkline } from '$charts/sparkline';

it('thins a line without losing its extremes or its ends', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 3000 }),
      (ys) => {
        const kept = m4(ys, 50);
        expect(kept.length).toBeLessThanOrEqual(200);
        const values = kept.map((i) => ys[i]);
        expect(Math.max(...values)).toBe(Math.max(...ys));
        expect(Math.min(...values)).toBe(Math.min(...ys));
        expect(kept[0]).toBe(0);
        expect(kept.at(-1)).toBe(ys.length - 1);
        expect(kept.every((i, k) => k === 0 || i > kept[k - 1])).toBe(true);
      },
    ),
  );
});

it('finds extremes beside missing values', () => {
  const ys = Array.from({ length: 1000 }, (_, i) => (i % 3 === 0 ? NaN : Math.sin(i)));
  ys[500] = 40;
  expect(m4(ys, 10).map((i) => ys[i])).toContain(40);
});

it('states how many points are drawn', () => {
  expect(stride(pointLimit)).toBe(1);
  expect(stride(pointLimit + 1)).toBe(2);
  expect(strideNote(100, 1)).toBeNull();
  expect(strideNote(60_001, stride(60_001))).toBe('Every 4th of 60,001 points is drawn.');
});

it('pushes labels apart and keeps their order', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { minLength: 1, maxLength: 10 }), (ys) => {
      const placed = spread(ys, 13, 0, 200);
      const order = ys.map((_, i) => i).sort((a, b) => ys[a] - ys[b]);
      order.slice(1).forEach((i, k) => expect(placed[i] - placed[order[k]]).toBeGreaterThanOrEqual(13 - 1e-9));
    }),
  );
});

it('finds the nearest of a sorted list', () => {
  expect([-1, 0.4, 0.6, 5, 99].map((x) => nearest([0, 1, 4, 9], x))).toEqual([0, 0, 1, 2, 3]);
});

it('writes CSV as RFC 4180 says', () => {
  const rows = [
    ['a,b', 1, null],
    ['say "x"', NaN, 0.5],
  ];
  expect(toCsv({ columns: ['name', 'n', 'v'], rows })).toBe('name,n,v\r\n"a,b",1,\r\n"say ""x""",,0.5\r\n');
});

it('draws no sparkline of nothing, and a flat one of equal values', () => {
  expect(sparkline([], 40, 10)).toBe('');
  expect(sparkline([NaN], 40, 10)).toBe('');
  expect(sparkline([3, 3], 40, 10)).toBe('M0.0 5.0L40.0 5.0');
  expect(sparkline([1, NaN, 2], 40, 10)).toBe('M0.0 9.0M40.0 1.0');
});

/** Contrast ratio of WCAG 2. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string) => {
    const [r, g, bl] = parse(hex).map((c) =>
      c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * bl;
  };
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** How a person without long-wave or middle-wave cones sees a colour (Viénot, Brettel & Mollon 1999), linear RGB. */
function seen(hex: string, kind: 'protan' | 'deutan'): number[] {
  const [r, g, b] = parse(hex).map((c) => (c / 255) ** 2.2);
  return kind === 'protan' ? [0.1124 * r + 0.8876 * g, b] : [0.2928 * r + 0.7072 * g, b];
}

it.each([
  ['light', categoricalLight, '#ffffff'],
  ['dark', categoricalDark, '#181b1d'],
] as const)('keeps the %s colours visible and apart, with and without red-green vision', (_name, colours, paper) => {
  for (const colour of colours) expect(contrast(colour, paper)).toBeGreaterThan(3);
  for (const kind of ['protan', 'deutan'] as const) {
    colours.forEach((a, i) =>
      colours.slice(i + 1).forEach((b, k) => {
        const distance = Math.hypot(...seen(a, kind).map((x, axis) => x - seen(b, kind)[axis]));
        // Where two come close the marker tells them apart.
        if (distance < 0.02) expect(markerOf(i)).not.toBe(markerOf(i + 1 + k));
      }),
    );
  }
});
