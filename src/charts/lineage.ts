// Who descends from whom: each trial at its number and value, a line from the one it goes on from.
import { axisTitle, type AxisSpec, type PlottedChart } from './chart';
import { number } from './format';
import { plotted } from './plot';
import { extent, linear, tickStep } from './scale';

export interface LineageNode {
  readonly trial: number;
  readonly value: number;
  /** The trial it goes on from; null: it began anew. */
  readonly parent: number | null;
  /** How it differs from its parent. */
  readonly change: string;
  /** On the way to the best one. */
  readonly onWay: boolean;
}
export interface LineageData {
  readonly value: AxisSpec;
  readonly nodes: readonly LineageNode[];
}

interface Link {
  readonly from: LineageNode;
  readonly to: LineageNode;
}

const finite = ({ value }: LineageNode) => Number.isFinite(value);

function linksOf({ nodes }: LineageData): Link[] {
  const byTrial = new Map(nodes.map((node) => [node.trial, node]));
  return nodes.flatMap((to) => {
    const from = to.parent === null ? undefined : byTrial.get(to.parent);
    return from && finite(from) && finite(to) ? [{ from, to }] : [];
  });
}

const mostTicks = 8;
/** Numbers of networks are whole, be there ever so few. */
export function wholeTicks(numbers: readonly number[]): number[] {
  const range = extent(numbers) ?? [0, 1];
  const count = Math.min(mostTicks, Math.max(1, range[1] - range[0]));
  const ticks = linear(range, 0, 1).ticks(count);
  return (tickStep(range[0], range[1], count) < 1 ? range : ticks.map(({ value }) => value)).map(Math.round);
}

export const lineage: PlottedChart<LineageData> = {
  kind: 'plotted',
  name: 'lineage',
  state: ({ nodes }) => (nodes.length === 0 ? 'empty' : nodes.some(finite) ? 'ready' : 'nothing-finite'),
  render: (data, frame) => {
    const { theme } = frame;
    const nodes = data.nodes.filter(finite);
    const links = linksOf(data);
    const colour = (onWay: boolean) => (onWay ? theme.accent : theme.muted);
    const text = ({ trial, value, parent, change }: LineageNode) =>
      `Network ${trial}: ${number(value)}; ${parent === null ? 'began anew' : `from network ${parent}, ${change}`}`;
    return plotted(frame, (Plot) => ({
      marginLeft: 56,
      x: { label: 'Network', ticks: wholeTicks(nodes.map(({ trial }) => trial)), tickFormat: 'd' },
      y: { label: axisTitle(data.value), grid: true, nice: true, ticks: 5 },
      marks: [
        Plot.link(links, {
          x1: ({ from }: Link) => from.trial,
          y1: ({ from }: Link) => from.value,
          x2: ({ to }: Link) => to.trial,
          y2: ({ to }: Link) => to.value,
          stroke: ({ from, to }: Link) => colour(from.onWay && to.onWay),
          strokeWidth: ({ from, to }: Link) => (from.onWay && to.onWay ? 2 : 1),
          strokeOpacity: ({ from, to }: Link) => (from.onWay && to.onWay ? 1 : 0.5),
        }),
        Plot.dot(nodes, {
          x: 'trial',
          y: 'value',
          r: ({ onWay }: LineageNode) => (onWay ? 4.5 : 3),
          fill: ({ onWay, parent }: LineageNode) => (parent === null ? theme.paper : colour(onWay)),
          stroke: ({ onWay }: LineageNode) => colour(onWay),
          strokeWidth: 1.5,
          symbol: ({ onWay }: LineageNode) => (onWay ? 'diamond2' : 'circle'),
          title: text,
        }),
      ],
    }));
  },
  note: ({ nodes }) => {
    const without = nodes.filter((node) => !finite(node)).length;
    return without > 0 ? `${without} ${without === 1 ? 'network' : 'networks'} without a value not drawn.` : null;
  },
  table: (data) => ({
    columns: ['network', 'goes on from', 'change', axisTitle(data.value), 'on the way to the best'],
    rows: data.nodes.map(({ trial, parent, change, value, onWay }) => [
      trial,
      parent,
      change,
      Number.isFinite(value) ? value : null,
      onWay ? 'yes' : 'no',
    ]),
  }),
};
