// One network in linear memory: its persistent block, the programs of its Plans, and the job words of a pass.
// Networks of a group share Plans and the transient part of the arena, which holds nothing between steps.
import { TablabError } from '$core/errors/error';
import { pow } from '$core/math/elementary';
import type { Weights } from '$core/model/spec';
import type { BuildOptions, EpochJob } from '../executor';
import { control, settings } from '../plan/control';
import type { Plan, Ref } from '../plan/ir';
import type { SimdData } from './data';
import { encode, type Program } from './encode';
import { jobBytes, stepsDone, writeJob } from './job';
import type { Memory } from './memory';
import type { Plans } from './plans';
import type { Kernels } from './wasm';

export class Network {
  readonly job: number;
  private readonly persistent: number;
  private readonly programs = new Map<string, Program>();
  private readonly plan: Plan;
  private tables = { at: 0, bytes: 0 };
  private updates = 0;
  /** Steps of the present epoch that these count. */
  private counted = 0;

  constructor(
    private readonly memory: Memory,
    private readonly kernels: Kernels,
    private readonly plans: Plans,
    private readonly options: BuildOptions,
    private readonly transient: (bytes: number) => number,
  ) {
    this.plan = plans.train(plans.batchSize);
    this.persistent = memory.allocate(4 * this.plan.persistent);
    this.job = memory.allocate(jobBytes);
    this.writeSettings();
    this.writeClassWeights();
  }

  /** Bytes a network needs besides the shared transient part. */
  static bytes(plan: Plan): number {
    return 4 * plan.persistent + jobBytes;
  }

  /** Prepares an epoch. */
  start(data: SimdData, { order, learningRates, epoch, from }: EpochJob): void {
    const { plans } = this;
    const count = order.length;
    const steps = Math.ceil(count / plans.batchSize);
    if (learningRates.length < steps) throw new RangeError(`${learningRates.length} learning rates for ${steps} steps`);
    data.checkOrder(order);
    const target = data.target(this.options.loss, this.outputUnits);
    const inputs = data.inputs(plans.spec);
    const full = this.program('train', plans.batchSize);
    const short = this.program('train', count % plans.batchSize || plans.batchSize);
    const rates = this.reserve(4 * count + 16 * steps) + 16 * Math.ceil(count / 4);
    this.memory.u32.set(order, this.tables.at / 4);
    this.counted = from?.step ?? 0;
    this.writeRates(rates / 4, learningRates, steps);
    writeJob(this.memory, this.job, {
      order: this.tables.at,
      count,
      first: this.counted,
      batch: plans.batchSize,
      control: this.controlAt,
      full,
      short,
      inputs,
      target,
      epoch,
      rates,
    });
    this.lossSum = from?.lossSum ?? 0;
  }

  /** Counts the updates of an epoch so far. Returns its steps. */
  count(): number {
    const steps = stepsDone(this.memory, this.job);
    this.updates += steps - this.counted;
    this.counted = steps;
    return steps;
  }

  get lossSum(): number {
    return this.memory.f64[this.controlAt / 8 + control.lossSum / 2];
  }
  set lossSum(value: number) {
    this.memory.f64[this.controlAt / 8 + control.lossSum / 2] = value;
  }

  get outputUnits(): number {
    return this.plan.ports.output.size / this.plan.rows;
  }

  program(kind: 'train' | 'predict', rows: number): Program {
    const key = `${kind} ${rows}`;
    let program = this.programs.get(key);
    if (!program) {
      const plan = this.plans[kind](rows);
      const transient = this.transient(4 * (plan.arena - plan.persistent));
      program = encode(plan, { persistent: this.persistent, transient }, this.memory, this.kernels);
      this.programs.set(key, program);
    }
    return program;
  }

  get controlAt(): number {
    return this.at(this.plan.ports.control);
  }

  getWeights(): Map<string, Float32Array> {
    return new Map(this.plan.weights.map(({ name, ref }) => [name, this.view(ref).slice()]));
  }

  setWeights(weights: Weights): void {
    for (const { name, ref } of this.plan.weights) this.write(name, ref, weights.get(name));
  }

