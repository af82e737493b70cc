import { describe, expect, it } from 'vitest';
import { Stream } from '$core/rng/stream';

describe('Stream', () => {
  it('repeats itself and differs by seed, name and index', () => {
    const draw = (s: Stream) => [s.uint32(), s.uint32(), s.uint32()].join();
    const drawn = [
      Stream.of(1, 'init', 0),
      Stream.of(2, 'init', 0),
      Stream.of(1, 'batches', 0),
      Stream.of(1, 'init', 1),
      Stream.of(1 + 2 ** 32, 'init', 0),
      Stream.of(0, 'init', 0),
    ].map(draw);
    expect(new Set(drawn).size).toBe(drawn.length);
    expect(draw(Stream.of(1, 'init', 0))).toBe(drawn[0]);
  });

  it('splits independently of how much was drawn', () => {
    const a = Stream.of(7, 'sampler');
    const b = Stream.of(7, 'sampler');
    b.uint32();
    expect(a.split(3).uint32()).toBe(b.split(3).uint32());
  });

  it('is the same whether named at once or split off step by step', () => {
    const whole = Stream.of(2 ** 40 + 3, 'a', 'b', 2, 'ü/c', '');
    const split = Stream.of(2 ** 40 + 3, 'a')
      .split('b', 2)
      .split('ü/c')
      .split()
      .split('');
    expect(split.splitsLike(whole)).toBe(true);
    expect(Stream.of(2 ** 40 + 3, 'a').splitsLike(whole)).toBe(false);
    expect(Stream.of(3, 'a', 'b', 2, 'ü/c', '').splitsLike(whole)).toBe(false);
    for (let i = 0; i < 4; i++) expect(split.uint32()).toBe(whole.uint32());
  });

  it('refuses what would favour small numbers, and nothing else', () => {
    for (const n of [1, 2, 3, 13, 1000, 2 ** 31, 2 ** 31 + 1, 3 * 2 ** 30, 2 ** 32 - 1, 2 ** 32]) {
      const s = Stream.of(n, 'below');
      const same = Stream.of(n, 'below');
      const most = 2 ** 32 - (2 ** 32 % n);
      for (let i = 0; i < 40; i++) {
        let x = same.uint32();
        while (x >= most) x = same.uint32();
        expect(s.below(n)).toBe(x % n);
      }
    }
  });

  it('is pinned: these numbers are part of every shared lab', () => {
    const s = Stream.of(42, 'split');
    expect([s.uint32(), s.uint32(), s.uint32(), s.uint32()]).toMatchInlineSnapshot(`
      [
        3382843199,
        30052761,
        1764577350,
        1944241755,
      ]
    `);
    expect(s.uniform()).toMatchInlineSnapshot(`0.7867393223318334`);
    expect(s.normal()).toMatchInlineSnapshot(`1.151463476424245`);
    expect([...Stream.of(42, 'batches', 0).permutation(8)]).toMatchInlineSnapshot(`
      [
        3,
        6,
        5,
        7,
        0,
        1,
        2,
        4,
      ]
    `);
  });

  it('is uniform and normal', () => {
    const s = Stream.of(5, 'test');
    const n = 200_000;
    const bins = new Array<number>(20).fill(0);
    for (let i = 0; i < n; i++) bins[Math.floor(s.uniform() * 20)]++;
    const chi2 = bins.reduce((sum, c) => sum + (c - n / 20) ** 2 / (n / 20), 0);
    expect(chi2).toBeLessThan(43.8); // 0.1 % point of chi-squared with 19 degrees of freedom
    let mean = 0;
    let square = 0;
    for (let i = 0; i < n; i++) {
      const z = s.normal();
      mean += z / n;
      square += (z * z) / n;
    }
    expect(Math.abs(mean)).toBeLessThan(0.008);
    expect(Math.abs(square - 1)).toBeLessThan(0.012);
  });

  it('draws below n without leaving it, and permutes', () => {
    const s = Stream.of(9, 'below');
    for (const n of [1, 2, 3, 1000, 2 ** 32]) for (let i = 0; i < 100; i++) expect(s.below(n)).toBeLessThan(n);
    expect([...s.permutation(50)].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });
});
