// Zero-cost proxies against PyTorch in float64 (torch_proxies.py), the log-determinant against its definition on a kernel
// that can be worked out by hand, and what makes a score missing.
import { expect, it } from 'vitest';
import { resolveLayers } from '$core/model/resolve';
import type { InputSpec, LayerSpec } from '$core/model/spec';
import { CodeKernel } from '$engine/proxies/naswot';
import { ProxyScorer } from '$engine/proxies/score';
import type { LossName } from '$engine/executor';
import goldenText from './torch/proxies.json?raw';

interface Case {
  readonly name: string;
  readonly shape: number[];
  readonly loss: LossName;
  readonly layers: LayerSpec[];
  readonly rows: number;
  readonly features?: number[];
  /** Instead of features. */
  readonly codes?: number[];
  readonly vocabulary?: number;
  readonly target: number[];
  readonly weights: Record<string, number[]>;
  readonly scores: Record<'gradNorm' | 'snip' | 'synflow' | 'naswot', number>;
}

const cases = JSON.parse(goldenText) as Case[];
const scorer = ProxyScorer.open();
const names = ['synflow', 'naswot', 'gradNorm', 'snip', 'parameters', 'flops'] as const;

it.each(cases)('agrees with PyTorch: $name', async (golden) => {
  const { shape, vocabulary } = golden;
  const inputs: InputSpec[] = [
    vocabulary === undefined
      ? { id: 'features', shape, dtype: 'float32' }
      : { id: 'codes', shape, dtype: 'int32', vocabulary },
  ];
  const spec = resolveLayers(golden.layers, inputs);
  const weights = new Map(Object.entries(golden.weights).map(([name, w]) => [name, Float32Array.from(w)]));
  const batch = {
    rows: golden.rows,
    features: Float32Array.from(golden.features ?? []),
    codes: Int32Array.from(golden.codes ?? []),
    target: Float32Array.from(golden.target),
  };
  const scores = (await scorer).score({ spec, loss: golden.loss, batch, weights }, names);
  for (const [name, wanted] of Object.entries(golden.scores)) {
    const got = scores[name as keyof Case['scores']]!;
    expect(Math.abs(got - wanted) / Math.abs(wanted), `${name}: ${got}, not ${wanted}`).toBeLessThan(1e-5);
  }
  const counted = spec.layers.flatMap((layer) => layer.weights).filter(({ trainable }) => trainable);
  expect(scores.parameters).toBe(counted.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0));
  expect(scores.flops).toBe(spec.layers.reduce((sum, { flops }) => sum + flops, 0));
});

it('counts agreeing units, and has no score where two rows have the same codes', () => {
  const kernel = new CodeKernel(2);
  // Codes 110 and 100 over two layers: K = [[3, 2], [2, 3]], determinant 5.
  kernel.add(Float32Array.of(1, 2, 0.5, -1));
  kernel.add(Float32Array.of(0, 0));
  expect(kernel.logDeterminant()).toBeCloseTo(Math.log(5), 12);
  const same = new CodeKernel(2);
  same.add(Float32Array.of(1, -1, 2, -3));
  expect(same.logDeterminant()).toBeNull();
});

it('synflow overflows to no score, not to a wrong one', async () => {
  const inputs = [{ id: 'features', shape: [4], dtype: 'float32' as const }];
  const layers = [1, 2, 3].map((n) => ({ id: `l${n}`, type: 'dense', options: { units: 4, activation: 'relu' } }));
  const spec = resolveLayers(layers, inputs);
  const weights = new Map(
    spec.layers.flatMap((layer) =>
      layer.weights.map(({ name, shape }) => [name, new Float32Array(shape[0] * (shape[1] ?? 1)).fill(1e20)]),
    ),
  );
  const batch = { rows: 1, features: new Float32Array(4), codes: new Int32Array(0), target: new Float32Array(4) };
  expect((await scorer).score({ spec, loss: 'mse', batch, weights }, ['synflow'])).toEqual({ synflow: null });
});
