// What the reduce worker does. One question at a time is answered; a new one, or `stop`, ends the one before at its next
// pause. The training rows of the last lab are kept, since most questions are about the same ones.
import { autoencoderReport, autoencoderTask, type AutoencoderOptions } from '$core/decompose/autoencoder';
import { curse } from '$core/decompose/curse';
import { rank, reduce } from '$core/decompose/report';
import { subjectOf, type Subject } from '$core/decompose/subject';
import { embed, type EmbedOptions } from '$core/embed/embed';
import type { MatrixChoice } from '$core/pipeline/matrix/chosen';
import type { Progress } from '$core/run/types';
import type { Executor } from '$engine/executor';
import { trainAutoencoder } from '$engine/reduce/autoencoder';
import { createSimdExecutor } from '$engine/simd/index';
import { getTable } from '$store/datasets';
import type { Store } from '$store/schema';
import type { Asked, ReduceApi } from '../../reduce.api';
import { quickProducts } from '../products';
import { Task } from '../table/task';

type On = (progress: Progress) => void;

/** Between two pictures of an embedding, and between two pauses in which a stop can come in. */
const drawMs = 120;
const pauseMs = 30;

export class ReduceService implements ReduceApi {
  private task: Task | null = null;
  private known: { readonly key: string; readonly subject: Subject } | null = null;

  private executor: Promise<Executor> | undefined;

  constructor(private readonly store: () => Promise<Store>) {}

  rank(what: Asked, step: MatrixChoice, on: On) {
    return this.run(what, on, (subject) => rank(subject, step));
  }

  reduce(what: Asked, step: MatrixChoice, on: On) {
    return this.run(what, on, (subject) => reduce(subject, step));
  }

  embed(what: Asked, options: EmbedOptions, on: On, draw: (xy: Float64Array) => void) {
    const total = options.method === 'tsne' ? options.rounds : Math.min(500, options.rounds);
    return this.run(what, on, (subject, task) => {
      let drawn = 0;
      let paused = 0;
      return embed(subject, options, async (round, xy) => {
        const now = performance.now();
        if (now - paused < pauseMs) return;
        task.context.progress('rounds', round, total);
        if (now - drawn > drawMs && round > 0) {
          draw(xy.slice());
          drawn = now;
        }
        await task.context.pause();
        paused = performance.now();
      });
    });
  }

  autoencoder(
    what: Asked,
    options: AutoencoderOptions,
    on: On,
    draw: (losses: Float64Array, held: Float64Array) => void,
  ) {
    return this.run(what, on, async (subject, task) => {
      const asked = autoencoderTask(subject, options);
      const executor = await (this.executor ??= createSimdExecutor());
      let [drawn, paused] = [0, 0];
      const coded = await trainAutoencoder(executor, asked, {
        shouldStop: () => task.signal.aborted,
        epoch: async (done, losses, held) => {
          const now = performance.now();
          if (now - paused < pauseMs && !task.signal.aborted) return;
          task.context.progress('epochs', done, options.epochs);
          if (now - drawn > drawMs) {
            draw(losses.slice(), held.slice());
            drawn = now;
          }
          await task.context.pause();
          paused = performance.now();
        },
      });
      return autoencoderReport(asked, coded);
    });
  }

  curse(what: Asked, on: On) {
    return this.run(what, on, (subject, task) =>
      curse(subject, (done, total) => {
        task.context.progress('fits', done, total);
        return task.context.pause();
      }),
    );
  }

  stop(): Promise<void> {
    this.task?.cancel();
    return Promise.resolve();
  }

  private async run<T>(what: Asked, on: On, work: (subject: Subject, task: Task) => T | Promise<T>): Promise<T> {
    this.task?.cancel();
    const task = new Task(on);
    this.task = task;
    const key = JSON.stringify(what);
    task.context.progress('rows', 0, 0);
    await quickProducts();
    if (this.known?.key !== key) {
      const table = await getTable(await this.store(), what.sha256);
      await task.context.pause();
      this.known = { key, subject: subjectOf(table, what.lab) };
    }
    const { subject } = this.known;
    await task.context.pause();
    return work(subject, task);
  }
}
