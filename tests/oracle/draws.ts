// The same uniform numbers here and in draws.py (mulberry32), so that goldens need not hold their inputs.

export class Draws {
  private a: number;
  constructor(seed: number) {
    this.a = seed | 0;
  }

  uniform(): number {
    this.a = (this.a + 0x6d2b79f5) | 0;
    let t = this.a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** The sum of four uniforms, shifted and scaled to mean 0 and a variance near 1. */
  bell(): number {
    const u = [this.uniform(), this.uniform(), this.uniform(), this.uniform()];
    return (u[0] + u[1] + u[2] + u[3] - 2) * 1.75;
  }

  below(n: number): number {
    return Math.floor(this.uniform() * n);
  }
}
