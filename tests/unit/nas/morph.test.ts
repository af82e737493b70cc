// Network morphism preserves what a network computes: on random networks of every space, for everything that can grow, the
// outputs before and after agree to 1e-5; and what cannot is refused rather than approximated.
import { describe, expect, it } from 'vitest';
import { initWeights } from '$core/model/init';
import { resolveModel } from '$core/model/resolve';
import { weightsOf, type LayerSpec, type ModelSpec } from '$core/model/spec';
import { Architectures } from '$core/nas/architectures';
import { applyTransplant, seeing, toMeasure } from '$core/nas/morph/apply';
import { growthsOf, type Grown } from '$core/nas/morph/growths';
import { planTransplant } from '$core/nas/morph/transplant';
import type { DataShape, Genotype } from '$core/nas/space';
import { archSpaceDef, archSpaceOptions } from '$core/nas/spaces/registry';
import { Stream } from '$core/rng/stream';
import { samplePoint } from '$core/space/points';
import { openBench, Probe } from '$engine/simd/probe';

const bench = openBench();
const float = (shape: number[]) => ({ id: 'features', shape, dtype: 'float32' as const });
const codes = { id: 'codes', shape: [3], dtype: 'int32' as const, vocabulary: 7 };
/** As texts are: 0 is padding. */
const words = { id: 'codes', shape: [12], dtype: 'int32' as const, vocabulary: 7, padding: [0] };
const shapes: Record<string, DataShape> = {
  table: { inputs: [float([5])], units: 3 },
  'table with codes': { inputs: [float([5]), codes], units: 1 },
  image: { inputs: [float([8, 8, 2])], units: 4 },
  sequence: { inputs: [float([16])], units: 2 },
  'sequence of words': { inputs: [words], units: 2 },
  'sequence of words without padding': { inputs: [float([5]), words], units: 2 },
  cell201: { inputs: [float([8, 8, 1])], units: 3 },
  nasnet: { inputs: [float([8, 8, 1])], units: 3 },
};

function architecturesOf(name: string): Architectures {
  const def = archSpaceDef(name.split(' ')[0]);
  return new Architectures(
    def,
    archSpaceOptions(def, name.endsWith('without padding') ? { maskZero: true } : {}),
    shapes[name],
    { parameters: 60_000 },
    32,
  );
}

/** Weights that make every part matter: biases, scales and running statistics are not what they start as. */
function lived(spec: ModelSpec, rng: Stream): Map<string, Float32Array> {
  const weights = initWeights(spec, rng) as Map<string, Float32Array>;
  for (const [name, values] of weights) {
    if (/Variance$/.test(name)) values.forEach((_, i) => (values[i] = 0.5 + rng.uniform()));
    else if (!/ernel|embeddings/.test(name)) values.forEach((v, i) => (values[i] = v + 0.3 * rng.normal()));
  }
  return weights;
}

const rows = 6;
function batchOf({ inputs }: DataShape, rng: Stream) {
  const length = (id: string) => rows * (inputs.find((i) => i.id === id)?.shape.reduce((a, b) => a * b, 1) ?? 0);
  return {
    rows,
    features: Float32Array.from({ length: length('features') }, () => rng.normal()),
    codes: Int32Array.from({ length: length('codes') }, () => rng.below(7)),
    target: new Float32Array(0),
  };
}

async function outputs(spec: ModelSpec, weights: ReadonlyMap<string, Float32Array>, batch: ReturnType<typeof batchOf>) {
  const probe = new Probe(await bench, spec, { rows, training: false, loss: 'given' });
  probe.setWeights(weights);
  const y = probe.forward(batch);
  probe.dispose();
  return y;
}

const furthest = (a: Float32Array, b: Float32Array) => a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i])), 0);

function drawn(architectures: Architectures, rng: Stream): Genotype {
  for (let i = 0; ; i++) {
    const genotype = samplePoint(architectures.genes, rng.split(i));
    if (architectures.judge(genotype).network) return genotype;
  }
}

const kinds: Record<string, readonly string[]> = {
  table: ['widen', 'deepen', 'branch'],
  'table with codes': ['widen', 'deepen', 'branch'],
  image: ['widen', 'deepen', 'branch', 'other'],
  sequence: ['widen', 'deepen', 'branch', 'other'],
  'sequence of words': ['widen', 'deepen', 'branch', 'other'],
  'sequence of words without padding': ['widen', 'deepen', 'branch', 'other'],
  cell201: ['branch'],
  nasnet: ['other'],
};

