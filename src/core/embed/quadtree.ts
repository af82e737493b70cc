// Points of the plane in a tree of squares, for forces that far groups exert as one (Barnes & Hut 1986).

const deepest = 48;

export class Quadtree {
  private readonly x: Float64Array;
  private readonly y: Float64Array;
  private readonly count: Int32Array;
  private readonly size: Float64Array;
  /** First of four children; 0: a leaf. */
  private readonly child: Int32Array;
  private readonly leaf: Int32Array;
  private readonly stack = new Int32Array(4 * deepest + 8);
  private nodes = 0;

  constructor(private readonly points: number) {
    const room = 24 * points + 64;
    this.x = new Float64Array(room);
    this.y = new Float64Array(room);
    this.count = new Int32Array(room);
    this.size = new Float64Array(room);
    this.child = new Int32Array(room);
    this.leaf = new Int32Array(points);
  }

  /** `xy`: two numbers per point. */
  build(xy: Float64Array): void {
    let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let i = 0; i < this.points; i++) {
      left = Math.min(left, xy[2 * i]);
      right = Math.max(right, xy[2 * i]);
      low = Math.min(low, xy[2 * i + 1]);
      high = Math.max(high, xy[2 * i + 1]);
    }
    const half = Math.max(right - left, high - low, 1e-300) / 2;
    this.nodes = 1;
    this.clear(0, 2 * half);
    for (let i = 0; i < this.points; i++) this.insert(xy, i, (left + right) / 2, (low + high) / 2, half);
  }

  private clear(node: number, size: number): void {
    this.x[node] = this.y[node] = this.count[node] = this.child[node] = 0;
    this.size[node] = size;
  }

  private insert(xy: Float64Array, i: number, midX: number, midY: number, half: number): void {
    const px = xy[2 * i];
    const py = xy[2 * i + 1];
    let node = 0;
    for (let depth = 0; ; depth++) {
      const before = this.count[node];
      if (this.child[node] === 0 && before > 0) {
        const same = this.x[node] === px && this.y[node] === py;
        if (!same && depth < deepest && this.nodes + 4 <= this.count.length) this.divide(node, midX, midY, half);
      }
      const share = 1 / (before + 1);
      this.x[node] += (px - this.x[node]) * share;
      this.y[node] += (py - this.y[node]) * share;
      this.count[node] = before + 1;
      if (this.child[node] === 0) {
        this.leaf[i] = node;
        return;
      }
      half /= 2;
      const east = px > midX ? 1 : 0;
      const north = py > midY ? 1 : 0;
      midX += east ? half : -half;
      midY += north ? half : -half;
      node = this.child[node] + east + 2 * north;
    }
  }

  /** A leaf becomes four; what it holds goes to one of them. */
  private divide(node: number, midX: number, midY: number, half: number): void {
    const first = this.nodes;
    this.nodes += 4;
    for (let k = 0; k < 4; k++) this.clear(first + k, half);
    const to = first + (this.x[node] > midX ? 1 : 0) + (this.y[node] > midY ? 2 : 0);
    this.x[to] = this.x[node];
    this.y[to] = this.y[node];
    this.count[to] = this.count[node];
    this.child[node] = first;
    this.moved.push(node, to);
  }
  /** Leaves that were divided and where their points went: followed when a point asks for its leaf. */
  private readonly moved: number[] = [];
  private readonly went = new Map<number, number>();

  /** Ends building: points know their leaves. */
  settle(): void {
    this.went.clear();
    for (let k = 0; k < this.moved.length; k += 2) this.went.set(this.moved[k], this.moved[k + 1]);
    this.moved.length = 0;
    for (let i = 0; i < this.points; i++) {
      let at = this.leaf[i];
      for (let next = this.went.get(at); next !== undefined; next = this.went.get(at)) at = next;
      this.leaf[i] = at;
    }
  }

  /**
   * Adds to `force` (two numbers per point) the sum over others of q^2 (own - other) for q = 1 / (1 + d^2), and gives the
   * sum of q. A square acts as one where its side is below theta times its distance.
   */
  repulsion(xy: Float64Array, theta: number, force: Float64Array): number {
    const { x, y, count, child, size, stack, leaf } = this;
    const limit = theta * theta;
    let sum = 0;
    for (let i = 0; i < this.points; i++) {
      const px = xy[2 * i];
      const py = xy[2 * i + 1];
      let fx = 0;
      let fy = 0;
      let own = 0;
      let top = 0;
      stack[top++] = 0;
      while (top > 0) {
        const node = stack[--top];
        let many = count[node];
        if (many === 0) continue;
        const dx = px - x[node];
        const dy = py - y[node];
        const d = dx * dx + dy * dy;
        const first = child[node];
        if (first !== 0 && !(size[node] * size[node] < limit * d)) {
          stack[top++] = first;
          stack[top++] = first + 1;
          stack[top++] = first + 2;
          stack[top++] = first + 3;
          continue;
        }
        if (node === leaf[i]) many--;
        if (many === 0) continue;
        const q = 1 / (1 + d);
        own += many * q;
        const pull = many * q * q;
        fx += pull * dx;
        fy += pull * dy;
      }
      sum += own;
      force[2 * i] += fx;
      force[2 * i + 1] += fy;
    }
    return sum;
  }
}
