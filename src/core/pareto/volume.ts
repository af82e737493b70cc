// The WFG recursion of the hypervolume (While, Bradstreet & Barone 2012, IEEE TEC 16): each point of a front adds its own box
// less what the points after it cover of that. Of three costs on flat arrays, one for each depth, since it is asked thousands of times.
import { compareCosts } from './fronts';

type Costs = readonly (readonly number[])[];

/** The volume of points inside a reference point, dominated and equal ones among them. Three costs or more. */
export const volumeOf = (costs: Costs, reference: readonly number[]): number =>
  reference.length === 3 ? new Three(reference).of(costs) : volume(frontIn(costs), reference);

/**
 * The volume of three costs of a set that grows by one point at a time, with and without one more: to the bit what `volumeOf`
 * gives, where only the parts that the point changes are worked out anew. All points lie inside the reference point, and none
 * is as good as another in everything.
 */
export class GrowingVolume {
  private readonly three: Three;
  /** In order of their costs. */
  private readonly parts: Part[] = [];

  constructor(reference: readonly number[]) {
    this.three = new Three(reference);
  }

  /** Its volume with this point. */
  with(cost: readonly number[]): number {
    const { parts } = this;
    const place = this.placeOf(cost);
    let volume = 0;
    for (let i = 0; i < place; i++) volume += parts[i].own - this.covered(parts[i], cost);
    volume += this.newPart(cost, place).net;
    for (let i = place; i < parts.length; i++) volume += parts[i].net;
    return volume;
  }

  add(cost: readonly number[]): void {
    const { parts } = this;
    const place = this.placeOf(cost);
    const made = this.newPart(cost, place);
    for (let i = 0; i < place; i++) {
      const within = this.three.joined(parts[i].within, parts[i].cost, cost);
      if (!within) continue;
      const covered = this.three.volumeOfFront(within);
      parts[i] = { ...parts[i], within, covered, net: parts[i].own - covered };
    }
    parts.splice(place, 0, made);
  }

  private placeOf(cost: readonly number[]): number {
    const at = this.parts.findIndex((part) => compareCosts(cost, part.cost) < 0);
    return at < 0 ? this.parts.length : at;
  }

  /** What the points after it cover of its box, and this one, which is also after it. */
  private covered(part: Part, cost: readonly number[]): number {
    const within = this.three.joined(part.within, part.cost, cost);
    return within ? this.three.volumeOfFront(within) : part.covered;
  }

  private newPart(cost: readonly number[], place: number): Part {
    const after = this.parts.slice(place).map((part) => part.cost);
    const within = this.three.within(cost, after);
    const own = this.three.box(cost);
    const covered = this.three.volumeOfFront(within);
    return { cost, own, within, covered, net: own - covered };
  }
}

/** A point of a growing set: its box, and the front of what the points after it cover of that. */
interface Part {
  readonly cost: readonly number[];
  readonly own: number;
  readonly within: Float64Array;
  readonly covered: number;
  readonly net: number;
}

class Three {
  /** By depth: x, y, z of each point. */
  private readonly levels: Float64Array[] = [];
  private readonly x: number;
  private readonly y: number;
  private readonly z: number;

  constructor([x, y, z]: readonly number[]) {
    [this.x, this.y, this.z] = [x, y, z];
  }

  of(costs: Costs): number {
    const level = this.level(0, costs.length);
    const sorted = [...costs].sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    sorted.forEach(([x, y, z], i) => {
      level[3 * i] = x;
      level[3 * i + 1] = y;
      level[3 * i + 2] = z;
    });
    return this.volume(0, thinned(level, sorted.length));
  }

  box([x, y, z]: readonly number[]): number {
    return (this.x - x) * (this.y - y) * (this.z - z);
  }

  /** Of a front in order of its costs. */
  volumeOfFront(front: Float64Array): number {
    this.level(0, front.length / 3).set(front);
    return this.volume(0, front.length / 3);
  }

  /** The front of what points cover of one's box; they come after it, in order of their costs. */
  within(cost: readonly number[], after: Costs): Float64Array {
    const level = this.level(0, after.length + 1);
    level.set(cost);
    after.forEach((one, i) => level.set(one, 3 * (i + 1)));
    const n = this.limited(0, 0, after.length + 1);
    return this.levels[1].slice(0, 3 * n);
  }

