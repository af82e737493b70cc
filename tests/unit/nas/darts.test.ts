// DARTS without its arithmetic: the supernet of a cell space, genotypes off the shares, when a search is over, and that what is
// asked for are sound networks, the derived one first.
import { describe, expect, it } from 'vitest';
import { derive, drawnBy, evenly, mostProbable, mostSkips, sharesOf, type Alphas } from '$core/nas/darts/genotypes';
import { Findings, type SearchPoint } from '$core/nas/darts/findings';
import { supernetSpec } from '$core/nas/darts/supernet';
import { archSearch } from '$core/nas/search';
import type { DataShape } from '$core/nas/space';
import { archSpaceDefs, archSpaceOptions } from '$core/nas/spaces/registry';
import { Stream } from '$core/rng/stream';
import { Study } from '$core/run/study';
import { pointKey } from '$core/space/points';
import { defaultTrainConfig } from '$core/train/config';

const picture: DataShape = { inputs: [{ id: 'features', shape: [8, 8, 1], dtype: 'float32' }], units: 4 };
const relaxable = archSpaceDefs.filter(({ relax }) => relax);
const drawn = (edges: number, ops: number, seed: number): Alphas =>
  Array.from({ length: edges }, (_, e) => Array.from({ length: ops }, (_, o) => Stream.of(seed, 'a', e, o).normal()));

describe.each(relaxable.map((def) => [def.type, def] as const))('the relaxed space %s', (type, def) => {
  const options = archSpaceOptions(def, {});
  const relaxation = def.relax!(options);
  const { edges, ops, none } = relaxation;

  it('has a supernet in which every edge mixes what the alphas have a column for', () => {
    const { spec, mixes } = supernetSpec(relaxation, picture);
    const byId = new Map(spec.layers.map((layer) => [layer.id, layer]));
    expect(new Set([...mixes.values()].map(({ edge }) => edge)).size).toBe(edges.length);
    for (const [id, { ops: mixed }] of mixes) {
      expect(byId.get(id)).toMatchObject({ type: 'add' });
      expect(byId.get(id)!.inputs).toHaveLength(mixed.length);
      expect([...mixed].sort()).toEqual(ops.flatMap((_, op) => (op === none ? [] : [op])));
    }
    const norms = spec.layers.filter((layer) => layer.type === 'batchNorm');
    const still = norms.filter(({ weights }) => weights.every(({ trainable }) => !trainable));
    // Those of candidate operations neither scale nor shift; that of the stem does.
    expect(still.length).toBeGreaterThan(0);
    expect(norms.find(({ id }) => id === 'stem-norm')!.weights.filter(({ trainable }) => trainable)).toHaveLength(2);
  });

  it('gives genotypes by falling probability, each once, and all of them networks', () => {
    const alphas = drawn(edges.length, ops.length, 1);
    const logs = sharesOf(alphas).map((row) => row.map(Math.log));
    const seen = new Set<string>();
    let last = Infinity;
    let count = 0;
    for (const { genotype, logShare, uses } of mostProbable(relaxation, alphas)) {
      expect(uses.some(({ op }) => op === none)).toBe(false);
      expect(logShare).toBeLessThanOrEqual(last + 1e-12);
      expect(logShare).toBeCloseTo(
        uses.reduce((sum, { edge, op }) => sum + logs[edge][op], 0),
        10,
      );
      last = logShare;
      seen.add(pointKey(genotype));
      if (++count === 400) break;
    }
    expect(seen.size).toBe(count);
    const search = archSearch(config(type), picture);
    for (const key of [...seen].slice(0, 50)) expect(search.architectures.judgeKey(key).error).toBeNull();
  });

  it('derives the strongest operation of every edge, and of a node the strongest edges', () => {
    const alphas = drawn(edges.length, ops.length, 2);
    const shares = sharesOf(alphas);
    const best = shares.map((row) => Math.max(...row.filter((_, op) => op !== none)));
    const { uses } = derive(relaxation, alphas);
    for (const { edge, op } of uses) expect(shares[edge][op]).toBe(best[edge]);
    // No edge that was left out is stronger than one that was taken into the same node.
    const taken = new Set(uses.map(({ edge }) => edge));
    edges.forEach(({ cell, to }, edge) => {
      if (taken.has(edge)) return;
      const beside = uses.filter((use) => edges[use.edge].cell === cell && edges[use.edge].to === to);
      for (const use of beside) expect(best[edge]).toBeLessThanOrEqual(best[use.edge]);
    });
  });

  it('asks for the derived genotype first, then for others, within the limits', () => {
    const { sampler, architectures, relaxed } = archSearch(config(type), picture);
    const plan = {
      space: architectures.genes,
      sampler: { type: 'random', options: {} },
      direction: 'maximize' as const,
      trials: 12,
      width: 4,
      seed: 5,
    };
    const alphas = drawn(edges.length, ops.length, 3);
    expect(() => new Study(plan, sampler).next()).toThrow(/shares of the operations are not known/);
    relaxed!.findings.tell(point(0, alphas));
    const study = new Study(plan, sampler);
    const asked = Array.from({ length: 12 }, () => study.next()!.params);
    const keys = asked.map((genotype) => architectures.network(genotype).key);
    expect(new Set(keys).size).toBe(12);
    const small = derive(relaxed!.relaxation, alphas).genotype;
    if (architectures.judge(small).network) expect(asked[0]).toEqual(small);
  });
});

