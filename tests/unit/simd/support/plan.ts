// Runs a Plan by hand: fills inputs, weights and the output gradient, executes the phases, reads any buffer.
import { resolveLayers } from '$core/model/resolve';
import type { InputSpec, LayerSpec, ModelSpec } from '$core/model/spec';
import { compilePlan } from '$engine/plan/compile';
import type { Phase, Plan, Ref } from '$engine/plan/ir';
import { phases } from '$engine/plan/ir';
import { encode } from '$engine/simd/encode';
import { Memory } from '$engine/simd/memory';
import { loadKernels } from '$engine/simd/wasm';

export interface Running {
  readonly plan: Plan;
  write(ref: Ref, values: ArrayLike<number>, integers?: boolean): void;
  read(ref: Ref): Float32Array;
  execute(...which: Phase[]): void;
}

const shared = (async () => {
  const memory = new Memory();
  return { memory, kernels: await loadKernels(memory) };
})();

/** A training or prediction plan whose output gradient is given, with gradients of all float inputs. */
export async function layerPlan(spec: ModelSpec, rows: number, training: boolean): Promise<Running> {
  const options = { rows, training, loss: 'given', rule: 'sgd', penalties: false, clipping: false } as const;
  return runPlan(compilePlan(spec, { ...options, inputGradients: true }));
}

export async function runPlan(plan: Plan): Promise<Running> {
  const { memory, kernels } = await shared;
  const persistent = memory.allocate(4 * plan.persistent);
  // What kernels leave in shared memory must not matter: start from NaN.
  const transient = memory.allocate(4 * (plan.arena - plan.persistent));
  memory.f32.fill(NaN, transient / 4, transient / 4 + plan.arena - plan.persistent);
  const program = encode(plan, { persistent, transient }, memory, kernels);
  return {
    plan,
    write(ref, values, integers = false) {
      const at = program.address(ref) / 4;
      if (values.length !== ref.size) throw new Error(`${values.length} values for ${ref.size}`);
      if (integers) memory.u32.set(Int32Array.from(values), at);
      else memory.f32.set(values, at);
    },
    read: (ref) => memory.f32.slice(program.address(ref) / 4, program.address(ref) / 4 + ref.size),
    execute(...which) {
      for (const phase of which) {
        const i = phases.indexOf(phase);
        kernels.exports.execute(program.starts[i], program.starts[i + 1]);
      }
    },
  };
}

/** A model of one layer `l` on inputs `x0`, `x1`, ... of the given shapes. */
export function oneLayer(
  type: string,
  options: LayerSpec['options'],
  shapes: number[][],
  vocabulary?: number,
): ModelSpec {
  const inputs: InputSpec[] = shapes.map((shape, i) => ({
    id: `x${i}`,
    shape,
    dtype: vocabulary ? 'int32' : 'float32',
    ...(vocabulary ? { vocabulary } : {}),
  }));
  return resolveLayers([{ id: 'l', type, options, inputs: inputs.map(({ id }) => id) }], inputs);
}