describe.each(Object.keys(shapes))('%s', (name) => {
  it('grows without changing its outputs', async () => {
    const architectures = architecturesOf(name);
    const met = new Set<string>();
    for (let n = 0; n < 10; n++) {
      const rng = Stream.of(n, 'morph', name);
      const genotype = drawn(architectures, rng);
      const { spec } = architectures.network(genotype);
      const weights = lived(spec, rng.split('weights'));
      const batch = batchOf(shapes[name], rng.split('data'));
      const before = await outputs(spec, weights, batch);
      const scale = Math.max(1, ...before.map(Math.abs));
      const grown = growthsOf(architectures, genotype);
      const some = grown.filter((_, i) => grown.length < 8 || i % Math.ceil(grown.length / 8) === n % 2);
      for (const { genotype: child, network, kind } of some as Grown[]) {
        const plan = planTransplant(spec, network.spec, rng)!;
        const own = initWeights(network.spec, rng.split('own'));
        const after = applyTransplant({ small: spec, large: network.spec, plan }, weights, own, 0, rng);
        for (const { name: weight, shape } of weightsOf(network.spec)) {
          expect(after.get(weight)!.length).toBe(shape.reduce((a, b) => a * b, 1));
        }
        const difference = furthest(before, await outputs(network.spec, after, batch)) / scale;
        if (!(difference < 1e-5))
          expect.fail(`${kind} ${JSON.stringify(genotype)} -> ${JSON.stringify(child)}: ${difference}`);
        met.add(kind);
      }
    }
    for (const kind of kinds[name]) expect(met).toContain(kind);
  });
});

it.each(Object.keys(shapes))(
  '%s: several steps taken over at once, from a small start, change nothing',
  async (name) => {
    const architectures = architecturesOf(name);
    let taken = 0;
    for (let n = 0; n < 6; n++) {
      const rng = Stream.of(n, 'climb', name);
      const draws = Array.from({ length: 12 }, (_, i) => drawn(architectures, rng.split('draw', i)));
      const able = draws.filter((one) => growthsOf(architectures, one).length > 1);
      if (able.length === 0) continue;
      const sizeOfNet = (genotype: Genotype) => architectures.network(genotype).cost.parameters;
      const genotype = able.reduce((least, one) => (sizeOfNet(one) < sizeOfNet(least) ? one : least));
      const { spec } = architectures.network(genotype);
      const weights = lived(spec, rng.split('weights'));
      const batch = batchOf(shapes[name], rng.split('data'));
      const before = await outputs(spec, weights, batch);
      const scale = Math.max(1, ...before.map(Math.abs));
      let child = genotype;
      for (let step = 0; step < 5; step++) {
        const ways = growthsOf(architectures, child);
        if (ways.length === 0) break;
        child = ways[rng.split('way', step).below(ways.length)].genotype;
        if (step === 0) continue;
        const large = architectures.network(child).spec;
        const plan = planTransplant(spec, large, rng);
        // Steps that are none together are refused, and not proposed.
        if (!plan) continue;
        const after = applyTransplant(
          { small: spec, large, plan },
          weights,
          initWeights(large, rng.split('own')),
          0,
          rng,
        );
        const difference = furthest(before, await outputs(large, after, batch)) / scale;
        if (!(difference < 1e-5)) expect.fail(`${JSON.stringify(genotype)} -> ${JSON.stringify(child)}: ${difference}`);
        taken++;
      }
    }
    expect(taken).toBeGreaterThan(0);
  },
);

const layer = (id: string, type: string, options: Record<string, string | number>, inputs?: string[]) => ({
  id,
  type,
  options,
  ...(inputs ? { inputs } : {}),
});
const dense = (id: string, units: number, activation = 'relu') => layer(id, 'dense', { units, activation });
const model = (...layers: LayerSpec[]) => resolveModel(layers, [float([3])], 2);

