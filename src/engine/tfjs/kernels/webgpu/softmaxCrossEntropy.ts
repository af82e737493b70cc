// Softmax cross-entropy in two programs: the loss of each row, and its gradient. Each number of the output goes over the
// classes of its row by itself; for the few classes of most problems that is less than the cost of one more program.
import { fusedSoftmaxCrossEntropy } from '../fused';
import { runProgram, webgpuKernel, type ProgramText } from './program';

const functions = `
  fn top(row : i32, units : i32) -> f32 {
    var most = getLogits(row, 0);
    for (var unit = 1; unit < units; unit = unit + 1) { most = max(most, getLogits(row, unit)); }
    return most;
  }
  fn total(row : i32, units : i32, most : f32) -> f32 {
    var sum = 0.0;
    for (var unit = 0; unit < units; unit = unit + 1) { sum = sum + exp(getLogits(row, unit) - most); }
    return sum;
  }`;
const units = 'let units = uniforms.logitsShape.y;';
const inputs = ['logits', 'classOf'];

const value = (rows: number): ProgramText => ({
  key: 'tablab-softmax-cross-entropy',
  outputShape: [rows],
  inputs,
  functions,
  body: `
    ${units}
    let most = top(index, units);
    let truth = getLogits(index, i32(getClassOf(index, 0)));
    setOutputAtIndex(index, log(total(index, units, most)) - (truth - most));`,
});

const gradient = (rows: number, classes: number): ProgramText => ({
  key: 'tablab-softmax-cross-entropy-gradient',
  outputShape: [rows, classes],
  inputs,
  functions,
  body: `
    ${units}
    let row = index / units;
    let unit = index % units;
    let most = top(row, units);
    let share = exp(getLogits(row, unit) - most) / total(row, units, most);
    setOutputAtIndex(index, share - select(0.0, 1.0, unit == i32(getClassOf(row, 0))));`,
});

export const softmaxCrossEntropy = webgpuKernel<'logits' | 'target', unknown>(
  fusedSoftmaxCrossEntropy,
  ({ logits, target }, _attrs, backend) => {
    const [rows, classes] = logits.shape;
    const given = [logits, target];
    return [runProgram(backend, value(rows), given), runProgram(backend, gradient(rows, classes), given)];
  },
);