const config = (type: string): Parameters<typeof archSearch>[0] => ({
  objective: { metric: 'accuracy', direction: 'maximize' },
  base: { ...defaultTrainConfig('image'), layers: [] },
  space: { type, options: {} },
  limits: {},
  strategy: { type: 'darts', options: { epochs: 1 } },
  trials: 12,
  width: 4,
});
const point = (epoch: number, alphas: Alphas): SearchPoint => ({ epoch, loss: 1, heldOut: 1, alphas, backend: 'cpu' });

describe('a search', () => {
  const relaxation = relaxable[0].relax!(archSpaceOptions(relaxable[0], {}));
  /** The first n edges pass their input on. */
  const skipping = (n: number): Alphas =>
    evenly(relaxation).map((row, edge) => row.map((_, op) => (op === (edge < n ? relaxation.skip : 2) ? 1 : 0)));

  it('counts skip connections of the derived genotype', () => {
    for (const n of [0, 1, 4, 6]) expect(mostSkips(relaxation, skipping(n))).toBe(n);
  });

  it('goes through all epochs, and the last one counts', () => {
    const findings = new Findings(relaxation, { epochs: 3, skips: 0 });
    for (const epoch of [0, 1]) findings.tell(point(epoch, skipping(6)));
    expect([findings.over, findings.settled]).toEqual([false, null]);
    findings.tell(point(2, skipping(5)));
    expect([findings.over, findings.settled?.epoch]).toEqual([true, 2]);
  });

  it('stops at its limit of skips, and what came before counts', () => {
    const findings = new Findings(relaxation, { epochs: 9, skips: 2 });
    [0, 1, 1, 3].forEach((skips, epoch) => findings.tell(point(epoch, skipping(skips))));
    expect([findings.over, findings.settled?.epoch]).toEqual([true, 2]);
    const early = new Findings(relaxation, { epochs: 9, skips: 2 });
    early.tell(point(0, skipping(4)));
    expect([early.over, early.settled?.epoch]).toEqual([true, 0]);
  });

  it('that was resumed tells epochs again in the place of the old ones', () => {
    const findings = new Findings(relaxation, { epochs: 3, skips: 0 });
    [0, 1, 2].forEach((epoch) => findings.tell(point(epoch, skipping(0))));
    findings.tell(point(1, skipping(1)));
    expect(findings.all.map(({ epoch }) => epoch)).toEqual([0, 1]);
    expect(findings.over).toBe(false);
  });

  it.each(relaxable.map((def) => [def.type, def] as const))(
    'derives within a limit that all it favours is beyond, and is refused before it where nothing keeps it (%s)',
    (type, def) => {
      const relaxation = def.relax!(archSpaceOptions(def, {}));
      const free = archSearch(config(type), picture).architectures;
      const sizes = Array.from(
        { length: 200 },
        (_, i) =>
          free.judge(drawnBy(relaxation, evenly(relaxation), Stream.of(i, 'size'))).network?.cost.parameters ??
          Infinity,
      );
      const parameters = sizes.sort((a, b) => a - b)[10];
      const { architectures, sampler, relaxed } = archSearch({ ...config(type), limits: { parameters } }, picture);
      // Everything that has weights is favoured by far.
      const alphas = relaxation.edges.map(() => relaxation.ops.map((op) => (/conv|sep|dil/.test(op) ? 8 : 0)));
      const { findings } = relaxed!;
      findings.tell({ epoch: findings.limits.epochs - 1, loss: 1, heldOut: 1, alphas, backend: 'cpu' });
      const plan = {
        space: architectures.genes,
        sampler: { type: 'random', options: {} },
        direction: 'maximize' as const,
      };
      const study = new Study({ ...plan, trials: 3, width: 3, seed: 1 }, sampler);
      const asked = [study.next(), study.next(), study.next()].map((one) => architectures.network(one!.params));
      for (const { cost } of asked) expect(cost.parameters).toBeLessThanOrEqual(parameters);
      expect(new Set(asked.map(({ key }) => key)).size).toBe(3);
      const none = archSearch({ ...config(type), limits: { parameters: 3 } }, picture);
      expect(none.sampler.check(architectures.genes, {})?.code).toBe('nas-none-fits');
    },
  );

  it('is refused where the space has no edges', () => {
    const { sampler, architectures } = archSearch({ ...config('image') }, picture);
    const plan = {
      space: architectures.genes,
      sampler: { type: 'random', options: {} },
      direction: 'maximize' as const,
    };
    expect(() => new Study({ ...plan, trials: 3, width: 1, seed: 1 }, sampler)).toThrow(/DARTS cannot search it/);
  });
});
