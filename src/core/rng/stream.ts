// Named random streams. A stream is split off the lab's seed by name and index, never shared, so that adding a
// consumer or changing the order of work changes nobody else's numbers.
// Generator: xoshiro128** (Blackman & Vigna 2018, https://prng.di.unimi.it/), seeded by splitmix-style hashing.
import { log } from '../math/elementary';

const rotl = (x: number, k: number) => (x << k) | (x >>> (32 - k));

/** 32-bit finalizer of MurmurHash3 (public domain, A. Appleby). */
function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const hashSeed = (seed: number): number => mix((seed >>> 0) ^ 0x9e3779b9) ^ mix(Math.floor(seed / 2 ** 32) >>> 0);

/** The hash of a text that goes on with `more`, from that of its start. */
function hashOn(h: number, more: string): number {
  for (let i = 0; i < more.length; i++) h = Math.imul(h ^ more.charCodeAt(i), 0x01000193) ^ (h >>> 15);
  return h;
}

export class Stream {
  private a: number;
  private b: number;
  private c: number;
  private d: number;
  private spare: number | undefined;

  private constructor(
    private readonly seed: number,
    private readonly key: string,
    /** Of the seed and the key, so that a stream below this one hashes only its own name. */
    private readonly hash: number,
  ) {
    let h = mix(hash ^ key.length);
    const next = () => (h = mix((h + 0x9e3779b9) >>> 0));
    this.a = next();
    this.b = next();
    this.c = next();
    this.d = next() | 1;
  }

  /** The stream called `name` of a lab's seed (an integer, 0 to 2^53-1). */
  static of(seed: number, name: string, ...path: (string | number)[]): Stream {
    const key = [name, ...path].join('/');
    return new Stream(seed, key, hashOn(hashSeed(seed), key));
  }

  /** A stream of its own below this one; independent of how much of this one was used. */
  split(...path: (string | number)[]): Stream {
    let more = '';
    for (const name of path) more += `/${name}`;
    return new Stream(this.seed, this.key + more, hashOn(this.hash, more));
  }

  /** Whether what is split off the other is the same as what is split off this one. */
  splitsLike(other: Stream): boolean {
    return this.seed === other.seed && this.key === other.key;
  }

  /** Uniform integer in [0, 2^32). */
  uint32(): number {
    const result = Math.imul(rotl(Math.imul(this.b, 5), 7), 9) >>> 0;
    const t = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= t;
    this.d = rotl(this.d, 11);
    return result;
  }

  /** Uniform in [0, 1), 53 bits. */
  uniform(): number {
    return ((this.uint32() >>> 5) * 67108864 + (this.uint32() >>> 6)) / 9007199254740992;
  }

  /** Uniform integer in [0, n), without modulo bias. n: 1 to 2^32. */
  below(n: number): number {
    // Whole numbers of 32 bits are divided several times as fast as others.
    const m = n >>> 0;
    if (m !== n || m === 0) return this.belowAny(n);
    let x = this.uint32();
    // Only the last numbers, fewer than m, may be refused: hardly ever need they be counted.
    if (x > 0xffffffff - m) {
      const over = ((0xffffffff % m) + 1) % m;
      while (x > 0xffffffff - over) x = this.uint32();
    }
    return (x >>> 0) % m;
  }

  private belowAny(n: number): number {
    const limit = 4294967296 - (4294967296 % n);
    let x = this.uint32();
    while (x >= limit) x = this.uint32();
    return x % n;
  }

  /** Standard normal, by the polar method (Marsaglia & Bray 1964), with our own log: the same bits everywhere. */
  normal(): number {
    if (this.spare !== undefined) {
      const z = this.spare;
      this.spare = undefined;
      return z;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) {
        const f = Math.sqrt((-2 * log(s)) / s);
        this.spare = v * f;
        return u * f;
      }
    }
  }

  /** A random permutation of 0..n-1 (Fisher-Yates). */
  permutation(n: number): Uint32Array<ArrayBuffer> {
    const order = new Uint32Array(n);
    for (let i = 0; i < n; i++) order[i] = i;
    return this.shuffle(order);
  }

  /** Shuffles in place and returns the same array. */
  shuffle<T extends { length: number; [index: number]: number }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const t = items[i];
      items[i] = items[j];
      items[j] = t;
    }
    return items;
  }
}
