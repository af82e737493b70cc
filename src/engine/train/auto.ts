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
import { timeStep, type Clock } from './stepTime';

/** Operations of a training step below which no GPU is tried: some 5 ms on one core, the dispatch of 100 kernels. */
const gpuWork = 1e8;
/** Milliseconds for measuring one model shape. Opening an executor, once a session, is not part of it. */
const budget = 300;
const tooSmall = 'Too little work in a step for a GPU.';

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
    const deadline = this.clock.now() + budget;
    const times: { executor: Executor; time: number | null }[] = [];
    for (const [i, executor] of candidates.entries()) {
      const share = Math.max(0, deadline - this.clock.now()) / (candidates.length - i);
      times.push({ executor, time: await this.time(executor, plan, prepared, share) });
    }
    const best = times.reduce((a, b) => ((b.time ?? Infinity) < (a.time ?? Infinity) ? b : a));
    const figures = times.map(({ executor, time }) => `${executor.description} ${figure(time)}`).join(', ');
    const why = small ? ` ${tooSmall}` : '';
    return { executor: best.executor.backend, note: `Auto: ${best.executor.description} (${figures}).${why}` };
  }

  /** A model that does not fit or a device that goes away is out of the race, not an error. */
  private async time(executor: Executor, plan: TrialPlan, prepared: Prepared, share: number) {
    try {
      return await timeStep(executor, plan, prepared.train, share, this.clock);
    } catch (error) {
      if (error instanceof TablabError && ['device-lost', 'model-too-large'].includes(error.code)) return null;
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
