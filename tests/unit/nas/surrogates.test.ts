// What PNAS and the Bayesian search are made of: growth by one block, the predictor's gradient, path encoding, the process.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultsOf } from '$core/fields/field';
import { difference, Features, featuresOf, pathsOf } from '$core/nas/strategies/bayes/encoding';
import { distancesOf, Process, settingOf } from '$core/nas/strategies/bayes/process';
import { Encoder } from '$core/nas/strategies/pnas/encode';
import { growthOf } from '$core/nas/strategies/pnas/growth';
import { ensemble, Predictor, type Known } from '$core/nas/strategies/pnas/predictor';
import { archSpaceDef, archSpaceDefs } from '$core/nas/spaces/registry';
import type { Genotype } from '$core/nas/space';
import { isPoint, samplePoint } from '$core/space/points';
import { Stream } from '$core/rng/stream';

const genesOf = (type: string) => {
  const def = archSpaceDef(type);
  const images = ['image', 'cell201', 'nasnet'].includes(type);
  return def.genes(defaultsOf(def.fields), [{ id: 'features', shape: images ? [8, 8, 1] : [6], dtype: 'float32' }]);
};

describe.each(archSpaceDefs.map(({ type }) => type))('growth in the space %s', (type) => {
  const space = genesOf(type);
  const growth = growthOf(space)!;

  it('goes one level up at a time, from the first to the last, and stays in the space', () => {
    fc.assert(
      fc.property(fc.nat(1e6), (seed) => {
        let genotype = growth.seed(Stream.of(seed, 'seed'));
        for (let level = 1; level <= growth.levels; level++) {
          if (level > 1) genotype = growth.grow(genotype, Stream.of(seed, 'grow', level));
          expect(isPoint(space, genotype)).toBe(true);
          expect(growth.levelOf(genotype)).toBe(level);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('the predictor', () => {
  const space = genesOf('nasnet');
  const encoder = new Encoder({ def: archSpaceDef('nasnet'), options: {}, genes: space });
  const known: Known[] = Array.from({ length: 80 }, (_, i) => {
    const genotype = samplePoint(space, Stream.of(i, 'genes'));
    // Good networks have separable convolutions.
    const operations = Object.entries(genotype).filter(([path]) => path.includes('.op'));
    const good = operations.filter(([, value]) => value === 'sep3').length;
    return { input: encoder.learn(genotype), target: good / operations.length };
  });

  it('has the gradient of its finite differences', () => {
    const predictor = new Predictor(encoder.size, Stream.of(1, 'predictor'));
    predictor.fit(known.slice(0, 10));
    const gradient = new Float64Array(predictor.theta.length);
    predictor.addGradient(known[20], 2, gradient);
    const loss = () => 2 * Math.abs(predictor.predict(known[20].input) - known[20].target);
    let moving = 0;
    for (let i = 0; i < gradient.length; i += 7) {
      const at = predictor.theta[i];
      predictor.theta[i] = at + 1e-6;
      const high = loss();
      predictor.theta[i] = at - 1e-6;
      const numeric = (high - loss()) / 2e-6;
      predictor.theta[i] = at;
      expect(Math.abs(numeric - gradient[i]), `number ${i}`).toBeLessThan(1e-8 + 1e-5 * Math.abs(numeric));
      if (numeric !== 0) moving++;
    }
    expect(moving).toBeGreaterThan(20);
  });

  it('orders networks that it has not seen', () => {
    const predict = ensemble(encoder.size, known.slice(0, 60), Stream.of(1, 'ensemble'));
    const rest = known.slice(60);
    let [right, pairs] = [0, 0];
    for (const a of rest) {
      for (const b of rest) {
        if (a.target <= b.target) continue;
        pairs++;
        if (predict(a.input) > predict(b.input)) right++;
      }
    }
    expect(right / pairs).toBeGreaterThan(0.8);
  });

  it('does not see the order of the halves of a block, and a block by its role', () => {
    const genes = { blocks: 1, 'normal.b1.in1': 'prev', 'normal.b1.op1': 'sep3' };
    const one = { ...genes, 'normal.b1.in2': 'prev2', 'normal.b1.op2': 'max3' };
    const two = {
      blocks: 1,
      'normal.b1.in1': 'prev2',
      'normal.b1.op1': 'max3',
      'normal.b1.in2': 'prev',
      'normal.b1.op2': 'sep3',
    };
    expect(encoder.encode(two)).toEqual(encoder.encode(one));
  });
});

describe('path encoding', () => {
  it('lists the ways from the input to the output, those that end left out', () => {
    const genes: Genotype = { e01: 'conv3x3', e02: 'none', e12: 'skip', e03: 'skip', e13: 'none', e23: 'avgPool3x3' };
    const [{ edges }] = archSpaceDef('cell201').cells!(genes, {});
    expect(pathsOf(edges).sort()).toEqual(['in > conv3x3 > skip > avgPool3x3', 'in > skip']);
  });

  it('gives cells with the same ways the same features', () => {
    const def = archSpaceDef('cell201');
    const of = (genes: Genotype) => featuresOf(def, {}, genesOf('cell201'), genes).sort();
    const base = { e01: 'conv3x3', e02: 'none', e12: 'none', e03: 'skip', e13: 'conv1x1', e23: 'none' };
    // The other node in the first one's place.
    const other = { e01: 'none', e02: 'conv3x3', e12: 'none', e03: 'skip', e13: 'none', e23: 'conv1x1' };
    expect(of(other)).toEqual(of(base));
    expect(of({ ...base, e03: 'conv1x1' })).not.toEqual(of(base));
  });

  it('sets near numbers of a chain near each other', () => {
    const features = new Features();
    const space = genesOf('table');
    const start = { family: 'mlp', blocks: 1, 'b1.width': 8, activation: 'relu', norm: 'none', dropout: 0 };
    const of = (genes: Genotype) => features.of(featuresOf(archSpaceDef('table'), {}, space, genes));
    const from = of(start);
    expect(difference(from, of({ ...start, 'b1.width': 16 }))).toBe(1);
    expect(difference(from, of({ ...start, 'b1.width': 64 }))).toBe(3);
    expect(difference(from, of({ ...start, activation: 'tanh' }))).toBe(2);
    expect(difference(from, from)).toBe(0);
  });
});

describe('the process', () => {
  const networks = Array.from({ length: 12 }, (_, i) => {
    const rng = Stream.of(i, 'network');
    return Int32Array.from(Array.from({ length: 10 }, (_u, k) => k).filter(() => rng.uniform() < 0.5));
  });
  const y = Float64Array.from(networks, (network) => network.length - 5 + 0.1 * network[0]);

  it('has the likelihood and the posterior of the textbook, by plain elimination', () => {
    const process = new Process(networks, y);
    const { length, noise, scale } = process.setting;
    const covariance = networks.map((a) => networks.map((b) => Math.exp(-difference(a, b) / length)));
    covariance.forEach((row, i) => (row[i] += noise));
    const { solved, logDet } = eliminate(covariance, [...y]);
    const s = y.reduce((sum, value, i) => sum + value * solved[i], 0) / y.length;
    expect(scale).toBeCloseTo(s, 10);
    expect(process.setting.likelihood).toBeCloseTo(-0.5 * (y.length * Math.log(s) + logDet + y.length), 9);
    const fresh = Int32Array.from([0, 2, 3, 7]);
    const k = networks.map((one) => Math.exp(-difference(one, fresh) / length));
    const { mean, deviation } = process.at(fresh);
    expect(mean).toBeCloseTo(
      k.reduce((sum, value, i) => sum + value * solved[i], 0),
      10,
    );
    const back = eliminate(covariance, k).solved;
    const left = 1 - k.reduce((sum, value, i) => sum + value * back[i], 0);
    expect(deviation).toBeCloseTo(Math.sqrt(s * left), 9);
  });

  it('takes the likeliest length and noise of its grid', () => {
    const { setting } = new Process(networks, y);
    const distances = distancesOf(networks);
    for (const length of [2, 8, 32]) {
      for (const noise of [0.05, 0.2, 1]) {
        expect(settingOf(distances, y, length, noise)!.likelihood).toBeLessThanOrEqual(setting.likelihood);
      }
    }
  });
});

/** Gaussian elimination without pivots, and the log determinant. */
function eliminate(matrix: readonly (readonly number[])[], right: readonly number[]) {
  const a = matrix.map((row) => [...row]);
  const b = [...right];
  const n = b.length;
  let logDet = 0;
  for (let i = 0; i < n; i++) {
    logDet += Math.log(a[i][i]);
    for (let r = i + 1; r < n; r++) {
      const factor = a[r][i] / a[i][i];
      for (let c = i; c < n; c++) a[r][c] -= factor * a[i][c];
      b[r] -= factor * b[i];
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let c = i + 1; c < n; c++) b[i] -= a[i][c] * b[c];
    b[i] /= a[i][i];
  }
  return { solved: b, logDet };
}
