// One forward and backward pass of a network on a minibatch, with everything in between readable: for scores of networks
// at initialisation and for statistics of activations. Synchronous; it changes no weight.
import type { ModelSpec, Weights } from '$core/model/spec';
import type { Arrays } from '$core/pipeline/prepared';
import type { LossName } from '../executor';
import { compilePlan } from '../plan/compile';
import type { Plan, Ref } from '../plan/ir';
import { checkArrays } from './data';
import { encode, type Program } from './encode';
import { Memory } from './memory';
import { loadKernels, type Kernels } from './wasm';

/** Memory and kernels of their own, for passes outside of any training. */
export interface Bench {
  readonly memory: Memory;
  readonly kernels: Kernels;
}

/** Throws `backend-unavailable` where WebAssembly SIMD is missing. */
export async function openBench(): Promise<Bench> {
  const memory = new Memory();
  return { memory, kernels: await loadKernels(memory) };
}

export interface ProbeOptions {
  readonly rows: number;
  /** true: batch statistics, as in training; dropout is then drawn, so leave such layers out. */
  readonly training: boolean;
  /** `given`: the gradient of the output is what `backward` is handed. */
  readonly loss: LossName | 'given';
  /** Layers whose outputs are read. */
  readonly taps?: readonly string[];
}

export class Probe {
  private readonly plan: Plan;
  private readonly blocks: number[];
  private readonly program: Program;

  /** Throws `model-too-large`. */
  constructor(
    private readonly bench: Bench,
    private readonly spec: ModelSpec,
    options: ProbeOptions,
  ) {
    const { memory, kernels } = bench;
    this.plan = compilePlan(spec, { ...options, rule: 'sgd', penalties: false, clipping: false });
    const persistent = memory.allocate(4 * this.plan.persistent);
    const transient = memory.allocate(4 * (this.plan.arena - this.plan.persistent));
    this.blocks = [persistent, transient];
    this.program = encode(this.plan, { persistent, transient }, memory, kernels);
  }

  setWeights(weights: Weights): void {
    for (const { name, ref } of this.plan.weights) this.view(ref).set(weights.get(name)!);
  }

  /** Outputs, rows x units. `arrays` holds exactly the rows that the probe was made for. */
  forward(arrays: Arrays): Float32Array {
    checkArrays(this.spec, arrays);
    const { ports } = this.plan;
    for (const { id, dtype } of this.spec.inputs) {
      const at = this.program.address(ports.inputs.get(id)!) / 4;
      if (dtype === 'float32') this.bench.memory.f32.set(arrays.features, at);
      else this.bench.memory.u32.set(arrays.codes, at);
    }
    this.execute(0);
    return this.view(ports.output).slice();
  }

  /** A copy of what a tapped layer put out; between `forward` and `backward`. */
  tap(layer: string): Float32Array {
    return this.view(this.plan.taps.get(layer)!).slice();
  }

  /** Gradients of the mean loss over the rows, by trainable weight. */
  backward(target: Float32Array): Map<string, Float32Array> {
    this.view(this.plan.ports.target).set(target);
    this.execute(1);
    return this.gradients();
  }

  /** Gradients of sum(outputs x given). */
  backwardFrom(given: Float32Array): Map<string, Float32Array> {
    this.view(this.plan.ports.outputGradient!).set(given);
    return this.gradients();
  }

  dispose(): void {
    this.program.release();
    for (const block of this.blocks) this.bench.memory.release(block);
  }

  private gradients(): Map<string, Float32Array> {
    this.execute(2);
    return new Map(
      this.plan.weights.flatMap(({ name, gradient }) => (gradient ? [[name, this.view(gradient).slice()]] : [])),
    );
  }

  private execute(phase: 0 | 1 | 2): void {
    const { starts } = this.program;
    this.bench.kernels.exports.execute(starts[phase], starts[phase + 1]);
  }

  private view(ref: Ref): Float32Array {
    const at = this.program.address(ref) / 4;
    return this.bench.memory.f32.subarray(at, at + ref.size);
  }
}
