// Layers, activations and losses of the Plan against PyTorch in float64 (tests/oracle/torch_*.py): forward pass, input
// and weight gradients, running statistics. 1e-5 relative to the size of the tensor's values.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compilePlan, unsupportedLayer } from '$engine/plan/compile';
import type { LossName } from '$engine/executor';
import { resolveLayers } from '$core/model/resolve';
import { control } from '$engine/plan/control';
import { layerPlan, oneLayer, runPlan } from './support/plan';

interface LayerCase {
  readonly name: string;
  readonly type: string;
  readonly options: Record<string, string | number | boolean>;
  readonly rows: number;
  readonly training: boolean;
  readonly vocabulary?: number;
  readonly inputs: { readonly shape: number[]; readonly values: number[] }[];
  readonly weights: Record<string, number[]>;
  readonly output: { readonly shape: number[]; readonly values: number[] };
  readonly outputGradient: number[];
  readonly inputGradients: number[][];
  readonly weightGradients: Record<string, number[]>;
  readonly moved: Record<string, number[]>;
}
interface LossCase {
  readonly loss: LossName;
  readonly rows: number;
  readonly units: number;
  readonly outputs: number[];
  readonly targets: number[];
  readonly value: number;
  readonly gradient: number[];
}

const golden = <T>(name: string) =>
  JSON.parse(readFileSync(new URL(`../../oracle/torch/${name}.json`, import.meta.url), 'utf8')) as T[];

function near(got: ArrayLike<number>, wanted: readonly number[], what: string) {
  expect(got.length, what).toBe(wanted.length);
  const size = wanted.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-3);
  for (let i = 0; i < wanted.length; i++) {
    const error = Math.abs(got[i] - wanted[i]) / size;
    if (!(error <= 1e-5)) expect.fail(`${what}[${i}]: ${got[i]} instead of ${wanted[i]} (${error} relative)`);
  }
}

describe.each([...golden<LayerCase>('layers'), ...golden<LayerCase>('activations')])('$name', (test) => {
  it('agrees with PyTorch', async () => {
    const { rows, training } = test;
    const shapes = test.inputs.map(({ shape }) => shape);
    const spec = oneLayer(test.type, test.options, shapes, test.vocabulary);
    expect(unsupportedLayer(spec)).toBeUndefined();
    const run = await layerPlan(spec, rows, training);
    const { plan } = run;
    [...plan.ports.inputs.values()].forEach((ref, i) => run.write(ref, test.inputs[i].values, !!test.vocabulary));
    for (const { name, ref } of plan.weights) run.write(ref, test.weights[name.slice(2)]);
    run.execute('forward');
    near(run.read(plan.ports.output), test.output.values, 'output');
    if (!training) return;
    run.write(plan.ports.outputGradient!, test.outputGradient);
    run.execute('backward');
    test.inputGradients.forEach((wanted, i) => near(run.read(plan.inputGradients.get(`x${i}`)!), wanted, `dx${i}`));
    for (const { name, ref, gradient } of plan.weights) {
      const short = name.slice(2);
      if (gradient) near(run.read(gradient), test.weightGradients[short], `d ${short}`);
      if (test.moved[short]) near(run.read(ref), test.moved[short], short);
    }
  });
});

describe.each(golden<LossCase>('losses'))('$loss of $rows x $units', (test) => {
  it('agrees with PyTorch', async () => {
    const { rows, units, loss } = test;
    // A linear activation hands the outputs through.
    const spec = resolveLayers(
      [{ id: 'l', type: 'activation', options: { activation: 'linear' } }],
      [{ id: 'x0', shape: [units], dtype: 'float32' }],
    );
    const options = { rows, training: true, loss, rule: 'sgd', penalties: false, clipping: false } as const;
    const run = await runPlan(compilePlan(spec, { ...options, inputGradients: true }));
    const { ports } = run.plan;
    run.write(ports.inputs.get('x0')!, test.outputs);
    run.write(ports.target, test.targets);
    run.execute('forward', 'loss', 'backward');
    const words = run.read(ports.control);
    const sum = new Float64Array(words.buffer, control.lossSum * 4, 1)[0];
    near([sum / rows], [test.value], 'loss');
    near(run.read(run.plan.inputGradients.get('x0')!), test.gradient, 'gradient');
  });
});
