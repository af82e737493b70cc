// Names on curves: each series has one wherever there is room for the chart at all, and none stands on another.
import { expect, test } from 'vitest';
import { curves, type CurvesData } from '$charts/curves';
import type { Painter } from '$charts/painter';
import { textWidth } from '$charts/text';
import { lightTheme } from '$charts/theme';

interface Placed {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/** Paints what lies over the curves and keeps where each text stands. */
function textsOf(data: CurvesData, width: number): Placed[] {
  const frame = { width, height: 300, theme: lightTheme };
  const texts: Placed[] = [];
  const painter = new Proxy({} as Painter, {
    get:
      (_, name) =>
      (...args: unknown[]) => {
        if (name === 'clip') (args[4] as () => void)();
        if (name !== 'text') return;
        const [x, y, text, { anchor, size }] = args as [number, number, string, { anchor?: string; size?: number }];
        const long = textWidth(text, size);
        const left = anchor === 'end' ? x - long : x;
        texts.push({ text, left, right: left + long, y });
      },
  });
  const layout = curves.layout(data, frame);
  curves.over!(painter, data, layout, frame, { selected: new Set(), hovered: null });
  return texts;
}
const apart = (texts: readonly Placed[]) =>
  texts.every((a, i) =>
    texts.slice(i + 1).every((b) => a.right <= b.left || b.right <= a.left || Math.abs(a.y - b.y) >= 11),
  );
const line = (label: string, slot: number) => ({ key: slot, label, y: [0.1, 0.5, 0.6], slot });

test('a narrow chart names every series, in rows above the plot', () => {
  const labels = ['Automatic, 5 seeds', 'Random, 5 seeds', 'TPE, Hyperband, 5 seeds', 'Grid, 5 seeds'];
  const data: CurvesData = {
    xAxis: { name: 'Trials' },
    yAxis: { name: 'Validation accuracy' },
    settled: [],
    live: labels.map(line),
  };
  for (const width of [250, 310, 360]) {
    const texts = textsOf(data, width);
    expect(texts.map(({ text }) => text).sort()).toEqual([...labels].sort());
    expect(apart([...texts, { text: 'title', left: 2, right: 2 + textWidth('Validation accuracy'), y: 10 }])).toBe(
      true,
    );
    const { plot } = curves.layout(data, { width, height: 300, theme: lightTheme });
    for (const { left, right, y } of texts) {
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(width);
      expect(y).toBeLessThan(plot.top - 5);
    }
  }
});

test('the name of the best epoch stands clear of those of baselines', () => {
  const references = {
    direction: 'maximize' as const,
    lines: [
      { label: 'Linear model', value: 0.6 },
      { label: '5 nearest rows', value: 0.57 },
    ],
  };
  for (const x of [0, 1]) {
    const data: CurvesData = {
      xAxis: { name: 'Epoch' },
      yAxis: { name: 'Accuracy' },
      settled: [],
      live: [{ ...line('validation', 0), y: Array.from({ length: 60 }, (_, i) => 0.3 + 0.005 * i) }],
      references,
      mark: { x, label: 'best epoch 1' },
    };
    const texts = textsOf(data, 600);
    expect(texts).toHaveLength(4);
    expect(apart(texts)).toBe(true);
  }
});