describe('what a step is made of', () => {
  const rng = Stream.of(4, 'steps');

  it('widens as Net2Wider says: columns repeat, what reads them is divided by their number', () => {
    const [small, large] = [model(dense('h', 2)), model(dense('h', 5))];
    const weights = lived(small, rng);
    const plan = planTransplant(small, large, rng)!;
    const wide = applyTransplant({ small, large, plan }, weights, initWeights(large, rng), 0, rng);
    const [w, v, b] = ['h/kernel', 'output/kernel', 'h/bias'].map((n) => [weights.get(n)!, wide.get(n)!] as const);
    const g = Array.from({ length: 5 }, (_, j) => [0, 1].find((k) => b[1][j] === b[0][k])!);
    expect(g.slice(0, 2)).toEqual([0, 1]);
    const times = [0, 1].map((k) => g.filter((one) => one === k).length);
    expect([...times].sort()).toEqual([2, 3]);
    for (let j = 0; j < 5; j++) {
      for (let i = 0; i < 3; i++) expect(w[1][i * 5 + j]).toBe(w[0][i * 2 + g[j]]);
      for (let o = 0; o < 2; o++) expect(v[1][j * 2 + o]).toBeCloseTo(v[0][g[j] * 2 + o] / times[g[j]], 7);
    }
  });

  it('noise tells repeated units apart, and touches nothing else', () => {
    const [small, large] = [model(dense('h', 4)), model(dense('h', 8))];
    const weights = lived(small, rng);
    const plan = planTransplant(small, large, rng)!;
    const grow = (noise: number) =>
      applyTransplant({ small, large, plan }, weights, initWeights(large, rng), noise, rng);
    const [exact, noisy] = [grow(0), grow(0.1)].map((all) => all.get('h/kernel')!);
    exact.forEach((w, at) => (at % 8 < 4 ? expect(noisy[at]).toBe(w) : expect(noisy[at]).not.toBe(w)));
    expect(grow(0.1).get('output/kernel')).toEqual(grow(0).get('output/kernel'));
  });

  it.each<[string, LayerSpec[], LayerSpec[]]>([
    ['a layer behind tanh', [dense('a', 4, 'tanh')], [dense('a', 4, 'tanh'), dense('b', 4, 'tanh')]],
    ['fewer units', [dense('a', 4)], [dense('a', 3)]],
    ['a narrower layer in between', [dense('a', 4)], [dense('a', 4), dense('b', 3)]],
    ['another activation', [dense('a', 4)], [dense('a', 4, 'gelu')]],
    [
      'layer normalisation over unequally repeated units',
      [dense('a', 4), layer('n', 'layerNorm', {})],
      [dense('a', 6), layer('n', 'layerNorm', {})],
    ],
    ['a skip around a layer, as it is', [dense('a', 4)], [dense('a', 4), layer('s', 'add', {}, ['a', 'a'])]],
  ])('refuses %s', (_name, small, large) => {
    expect(planTransplant(model(...small), model(...large), rng)).toBeNull();
  });

  it('a new batch normalisation passes on what it sees in training too', async () => {
    const small = model(dense('a', 6));
    const bn = [layer('b', 'dense', { units: 6, activation: 'linear' }), layer('n', 'batchNorm', {})];
    const large = model(dense('a', 6), ...bn, layer('r', 'activation', { activation: 'relu' }));
    const weights = lived(small, rng);
    const plan = planTransplant(small, large, rng)!;
    const grown = { small, large, plan };
    const after = applyTransplant(grown, weights, initWeights(large, rng), 0, rng);
    const batch = batchOf({ inputs: [float([3])], units: 2 }, rng);
    const [norm] = toMeasure(grown);
    expect(norm.id).toBe('n');
    const run = async (
      spec: ModelSpec,
      of: ReadonlyMap<string, Float32Array>,
      training: boolean,
      taps: string[] = [],
    ) => {
      const probe = new Probe(await bench, spec, { rows, training, loss: 'given', taps });
      probe.setWeights(of);
      const y = probe.forward(batch);
      const tapped = taps.map((id) => probe.tap(id));
      probe.dispose();
      return { y, tapped };
    };
    const before = await run(small, weights, true);
    expect(furthest(before.y, (await run(large, after, true)).y)).toBeGreaterThan(1e-2);
    seeing(norm, (await run(large, after, false, ['b'])).tapped[0], after);
    for (const training of [true, false]) {
      expect(furthest(before.y, (await run(large, after, training)).y)).toBeLessThan(1e-5);
    }
  });
});
