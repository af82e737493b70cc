// Where the words of a graph's edges stand: within the picture, however narrow it is.
import { expect, test } from 'vitest';
import type { Frame } from '$charts/chart';
import { networkGraph } from '$charts/networkGraph';
import type { Painter } from '$charts/painter';

const data = {
  nodes: ['prev', 'prev2', 'b1', 'b2', 'out'].map((id) => ({ id, label: id })),
  edges: [
    { from: 'prev', to: 'b1', label: 'max3' },
    { from: 'prev2', to: 'b1', label: 'conv3' },
    { from: 'prev', to: 'b2', label: 'separable 3 x 3' },
    { from: 'prev2', to: 'b2', label: 'separable 5 x 5' },
    { from: 'b1', to: 'b2', label: 'avg3' },
    { from: 'b2', to: 'out' },
  ],
};

test.each([220, 312, 700])('at a width of %d no word is cut off', (width) => {
  const words: { text: string; x: number }[] = [];
  const painter = { line: () => {}, text: (x: number, _y: number, text: string) => words.push({ text, x }) };
  const frame = { width, height: 320, theme: { categorical: [] } } as unknown as Frame;
  networkGraph.under!(painter as unknown as Painter, data, networkGraph.layout(data, frame), frame);
  expect(words.map(({ text }) => text)).toEqual(data.edges.flatMap(({ label }) => label ?? []));
  for (const { text, x } of words) {
    expect(x).toBeGreaterThanOrEqual(2.5 * text.length);
    expect(x).toBeLessThanOrEqual(width - 2.5 * text.length);
  }
});
