// K networks of one shape side by side: one set of Plans, one transient block, each network with its own weights,
// seeds, rates and row order. A network's bits do not depend on its neighbours, and one that diverges just stops.
import { costOf, type ModelCost } from '$core/model/cost';
import type { ModelSpec, Weights } from '$core/model/spec';
import type { Arrays } from '$core/pipeline/prepared';
import type { BuildOptions, DataHandle, EpochJob, EpochResult, ExecutorModel } from '../executor';
import { totalsOf } from '../plan/describe';
import type { Plan } from '../plan/ir';
import { blameForward, blameGradient, blameWeight } from './blame';
import { checkArrays, SimdData } from './data';
import { jobBytes, status, stepsDone, writeJob } from './job';
import type { Memory } from './memory';
import { Network } from './network';
import { Pacer } from './pacer';
import { Plans } from './plans';
import type { Kernels } from './wasm';

/** What the networks of an executor have in common. */
export interface Machine {
  readonly memory: Memory;
  readonly kernels: Kernels;
  readonly pacer: Pacer;
}

/** Steps between two calls of `shouldStop`: a call costs less than a percent of the smallest steps. */
const stepsBetweenQuestions = 8;

const workOf = (plan: Plan) => {
  const { flops, bytes } = totalsOf(plan.ops);
  return flops + bytes;
};

export class SimdGroup {
  readonly plan: Plan;
  readonly networks: readonly Network[];
  private readonly plans: Plans;
  private readonly blocks: { readonly at: number; readonly bytes: number }[] = [];

  constructor(
    private readonly machine: Machine,
    spec: ModelSpec,
    members: readonly BuildOptions[],
  ) {
    const { memory, kernels } = machine;
    this.plans = new Plans(spec, members);
    this.plan = this.plans.train(this.plans.batchSize);
    const parts = [this.plan, this.plans.predict(this.plans.chunk)];
    const transient = 4 * Math.max(...parts.map((plan) => plan.arena - plan.persistent));
    memory.demand(members.length * Network.bytes(this.plan) + transient);
    this.blocks.push({ at: memory.allocate(transient), bytes: transient });
    const place = (bytes: number) => this.transient(bytes);
    this.networks = members.map((options) => new Network(memory, kernels, this.plans, options, place));
  }

  /** One epoch of every network that has a job; results in the same order. */
  async trainEpoch(jobs: readonly (EpochJob | undefined)[]): Promise<(EpochResult | undefined)[]> {
    const { memory, kernels, pacer } = this.machine;
    const work = workOf(this.plan);
    const results: (EpochResult | undefined)[] = jobs.map(() => undefined);
    const active = new Map<number, EpochJob>();
    jobs.forEach((job, k) => {
      if (!job) return;
      this.networks[k].start(job.data as SimdData, job);
      active.set(k, job);
    });
    while (active.size > 0) {
      for (const [k, job] of active) {
        const network = this.networks[k];
        const stopped = job.shouldStop?.() ?? false;
        const before = stepsDone(memory, network.job);
        const asks = job.shouldStop || job.hold || job.parts ? stepsBetweenQuestions : Infinity;
        const slice = Math.min(asks, Pacer.steps(work));
        const ended = stopped ? status.finished : kernels.exports.train(network.job, slice);
        const sound = ended === status.more || ended === status.finished;
        const handing = sound && !stopped ? this.handOut(network, job) : undefined;
        if (handing) await handing;
        if (ended !== status.more) {
          results[k] = this.finish(network, job, ended, stopped);
          active.delete(k);
        }
        await pacer.spend(work * (stepsDone(memory, network.job) - before));
        const hold = ended === status.more ? job.hold?.() : undefined;
        if (hold) await hold;
      }
    }
    return results;
  }

  /** Outputs of a few rows, straight through the buffers of the program: no data set, no job, no waiting. */
  few(k: number, arrays: Arrays): Float32Array {
    const { memory, kernels } = this.machine;
    const { rows } = arrays;
    const program = this.networks[k].program('predict', rows);
    const { spec, ports } = program.plan;
    checkArrays(spec, arrays);
    for (const { id, dtype } of spec.inputs) {
      const at = program.address(ports.inputs.get(id)!) / 4;
      if (dtype === 'float32') memory.f32.set(arrays.features, at);
      else memory.u32.set(arrays.codes, at);
    }
    kernels.exports.execute(program.starts[0], program.starts[1]);
    const from = program.address(ports.output) / 4;
    return memory.f32.slice(from, from + ports.output.size);
  }

  /** Rows that `few` takes at once. */
  get atOnce(): number {
    return this.plans.chunk;
  }

