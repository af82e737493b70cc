// The search of a relaxed space: alphas and weights step in turn (algorithm 1 of Liu, Simonyan & Yang 2018, arXiv
// 1806.09055, first order; the order of the authors' train_search.py). It can stop, pause and go on between any two steps:
// a checkpoint holds all that the streams do not say.
import * as tf from '@tensorflow/tfjs-core';
import { TablabError } from '$core/errors/error';
import type { SearchPoint } from '$core/nas/darts/findings';
import type { Checkpoint } from '$core/run/checkpoint';
import type { SearchJob, SearchMessage } from '$core/run/search';
import type { Listener } from '$core/run/trial';
import type { TrialControl } from '../../train/control';
import type { SearchPlan } from '../../train/searchPlan';
import { openTurns } from '../../turn';
import type { TfjsData } from '../data';
import { LossTape } from '../lossTape';
import type { Session } from '../session';
import { AlphaState } from './alphas';
import { TfjsSupernet } from './supernet';

/** Steps under way on a device before we wait for it. */
const inFlight = 8;
/** Between two words on the progress, in milliseconds. */
const told = 200;
const ofAlphas = 'darts/alphas';
const slots = ['darts/m', 'darts/v'];
const ofStep = 'darts/step';
const ofLosses = { weights: 'darts/losses', alphas: 'darts/held-out' } as const;
type Half = keyof typeof ofLosses;
const halves: readonly Half[] = ['weights', 'alphas'];

export interface SearchHooks {
  readonly control: TrialControl;
  readonly on: Listener<SearchMessage>;
  /** Milliseconds; decides when to hand out checkpoints and progress, never what the numbers are. */
  now(): number;
}

export class Searcher {
  private readonly net: TfjsSupernet;
  private readonly tapes = { weights: new LossTape(), alphas: new LossTape() };
  /** Losses of the present epoch that were read. */
  private losses: Record<Half, number[]> = { weights: [], alphas: [] };
  private epoch = 0;
  private step = 0;
  private lastCheckpoint: number;
  private lastTold = -Infinity;

  constructor(
    private readonly session: Session,
    private readonly data: TfjsData,
    private readonly plan: SearchPlan,
    private readonly job: Pick<SearchJob, 'from' | 'points' | 'checkpointEvery'>,
    private readonly hooks: SearchHooks,
  ) {
    session.use();
    const { alphas, net, options } = plan;
    this.net = new TfjsSupernet(net, options, new AlphaState(alphas.first(), alphas.shape, alphas));
    this.lastCheckpoint = hooks.now();
    if (job.from) this.goOn(job.from);
    else this.net.write(plan.firstWeights());
  }

  /** Runs to the end. Throws `nas-search-diverged` or `device-lost`. */
  async run(): Promise<'done' | 'cancelled'> {
    const { plan, hooks } = this;
    const turns = openTurns();
    try {
      while (!plan.findings.over) {
        const rates = plan.learningRates(this.epoch);
        const order = plan.order(this.epoch);
        while (this.step < plan.steps) {
          await turns.next();
          await hooks.control.hold();
          if (hooks.control.shouldStop()) return 'cancelled';
          if (this.step % inFlight === 0) await this.session.wait(this.session.open.settle());
          this.session.use();
          this.stepOn('alphas', order, rates);
          this.stepOn('weights', order, rates);
          this.step++;
          this.tellSteps();
          await this.checkpoint();
        }
        await this.endEpoch();
      }
      return 'done';
    } finally {
      turns.close();
    }
  }

  private stepOn(half: Half, order: Record<Half, Int32Array>, rates: Float32Array): void {
    const { epoch, step, data, plan } = this;
    const { batchSize } = plan.options;
    const rows = tf.tensor1d(order[half].subarray(step * batchSize, (step + 1) * batchSize), 'int32');
    const input = { data, rows, learningRate: rates[step], epoch, step };
    this.tapes[half].push(half === 'alphas' ? this.net.stepAlphas(input) : this.net.stepWeights(input));
    rows.dispose();
  }

  private async endEpoch(): Promise<void> {
    await this.readLosses();
    const { epoch, plan, session } = this;
    const [loss, heldOut] = halves.map((half) => mean(this.losses[half]));
    const [values] = await session.wait(this.net.alphas.read());
    if (![loss, heldOut, ...values].every(Number.isFinite)) {
      throw new TablabError('nas-search-diverged', { epoch: epoch + 1 });
    }
    const [edges, ops] = plan.alphas.shape;
    const alphas = Array.from({ length: edges }, (_, edge) =>
      Array.from(values.subarray(edge * ops, (edge + 1) * ops)),
    );
    const point: SearchPoint = { epoch, loss, heldOut, alphas, backend: session.name };
    plan.findings.tell(point);
    void this.hooks.on({ type: 'point', point });
    this.losses = { weights: [], alphas: [] };
    this.epoch++;
    this.step = 0;
  }

  private async readLosses(): Promise<void> {
    for (const half of halves) {
      this.session.use();
      const tensor = this.tapes[half].take();
      if (!tensor) continue;
      this.losses[half].push(...(await this.session.wait(tensor.data())));
      tensor.dispose();
    }
  }

  private tellSteps(): void {
    const now = this.hooks.now();
    const { steps, findings } = this.plan;
    const total = steps * findings.limits.epochs;
    const done = this.epoch * steps + this.step;
    if (now - this.lastTold < told && done < total) return;
    this.lastTold = now;
    void this.hooks.on({ type: 'steps', done, total });
  }

  private async checkpoint(): Promise<void> {
    const { checkpointEvery } = this.job;
    if (checkpointEvery <= 0 || this.hooks.now() - this.lastCheckpoint < checkpointEvery * 1000) return;
    await this.readLosses();
    this.session.use();
    const [weights, optimizer, [alphas, ...moments]] = await this.session.wait(
      Promise.all([this.net.readWeights(), this.net.readOptimizer(), this.net.alphas.read()]),
    );
    weights.set(ofAlphas, alphas);
    slots.forEach((name, i) => optimizer.set(name, moments[i]));
    optimizer.set(ofStep, Float32Array.of(this.step));
    for (const half of halves) optimizer.set(ofLosses[half], Float32Array.from(this.losses[half]));
    const checkpoint = { epoch: this.epoch, curve: [], weights, optimizer, best: null };
    await this.hooks.on({ type: 'checkpoint', checkpoint });
    this.lastCheckpoint = this.hooks.now();
  }

  private goOn({ epoch, weights, optimizer }: Checkpoint): void {
    this.epoch = epoch;
    this.step = optimizer.get(ofStep)![0];
    this.net.write(weights, optimizer);
    const alphas = [weights.get(ofAlphas)!, ...slots.map((name) => optimizer.get(name)!)];
    this.net.alphas.write(alphas, epoch * this.plan.steps + this.step);
    for (const half of halves) this.losses[half] = Array.from(optimizer.get(ofLosses[half])!);
    for (const point of this.job.points) if (point.epoch < epoch) this.plan.findings.tell(point);
  }

  dispose(): void {
    if (this.session.isLost) return;
    this.session.use();
    tf.dispose([this.tapes.weights.take() ?? [], this.tapes.alphas.take() ?? []]);
    this.net.dispose();
  }
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
