// Adam (Kingma & Ba 2015, arXiv 1412.6980, algorithm 1) for the small models that strategies learn, in float64.

/** Enough to go on. */
export interface AdamState {
  readonly m: Float64Array;
  readonly v: Float64Array;
  /** Powers of the decays. */
  readonly left: readonly [number, number];
}

export class Adam {
  private readonly m: Float64Array;
  private readonly v: Float64Array;
  private left1 = 1;
  private left2 = 1;

  constructor(size: number, from?: AdamState) {
    this.m = from ? from.m.slice() : new Float64Array(size);
    this.v = from ? from.v.slice() : new Float64Array(size);
    if (from) [this.left1, this.left2] = from.left;
  }

  get state(): AdamState {
    return { m: this.m.slice(), v: this.v.slice(), left: [this.left1, this.left2] };
  }

  /** Moves `theta` up the gradient; a negative rate moves it down. */
  step(theta: Float64Array, gradient: Float64Array, rate: number): void {
    const { m, v } = this;
    this.left1 *= 0.9;
    this.left2 *= 0.999;
    for (let i = 0; i < theta.length; i++) {
      const g = gradient[i];
      m[i] = 0.9 * m[i] + 0.1 * g;
      v[i] = 0.999 * v[i] + 0.001 * g * g;
      theta[i] += (rate * m[i]) / (1 - this.left1) / (Math.sqrt(v[i] / (1 - this.left2)) + 1e-8);
    }
  }
}
