// Bars that overlap in as few lanes as possible: each in the first lane that is free when it starts.

/** Smallest number first. */
class Heap {
  private readonly items: number[] = [];
  constructor(private readonly before: (a: number, b: number) => boolean) {}

  get first(): number | undefined {
    return this.items[0];
  }
  add(item: number): void {
    const { items } = this;
    let at = items.push(item) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.before(item, items[above])) break;
      items[at] = items[above];
      at = above;
    }
    items[at] = item;
  }
  take(): number | undefined {
    const { items } = this;
    const first = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return first;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= items.length) break;
      if (below + 1 < items.length && this.before(items[below + 1], items[below])) below++;
      if (!this.before(items[below], last)) break;
      items[at] = items[below];
      at = below;
    }
    items[at] = last;
    return first;
  }
}

/**
 * The lane of each bar, from 0, and how many there are (at least 1). `order`: places by start; a bar may start `slack` before
 * the one ahead of it in its lane has ended. O(n log n), however many run at the same time.
 */
export function lanesIn(
  order: readonly number[],
  start: ArrayLike<number>,
  length: ArrayLike<number>,
  slack: number,
): { lanes: Int32Array; count: number } {
  const lanes = new Int32Array(order.length);
  const until: number[] = [];
  const free = new Heap((a, b) => a < b);
  const busy = new Heap((a, b) => until[a] < until[b]);
  for (const i of order) {
    // Starts only grow: a lane that is free stays so until it is taken.
    while (busy.first !== undefined && until[busy.first] <= start[i] + slack) free.add(busy.take()!);
    const lane = free.take() ?? until.length;
    until[lane] = start[i] + length[i];
    busy.add(lane);
    lanes[i] = lane;
  }
  return { lanes, count: Math.max(1, until.length) };
}
