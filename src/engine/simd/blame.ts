// Finds the layer in which numbers first stopped being finite, after a step that ended badly. Slow, but run once.
import type { Ref, WeightPlace } from '../plan/ir';
import type { Program } from './encode';
import type { Memory } from './memory';
import type { Kernels } from './wasm';

/** Runs the forward pass of the gathered batch again, op by op. Returns a layer or input id, or `loss`. */
export function blameForward(program: Program, memory: Memory, { exports }: Kernels): string {
  const { plan, instructions } = program;
  const bad = (ref: Ref) => !allFinite(memory.f32, program.address(ref) / 4, ref.size);
  for (const input of plan.spec.inputs) {
    if (input.dtype === 'float32' && bad(plan.ports.inputs.get(input.id)!)) return input.id;
  }
  for (const [index, op] of plan.ops.entries()) {
    if (op.phase !== 'forward') break;
    exports.execute(instructions[index], instructions[index + 1]);
    for (const [name, kind] of Object.entries(op.kernel.signature)) {
      const operand = op.operands[name];
      if ((kind === 'out' || kind === 'inout') && typeof operand === 'object' && bad(operand)) return op.layer;
    }
  }
  return 'loss';
}

/** The last layer whose gradient is not finite: gradients flow from the last layer to the first. */
export const blameGradient = (program: Program, memory: Memory) => lastLayer(program, memory, (w) => w.gradient);

/** The last layer with a weight that is not finite: the update of the step before ruined it. */
export const blameWeight = (program: Program, memory: Memory) => lastLayer(program, memory, (w) => w.ref);

function lastLayer(
  { plan, address }: Program,
  memory: Memory,
  part: (weight: WeightPlace) => Ref | undefined,
): string | undefined {
  const bad = (ref: Ref | undefined) => ref && !allFinite(memory.f32, address(ref) / 4, ref.size);
  const layers = [...plan.spec.layers].reverse();
  return layers.find(({ id }) => plan.weights.some((w) => w.layer === id && bad(part(w))))?.id;
}

function allFinite(values: Float32Array, from: number, size: number): boolean {
  for (let i = from; i < from + size; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}
