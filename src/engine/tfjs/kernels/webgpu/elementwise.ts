// One program for a whole formula over vectors of one length, where tfjs would run one for each of its operations.
import { fusedElementwise, type ElementwiseAttrs } from '../fused';
import { runProgram, webgpuKernel } from './program';

const read = (name: string) => `let ${name} = get${name[0].toUpperCase()}${name.slice(1)}ByOutputIndex(index);`;

export const elementwise = webgpuKernel<string, ElementwiseAttrs>(
  fusedElementwise,
  (inputs, { key, formula, numbers }, backend) => {
    const names = Object.keys(inputs);
    const values = Object.keys(numbers).map((name) => `let ${name} = uniforms.${name};`);
    const body = [...names.map(read), ...values, `setOutputAtIndex(index, ${formula});`].join('\n');
    const { shape: outputShape } = inputs[names[0]];
    return runProgram(backend, { key, outputShape, inputs: names, numbers, body }, Object.values(inputs));
  },
);
