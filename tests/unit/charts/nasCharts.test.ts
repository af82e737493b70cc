// The pictures of shortcuts and of descent: what they say when there is little to draw, and their table twins.
import { expect, it } from 'vitest';
import { lineage, wholeTicks } from '$charts/lineage';
import { rankIntervals } from '$charts/rankIntervals';
import { scatter } from '$charts/scatter';

const row = (name: string, value: number) => ({ name, value, low: value - 0.1, high: value + 0.1, cost: 'none' });

it('ranks the ways by their correlation and names those without one', () => {
  const data = { measure: 'rho', rows: [row('a', 0.2), row('b', NaN), row('c', 0.9)] };
  expect(rankIntervals.state(data)).toBe('ready');
  expect(rankIntervals.table(data).rows.map(([name]) => name)).toEqual(['c', 'a', 'b']);
  expect(rankIntervals.table(data).rows[2]).toEqual(['b', null, null, null, 'none']);
  expect(rankIntervals.note!(data)).toContain('b');
  expect(rankIntervals.state({ measure: 'rho', rows: [row('b', NaN)] })).toBe('nothing-finite');
  expect(rankIntervals.state({ measure: 'rho', rows: [] })).toBe('empty');
});

it('tells the parents, and how many networks have no value', () => {
  const node = (trial: number, value: number, parent: number | null, onWay = false) => ({
    trial,
    value,
    parent,
    change: parent === null ? '' : 'b1.width 8 → 16',
    onWay,
  });
  const data = { value: { name: 'loss' }, nodes: [node(0, 2, null, true), node(1, NaN, 0), node(2, 1, 0, true)] };
  expect(lineage.state(data)).toBe('ready');
  expect(lineage.note!(data)).toBe('1 network without a value not drawn.');
  expect(lineage.table(data).rows[2]).toEqual([2, 0, 'b1.width 8 → 16', 1, 'yes']);
  expect(lineage.table(data).rows[1][3]).toBeNull();
  expect(lineage.state({ ...data, nodes: [] })).toBe('empty');
});

it('numbers networks by whole numbers, each once', () => {
  expect(wholeTicks([0, 1, 2, 3])).toEqual([0, 1, 2, 3]);
  for (let last = 1; last < 200; last++) {
    const ticks = wholeTicks(Array.from({ length: last + 1 }, (_, i) => i));
    expect(ticks.every(Number.isInteger)).toBe(true);
    expect(new Set(ticks).size).toBe(ticks.length);
    expect(ticks.length).toBeLessThan(14);
    expect(ticks.length).toBeGreaterThan(1);
  }
  expect(wholeTicks([4])).toEqual([4]);
});

it('calls points by what they are: rows count from 1, networks by their own number', () => {
  const data = { xAxis: { name: 'a' }, yAxis: { name: 'b' }, x: [1, 2], y: [1, 2], row: [0, 7] };
  const rows = scatter.table(data);
  expect(rows.columns[0]).toBe('row');
  expect(rows.rows.map(([first]) => first)).toEqual([1, 8]);
  const networks = scatter.table({ ...data, noun: 'network' });
  expect(networks.columns[0]).toBe('network');
  expect(networks.rows.map(([first]) => first)).toEqual([0, 7]);
});
