// A Plan as instructions in linear memory: [table index, operand words, operands...] for each op, phase after phase,
// followed by the plan's constants. kernels/assembly/program.ts runs them.
import { phases, type Plan, type PlanOp, type Ref } from '../plan/ir';
import type { Kernels } from './wasm';
import type { Memory } from './memory';

export interface Program {
  readonly plan: Plan;
  /** Start of forward, loss, backward, update, and the end. */
  readonly starts: readonly number[];
  /** Address of each instruction and, last, the end; parallel to plan.ops. */
  readonly instructions: readonly number[];
  /** Address of what a Ref names. */
  address(ref: Ref): number;
  release(): void;
}

/** `persistent` and `transient`: addresses of the two parts of the network's arena. */
export interface Bases {
  readonly persistent: number;
  readonly transient: number;
}

export function encode(plan: Plan, bases: Bases, memory: Memory, kernels: Kernels): Program {
  const ops = [...plan.ops].sort((a, b) => phases.indexOf(a.phase) - phases.indexOf(b.phase));
  const words = ops.reduce((sum, op) => sum + 2 + Object.keys(op.kernel.signature).length, 0);
  const constants = new Map<number, number>();
  let size = words;
  for (const { id, contents } of plan.buffers) {
    if (!contents) continue;
    constants.set(id, size);
    size += contents.length;
  }
  const start = memory.allocate(4 * size);
  const address = ({ buffer, offset }: Ref) => {
    const constant = constants.get(buffer);
    if (constant !== undefined) return start + 4 * (constant + offset);
    const at = plan.offsets[buffer] + offset;
    return plan.buffers[buffer].kind === 'persistent'
      ? bases.persistent + 4 * at
      : bases.transient + 4 * (at - plan.persistent);
  };
  const u32 = memory.u32;
  const f32 = memory.f32;
  for (const { id, contents } of plan.buffers) {
    if (contents) u32.set(contents, start / 4 + constants.get(id)!);
  }
  let at = start / 4;
  const instructions: number[] = [];
  const put = (op: PlanOp) => {
    const { name, signature } = op.kernel;
    const operands = Object.entries(signature);
    instructions.push(4 * at);
    u32[at++] = kernels.indexOf(name);
    u32[at++] = operands.length;
    for (const [key, kind] of operands) {
      const value = op.operands[key];
      if (kind === 'float') f32[at++] = value as number;
      else if (typeof value === 'number') u32[at++] = value;
      else u32[at++] = value ? address(value) : 0;
    }
  };
  const starts = phases.map((phase) => {
    const from = 4 * at;
    ops.filter((op) => op.phase === phase).forEach(put);
    return from;
  });
  instructions.push(4 * at);
  return { plan, starts: [...starts, 4 * at], instructions, address, release: () => memory.release(start) };
}