  /** Gradients of the last step, by weight. */
  getGradients(): Map<string, Float32Array> {
    return new Map(this.plan.weights.flatMap((w) => (w.gradient ? [[w.name, this.view(w.gradient).slice()]] : [])));
  }

  getOptimizerState(): Map<string, Float32Array> {
    const state = new Map<string, Float32Array>();
    this.eachSlot((name, ref) => state.set(name, this.view(ref).slice()));
    return state.set('step', Float32Array.of(this.updates % 2 ** 24, Math.floor(this.updates / 2 ** 24)));
  }

  setOptimizerState(state: Weights): void {
    this.eachSlot((name, ref) => this.write(name, ref, state.get(name)));
    const [low = 0, high = 0] = state.get('step') ?? [];
    this.updates = high * 2 ** 24 + low;
  }

  dispose(): void {
    for (const program of this.programs.values()) program.release();
    this.programs.clear();
    this.memory.release(this.persistent);
    this.memory.release(this.job);
    if (this.tables.bytes > 0) this.memory.release(this.tables.at);
  }

  private eachSlot(visit: (name: string, ref: Ref) => void): void {
    for (const [slot, block] of this.plan.ports.slots) {
      for (const { name, ref, gradient } of this.plan.weights) {
        if (gradient) visit(`${name}:${slot}`, { ...ref, buffer: block.buffer });
      }
    }
  }

  private write(name: string, ref: Ref, values: Float32Array | undefined): void {
    if (values?.length !== ref.size) {
      throw new TablabError('weights-mismatch', { name, got: values?.length ?? 0, expected: ref.size });
    }
    this.view(ref).set(values);
  }

  private at({ buffer, offset }: Ref): number {
    return this.persistent + 4 * (this.plan.offsets[buffer] + offset);
  }

  private view(ref: Ref): Float32Array {
    const start = this.at(ref) / 4;
    return this.memory.f32.subarray(start, start + ref.size);
  }

  private writeSettings(): void {
    const { l1, l2, clipNorm, dropoutSeed } = this.options;
    const { options } = this.options.optimizer;
    const f64 = this.memory.f64;
    const base = this.at(this.plan.ports.settings) / 8;
    const values = {
      ...options,
      l1,
      l2,
      clipNorm,
      seedLow: dropoutSeed >>> 0,
      seedHigh: Math.floor(dropoutSeed / 2 ** 32),
    };
    for (const [name, place] of Object.entries(settings)) {
      f64[base + place] = (values as Readonly<Record<string, number | undefined>>)[name] ?? 0;
    }
  }

  private writeClassWeights(): void {
    const ref = this.plan.ports.classWeights;
    if (!ref) return;
    const weights = this.options.classWeights ?? new Float32Array(ref.size).fill(1);
    if (weights.length !== ref.size) throw new RangeError(`${weights.length} class weights, ${ref.size} expected`);
    this.view(ref).set(weights);
  }

  /** Four words a step: the learning rate and what Adam makes of it. */
  private writeRates(at: number, learningRates: Float32Array, steps: number): void {
    const f32 = this.memory.f32;
    const { rule, options } = this.options.optimizer;
    const adaptive = rule === 'adam' || rule === 'adamw';
    for (let step = 0; step < steps; step++) {
      const rate = learningRates[step];
      f32[at + 4 * step] = rate;
      if (!adaptive) continue;
      const t = this.updates - this.counted + step + 1;
      f32[at + 4 * step + 1] = rate / (1 - pow(options.beta1, t));
      f32[at + 4 * step + 2] = 1 / Math.sqrt(1 - pow(options.beta2, t));
    }
  }

  /** Room for row order and rates, kept from epoch to epoch. */
  private reserve(bytes: number): number {
    const wanted = bytes + 64;
    if (this.tables.bytes < wanted) {
      if (this.tables.bytes > 0) this.memory.release(this.tables.at);
      this.tables = { at: this.memory.allocate(wanted), bytes: wanted };
    }
    return this.tables.at;
  }
}