  /** Such a front with one more point; null where that changes nothing. */
  joined(within: Float64Array, of: readonly number[], cost: readonly number[]): Float64Array | null {
    const x = cost[0];
    const y = cost[1] > of[1] ? cost[1] : of[1];
    const z = cost[2] > of[2] ? cost[2] : of[2];
    let place = 0;
    for (let at = 0; at < within.length; at += 3) {
      if (within[at] > x) break;
      if (within[at + 1] <= y && within[at + 2] <= z) return null;
      if (!comesBefore(x, y, z, within, at)) place = at + 3;
    }
    const joined = new Float64Array(within.length + 3);
    joined.set(within.subarray(0, place));
    joined.set([x, y, z], place);
    joined.set(within.subarray(place), place + 3);
    return joined.subarray(0, 3 * thinned(joined, joined.length / 3));
  }

  /** Of the first n points at a depth: a front in order of its costs. */
  private volume(depth: number, n: number): number {
    const level = this.levels[depth];
    let volume = 0;
    for (let i = 0; i < n; i++) {
      const y = level[3 * i + 1];
      const z = level[3 * i + 2];
      const own = (this.x - level[3 * i]) * (this.y - y) * (this.z - z);
      if (i < n - 2) volume += own - this.volume(depth + 1, this.limited(depth, i, n));
      else if (i === n - 1) volume += own;
      else {
        // One is left after it, whose part in its box is a box.
        const last = 3 * (n - 1);
        const lastY = level[last + 1] > y ? level[last + 1] : y;
        const lastZ = level[last + 2] > z ? level[last + 2] : z;
        volume += own - (this.x - level[last]) * (this.y - lastY) * (this.z - lastZ);
      }
    }
    return volume;
  }

  /** The points after point i, as far as they lie in its box, one depth below; how many are left of them. */
  private limited(depth: number, i: number, n: number): number {
    const level = this.levels[depth];
    const below = this.level(depth + 1, n - i - 1);
    const y = level[3 * i + 1];
    const z = level[3 * i + 2];
    let to = 0;
    for (let at = 3 * (i + 1); at < 3 * n; at += 3) {
      const nextX = level[at];
      const nextY = level[at + 1] > y ? level[at + 1] : y;
      const nextZ = level[at + 2] > z ? level[at + 2] : z;
      // In order already, but where two have the same first cost.
      let place = to;
      while (place > 0 && comesBefore(nextX, nextY, nextZ, below, place - 3)) {
        below[place] = below[place - 3];
        below[place + 1] = below[place - 2];
        below[place + 2] = below[place - 1];
        place -= 3;
      }
      below[place] = nextX;
      below[place + 1] = nextY;
      below[place + 2] = nextZ;
      to += 3;
    }
    return thinned(below, n - i - 1);
  }

  private level(depth: number, points: number): Float64Array {
    const known = this.levels[depth];
    if (known && known.length >= 3 * points) return known;
    return (this.levels[depth] = new Float64Array(3 * points));
  }
}

const comesBefore = (x: number, y: number, z: number, level: Float64Array, at: number): boolean =>
  x < level[at] || (x === level[at] && (y < level[at + 1] || (y === level[at + 1] && z < level[at + 2])));

/** Moves those to the front that no earlier one is at least as good as; returns how many. */
function thinned(level: Float64Array, n: number): number {
  let to = 0;
  for (let at = 0; at < 3 * n; at += 3) {
    const y = level[at + 1];
    const z = level[at + 2];
    let k = to - 3;
    while (k >= 0 && !(level[k + 1] <= y && level[k + 2] <= z)) k -= 3;
    if (k >= 0) continue;
    level[to] = level[at];
    level[to + 1] = y;
    level[to + 2] = z;
    to += 3;
  }
  return to / 3;
}

/** The front of any number of costs, in order of the first two. */
function frontIn(costs: Costs): Costs {
  const order = costs.map((_, i) => i);
  const sorted = [...order].sort((i, j) => compareCosts(costs[i], costs[j]) || i - j);
  const kept: number[] = [];
  for (const i of sorted) if (!kept.some((k) => costs[k].every((x, m) => x <= costs[i][m]))) kept.push(i);
  kept.sort((i, j) => costs[i][0] - costs[j][0] || costs[i][1] - costs[j][1] || i - j);
  return kept.map((i) => costs[i]);
}

const box = (cost: readonly number[], reference: readonly number[]) =>
  cost.reduce((product, x, m) => product * (reference[m] - x), 1);

function volume(front: Costs, reference: readonly number[]): number {
  let sum = 0;
  front.forEach((cost, i) => {
    const own = box(cost, reference);
    const after = front.slice(i + 1).map((other) => other.map((x, m) => Math.max(x, cost[m])));
    sum += after.length === 0 ? own : own - volume(frontIn(after), reference);
  });
  return sum;
}
