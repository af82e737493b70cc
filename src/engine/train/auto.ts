// The "auto" choice: which executor trains a model of this shape fastest here. CPU first; a GPU is opened and measured
// only for models with enough work in a step to outweigh its dispatch, and never an imitated one. Which models those
// are follows from their shape alone, so that a clock decides for large models only.
import type { Prepared } from '$core/pipeline/prepared';
import { costOf } from '$core/model/cost';
import { TablabError } from '$core/errors/error';
import type { AutoChoice } from '$core/run/trial';
import type { BackendName, Executor } from '../executor';
import type { TrialPlan } from './plan';
import type { ExecutorPool } from './pool';
import { timeStep, type Clock, type Sample } from './stepTime';

/** Operations of a training step below which no GPU is tried: some 5 ms on one core, the dispatch of 100 kernels. */
const gpuWork = 1e8;
/** Milliseconds for measuring one model shape. Opening an executor, once a session, is not part of it. */
const budget = 300;
const tooSmall = 'Too little work in a step for a GPU.';
/** Operations that are measured at once: some 10 ms on one core. */
const sampleWork = 4e8;
/** Milliseconds of a step on the CPU above which a GPU that was not in time, for compiling its shaders, is taken unmeasured. */
const longStep = 100;
const unmeasured = 'Its shaders took the time; a step this long is shorter on any GPU.';

interface Timed {
  /** Milliseconds a step; null: not in time. */
  readonly time: number | null;
  /** False for one that refused the model or went away. */
  readonly fit: boolean;
}

export class AutoChooser {
  private readonly chosen = new Map<string, Promise<AutoChoice>>();

  constructor(
    private readonly pool: ExecutorPool,
    private readonly clock: Clock,
  ) {}

  async choose(plan: TrialPlan, prepared: Prepared): Promise<AutoChoice> {
    const key = shapeOf(plan);
    const known = this.chosen.get(key);
    if (known) return known;
    const choosing = this.measure(plan, prepared);
    this.chosen.set(key, choosing);
    choosing.catch(() => this.chosen.delete(key));
    return choosing;
  }

  private async measure(plan: TrialPlan, prepared: Prepared): Promise<AutoChoice> {
    const [cpu] = await this.openFirst(['simd', 'wasm', 'cpu']);
    const work = 3 * costOf(plan.spec).flopsPerRow * plan.options.batchSize;
    const small = work < gpuWork;
    const candidates = small ? [cpu] : [cpu, ...(await this.openFirst(['webgpu', 'webgl']))];
    const { batchSize } = plan.options;
    const steps = work > sampleWork ? 1 : 3;
    const few = Math.max(1, Math.min(batchSize, Math.floor((sampleWork / work) * batchSize)));
    const deadline = this.clock.now() + budget;
    const times: ({ executor: Executor } & Timed)[] = [];
    for (const [i, executor] of candidates.entries()) {
      const share = Math.max(0, deadline - this.clock.now()) / (candidates.length - i);
      const sample = { steps, rows: executor === cpu ? few : batchSize };
      times.push({ executor, ...(await this.time(executor, plan, prepared, share, sample)) });
    }
    const [first, gpu] = times;
    const late = gpu?.time === null && gpu.fit && (first.time ?? Infinity) > longStep;
    const best = late ? gpu : times.reduce((a, b) => ((b.time ?? Infinity) < (a.time ?? Infinity) ? b : a));
    const figures = times.map(({ executor, time }) => `${executor.description} ${figure(time)}`).join(', ');
    const why = small ? ` ${tooSmall}` : late ? ` ${unmeasured}` : '';
    return { executor: best.executor.backend, note: `Auto: ${best.executor.description} (${figures}).${why}` };
  }

  /** A model that does not fit or a device that goes away is out of the race, not an error. */
  private async time(
    executor: Executor,
    plan: TrialPlan,
    prepared: Prepared,
    share: number,
    sample: Sample,
  ): Promise<Timed> {
    try {
      return { time: await timeStep(executor, plan, prepared.train, share, this.clock, sample), fit: true };
    } catch (error) {
      if (error instanceof TablabError && ['device-lost', 'model-too-large'].includes(error.code))
        return { time: null, fit: false };
      throw error;
    }
  }

  /** The first of these that opens and is not imitated, or none. */
  private async openFirst(backends: readonly BackendName[]): Promise<Executor[]> {
    for (const backend of backends) {
      try {
        const executor = await this.pool.get(backend);
        if (!executor.software) return [executor];
      } catch (error) {
        if (!(error instanceof TablabError) || error.code !== 'backend-unavailable') throw error;
      }
    }
    return [];
  }
}

const figure = (time: number | null) => (time === null ? 'not in time' : `${time.toPrecision(3)} ms a step`);

/** What the time of a step depends on. */
const shapeOf = ({ spec, options }: TrialPlan) =>
  JSON.stringify([
    spec.inputs,
    spec.layers.map(({ type, options, inputs }) => [type, options, inputs]),
    options.batchSize,
    options.optimizer.rule,
  ]);
