// A cell as a graph to draw: inputs first, then the nodes by the order in which they are reached.
import type { CellEdge } from '$core/nas/space';

export function cellGraph(edges: readonly CellEdge[]) {
  const last = edges.map(({ to }) => to);
  const ids = [...new Set([...edges.map(({ from }) => from), ...last])];
  const order = [...new Set([...ids.filter((id) => !last.includes(id)), ...last])];
  return { nodes: order.map((id) => ({ id, label: id, slot: last.includes(id) ? 0 : 7 })), edges };
}
