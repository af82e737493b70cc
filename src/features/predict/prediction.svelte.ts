// One model and one table of new rows, as they stand in the predicting worker. The worker may die or be ended: what was
// chosen is remembered here, and is read again.
import type { ModelCard, NewTable, OneRow, PredictClient, PredictedTable } from '$bridge/predictClient';
import { plainError, TablabError, type PlainError } from '$core/errors/error';
import type { Chosen } from '$core/predict/match';
import type { Progress } from '$core/run/types';
import type { Picked } from '$features/lab';
import { announce } from '$ui/index';

type Input = { readonly files: Picked } | { readonly text: string };

export class Prediction {
  card = $state.raw<ModelCard | null>(null);
  table = $state.raw<NewTable | null>(null);
  result = $state.raw<PredictedTable | null>(null);
  /** Which columns the person chose in place of others. */
  chosen = $state.raw<Chosen>({});
  error = $state.raw<PlainError | null>(null);
  progress = $state.raw<Progress | null>(null);
  opening = $state(false);
  working = $state(false);
  stopped = $state(false);
  /** Rises with each result: what shows its rows starts over. */
  version = $state(0);
  #input: Input | null = null;
  #model: { run: string; sha256: string } | null = null;
  #stop: AbortController | undefined;
  #client: Promise<PredictClient> | undefined;

  client(): Promise<PredictClient> {
    return (this.#client ??= import('$bridge/predictClient').then((module) => {
      const client = module.createPredictClient();
      client.onDeath(() => {
        this.card = null;
        this.result = null;
      });
      return client;
    }));
  }

  /** Loads a model; rows that were chosen are read anew for it. */
  async open(run: string, sha256: string): Promise<void> {
    this.#stop?.abort();
    this.#model = { run, sha256 };
    this.card = null;
    this.result = null;
    this.chosen = {};
    this.error = null;
    await this.#load();
    if (this.card && this.#input) await this.#read(this.#input);
  }

  async #load(): Promise<void> {
    const model = this.#model;
    if (!model) return;
    this.opening = true;
    try {
      const card = await (await this.client()).open(model);
      if (this.#model === model) this.card = card;
    } catch (error) {
      if (this.#model === model) this.error = plainError(error);
    } finally {
      if (this.#model === model) this.opening = false;
    }
  }

  files(files: Picked): Promise<void> {
    return files.files.length === 0 ? Promise.resolve() : this.#take({ files });
  }
  text(text: string): Promise<void> {
    return this.#take({ text });
  }
  #take(input: Input): Promise<void> {
    this.#input = input;
    this.chosen = {};
    return this.#read(input);
  }

  async #read(input: Input): Promise<void> {
    await this.#work(async (client, on, signal) => {
      this.table = null;
      this.result = null;
      const table =
        'files' in input
          ? await client.readFiles(input.files.files, input.files.paths, on, signal)
          : await client.readText(input.text, on, signal);
      if (signal.aborted) return;
      this.table = table;
      await this.#predict(client, on, signal);
    });
  }

  /** Another column in the place of one; null: none. */
  async choose(column: string, from: string | null): Promise<void> {
    this.chosen = { ...this.chosen, [column]: from };
    await this.#work((client, on, signal) => this.#predict(client, on, signal));
  }

  again(): Promise<void> {
    return this.#input ? this.#read(this.#input) : Promise.resolve();
  }

  stop(): void {
    this.#stop?.abort();
    this.stopped = this.working;
    this.working = false;
  }

  async one(values: Readonly<Record<string, string>>): Promise<OneRow> {
    if (!this.card) await this.#load();
    return (await this.client()).one(values);
  }

  async #predict(client: PredictClient, on: (progress: Progress) => void, signal: AbortSignal): Promise<void> {
    const result = await client.predict(this.chosen, on, signal);
    if (signal.aborted) return;
    this.result = result;
    this.version++;
    announce(`${result.summary.predicted.toLocaleString('en')} of ${result.rows.toLocaleString('en')} rows predicted`);
  }

  async #work(
    work: (client: PredictClient, on: (progress: Progress) => void, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    this.#stop?.abort();
    const stop = new AbortController();
    this.#stop = stop;
    const current = () => this.#stop === stop && !stop.signal.aborted;
    this.working = true;
    this.stopped = false;
    this.progress = null;
    this.error = null;
    const on = (progress: Progress) => {
      if (current()) this.progress = progress;
    };
    try {
      // After the worker was ended the model has to be there first.
      if (!this.card) await this.#load();
      if (!this.card) return;
      await work(await this.client(), on, stop.signal);
    } catch (error) {
      const plain = plainError(error);
      if (current() && plain.code !== 'aborted') this.error = plain;
      if (current() && plain.code === 'aborted') this.stopped = true;
    } finally {
      if (current()) {
        this.working = false;
        this.progress = null;
      }
    }
  }

  /** Ends the worker, and with it the new rows. */
  dispose(): void {
    this.#stop?.abort();
    this.#model = null;
    void this.#client?.then((client) => client.terminate());
  }
}

export const noModel = (): PlainError => new TablabError('predict-no-model').toPlain();
