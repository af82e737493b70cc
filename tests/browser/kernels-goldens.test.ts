// The kernels in Chromium: every layer golden within the same tolerance as in Node, by the same WebAssembly file.
import { describe, expect, it } from 'vitest';
import { activationCases, layerCases } from '../oracle/torch';
import { layerPlan, oneLayer } from '../unit/simd/support/plan';

function near(got: ArrayLike<number>, wanted: readonly number[], what: string) {
  expect(got.length, what).toBe(wanted.length);
  const size = wanted.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-3);
  for (let i = 0; i < wanted.length; i++) {
    const error = Math.abs(got[i] - wanted[i]) / size;
    if (!(error <= 1e-5)) expect.fail(`${what}[${i}]: ${got[i]} instead of ${wanted[i]} (${error} relative)`);
  }
}

describe('kernels in the browser agree with PyTorch', () => {
  it.each([...layerCases, ...activationCases])('$name', async (test) => {
    const shapes = test.inputs.map(({ shape }) => [...shape]);
    const run = await layerPlan(oneLayer(test.type, test.options, shapes, test.vocabulary), test.rows, test.training);
    const { plan } = run;
    [...plan.ports.inputs.values()].forEach((ref, i) => run.write(ref, test.inputs[i].values, !!test.vocabulary));
    for (const { name, ref } of plan.weights) run.write(ref, test.weights[name.slice(2)]);
    run.execute('forward');
    near(run.read(plan.ports.output), test.output.values, 'output');
    if (!test.training) return;
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
