// Columns that say nearly the same: connected components of the graph that joins two columns whose correlation is at
// least `limit` in size (single linkage).

/** Groups of two or more indices, each ascending, in order of their first. `matrix`: size x size, row-major. */
export function correlatedGroups(matrix: ArrayLike<number>, size: number, limit: number): number[][] {
  const parent = Array.from({ length: size }, (_, i) => i);
  const root = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]];
    return i;
  };
  for (let i = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++) {
      if (Math.abs(matrix[i * size + j]) >= limit) parent[Math.max(root(i), root(j))] = Math.min(root(i), root(j));
    }
  }
  const members = new Map<number, number[]>();
  for (let i = 0; i < size; i++) members.set(root(i), [...(members.get(root(i)) ?? []), i]);
  return [...members.values()].filter((group) => group.length > 1);
}