  /** Outputs of all rows, and the mean loss when asked for. */
  async run(k: number, data: SimdData, withLoss: boolean): Promise<{ loss: number; outputs: Float32Array }> {
    const { memory, kernels, pacer } = this.machine;
    const network = this.networks[k];
    const { spec, chunk } = this.plans;
    const target = withLoss ? data.target(this.plans.members[k].loss, network.outputUnits) : undefined;
    const inputs = data.inputs(spec);
    const { rows } = data;
    const units = network.outputUnits;
    if (rows === 0) return { loss: NaN, outputs: new Float32Array(0) };
    const batch = Math.min(rows, chunk);
    const full = network.program('predict', batch);
    const short = network.program('predict', rows % batch || batch);
    const job = memory.allocate(jobBytes);
    const order = memory.allocate(4 * rows);
    const to = memory.allocate(4 * rows * units);
    try {
      for (let row = 0, u32 = memory.u32; row < rows; row++) u32[order / 4 + row] = row;
      writeJob(memory, job, {
        order,
        count: rows,
        batch,
        control: network.controlAt,
        full,
        short,
        inputs,
        target,
        output: { at: to, words: units },
      });
      const work = workOf(full.plan);
      const slice = Pacer.steps(work);
      let loss = 0;
      const advance = () => {
        // The sum in the control block may belong to an epoch that is under way.
        const kept = network.lossSum;
        network.lossSum = loss;
        const ended = kernels.exports.predict(job, slice, Number(withLoss));
        loss = network.lossSum;
        network.lossSum = kept;
        return ended;
      };
      while (advance() === status.more) await pacer.spend(work * slice);
      const outputs = memory.f32.slice(to / 4, to / 4 + rows * units);
      return { loss: withLoss ? loss / rows : NaN, outputs };
    } finally {
      for (const block of [job, order, to]) memory.release(block);
    }
  }

  /** Time of each op of a training step by itself, for benches; spoils weights and state. `now` in milliseconds. */
  timeOps(rows: number, now: () => number): { kernel: string; layer: string; milliseconds: number }[] {
    const { kernels } = this.machine;
    const { plan, instructions } = this.networks[0].program('train', rows);
    return plan.ops.map(({ kernel, layer }, i) => {
      const times = Array.from({ length: 5 }, () => {
        const start = now();
        for (let n = 0; n < 20; n++) kernels.exports.execute(instructions[i], instructions[i + 1]);
        return (now() - start) / 20;
      });
      return { kernel: kernel.name, layer, milliseconds: Math.min(...times) };
    });
  }

  dispose(): void {
    for (const network of this.networks) network.dispose();
    for (const { at } of this.blocks) this.machine.memory.release(at);
    this.blocks.length = 0;
  }

  /** Where the epoch stands, to who takes it; undefined where that is not due. */
  private handOut(network: Network, { parts }: EpochJob): Promise<void> | undefined {
    if (!parts?.due(stepsDone(this.machine.memory, network.job))) return undefined;
    return parts.take({ step: network.count(), lossSum: network.lossSum });
  }

  private finish(network: Network, job: EpochJob, ended: number, stopped: boolean): EpochResult {
    const { memory, kernels } = this.machine;
    const steps = network.count();
    const { order } = job;
    const rows = Math.min(order.length, steps * this.plans.batchSize);
    const result = { loss: network.lossSum / Math.max(1, rows), steps, stopped };
    if (ended === status.finished) return result;
    const left = Math.min(this.plans.batchSize, order.length - steps * this.plans.batchSize);
    const program = network.program('train', left);
    const bad = (step: number, layer: string) => ({
      ...result,
      steps: steps + 1,
      loss: NaN,
      nonFinite: { step: Math.max(0, step), layer },
    });
    if (ended === status.badGradient) return bad(steps, blameGradient(program, memory) ?? 'optimizer');
    const ruined = blameWeight(program, memory);
    return ruined ? bad(steps - 1, ruined) : bad(steps, blameForward(program, memory, kernels));
  }

  private transient(bytes: number): number {
    const known = this.blocks.find((block) => block.bytes >= bytes);
    if (known) return known.at;
    const at = this.machine.memory.allocate(bytes);
    this.blocks.push({ at, bytes });
    return at;
  }
}

/** One network of a group behind the executor interface. */
export class SimdModel implements ExecutorModel {
  readonly cost: ModelCost;

  constructor(
    readonly group: SimdGroup,
    private readonly machine: Machine,
    private readonly k: number,
  ) {
    this.cost = costOf(group.plan.spec);
  }

  async trainEpoch(job: EpochJob): Promise<EpochResult> {
    const jobs: (EpochJob | undefined)[] = [];
    jobs[this.k] = job;
    return (await this.group.trainEpoch(Array.from(jobs)))[this.k]!;
  }

  evaluate(data: DataHandle): Promise<{ loss: number; outputs: Float32Array }> {
    return this.group.run(this.k, data as SimdData, true);
  }

  async predict(arrays: Arrays): Promise<Float32Array> {
    if (arrays.rows > 0 && arrays.rows <= this.group.atOnce) return this.group.few(this.k, arrays);
    const data = new SimdData(this.machine.memory, arrays);
    try {
      return (await this.group.run(this.k, data, false)).outputs;
    } finally {
      data.dispose();
    }
  }

  async getWeights() {
    return this.group.networks[this.k].getWeights();
  }

  async setWeights(weights: Weights) {
    this.group.networks[this.k].setWeights(weights);
  }

  async getOptimizerState() {
    return this.group.networks[this.k].getOptimizerState();
  }

  async setOptimizerState(state: Weights) {
    this.group.networks[this.k].setOptimizerState(state);
  }

  /** Frees the whole group: members live and end together. */
  dispose(): void {
    this.group.dispose();
  }
}
