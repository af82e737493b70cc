// The `simd` executor: Plans on our WASM SIMD kernels. Deterministic: the same bits in every engine.
import type { ModelSpec } from '$core/model/spec';
import type { Arrays } from '$core/pipeline/prepared';
import type { BuildOptions, EpochJob, EpochResult, Executor, ExecutorModel } from '../executor';
import type { Plan } from '../plan/ir';
import { SimdData } from './data';
import { SimdGroup, SimdModel, type Machine } from './group';
import { Memory } from './memory';
import { Pacer } from './pacer';
import { loadKernels } from './wasm';

/** Networks of one shape that train side by side. */
export interface ModelGroup {
  readonly members: readonly ExecutorModel[];
  /** Kernel calls of one training step; `plan.describe()` prints them. */
  readonly plan: Plan;
  /** One epoch of each member that has a job. */
  trainEpoch(jobs: readonly (EpochJob | undefined)[]): Promise<(EpochResult | undefined)[]>;
  dispose(): void;
}

export interface SimdExecutor extends Executor {
  readonly backend: 'simd';
  build(spec: ModelSpec, options: BuildOptions): Promise<SimdModel>;
  /** Builds K networks that agree in loss, optimizer rule and batch size, and differ in all else. */
  buildGroup(spec: ModelSpec, members: readonly BuildOptions[]): Promise<ModelGroup>;
  /** Bytes of data and models that were not disposed of. */
  memoryInUse(): number;
}

/** Throws `backend-unavailable` where WebAssembly SIMD is missing. */
export async function createSimdExecutor(): Promise<SimdExecutor> {
  const memory = new Memory();
  const machine: Machine = { memory, kernels: await loadKernels(memory), pacer: new Pacer() };
  return {
    backend: 'simd',
    description: 'SIMD',
    load: async (arrays: Arrays) => new SimdData(memory, arrays),
    async build(spec, options) {
      return new SimdModel(new SimdGroup(machine, spec, [options]), machine, 0);
    },
    async buildGroup(spec, options) {
      const group = new SimdGroup(machine, spec, options);
      return {
        members: options.map((_, k) => new SimdModel(group, machine, k)),
        plan: group.plan,
        trainEpoch: (jobs) => group.trainEpoch(jobs),
        dispose: () => group.dispose(),
      };
    },
    memoryInUse: () => memory.inUse,
    dispose: () => machine.pacer.dispose(),
  };
}
