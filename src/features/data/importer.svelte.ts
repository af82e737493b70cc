// One import at a time for a lab: what goes on, how far it is, how it failed, and how to stop it.
import type { ImportResult, TableClient } from '$bridge/tableClient';
import type { DatasetInfo } from '$core/table/types';
import { plainError, TablabError, type PlainError } from '$core/errors/error';
import type { DataRef } from '$core/lab/document';
import type { Progress } from '$core/run/types';
import { tableClient, type LabSession } from '$features/lab';
import { announce, toasts } from '$ui/index';
import type { Picked } from '$features/lab';

type Work = (client: TableClient, on: (progress: Progress) => void, signal: AbortSignal) => Promise<ImportResult>;

export class Importer {
  /** What is being read; null while nothing is. */
  name = $state<string | null>(null);
  progress = $state.raw<Progress | null>(null);
  error = $state.raw<PlainError | null>(null);
  #stop: AbortController | null = null;

  constructor(private readonly session: () => LabSession) {}

  files({ files, paths }: Picked): Promise<boolean> {
    if (files.length === 0) return Promise.resolve(false);
    const name = files.length === 1 ? files[0].name : `${files.length.toLocaleString('en')} files`;
    return this.#run(name, (client, on, signal) => client.importFiles(files, { paths }, on, signal));
  }

  text(text: string): Promise<boolean> {
    return this.#run('pasted text', (client, on, signal) => client.importText(text, 'pasted', {}, on, signal));
  }

  url(url: string): Promise<boolean> {
    return this.#run(url, (client, on, signal) => client.importUrl(url, {}, on, signal));
  }

  /** Bundled and generated data: a reference that any device can make good. */
  make(ref: Exclude<DataRef, { kind: 'imported' }>, label: string): Promise<boolean> {
    return this.#run(label, (client, on, signal) => client.ensure(ref, on, signal), ref);
  }

  /** Another data set: the table of counts that the lab uses, each row as often as its count says. */
  writeOut({ sha256, name }: DatasetInfo, column: string): Promise<boolean> {
    const { target } = this.session().lab.roles;
    return this.#run(name, async (client, on, signal) => {
      const written = await client.writeOut(sha256, column, on, signal);
      // What is to be learned stays, unless it was the counts.
      return target === column ? written : { ...written, roles: await client.propose(written.dataset.sha256, target) };
    });
  }

  cancel(): void {
    this.#stop?.abort();
  }

  /** Whether the lab now points at what was read. */
  async #run(name: string, work: Work, ref?: DataRef): Promise<boolean> {
    const session = this.session();
    if (session.readonly) return false;
    this.#stop?.abort();
    const stop = new AbortController();
    this.#stop = stop;
    this.name = name;
    this.progress = null;
    this.error = null;
    try {
      const client = await tableClient();
      const { dataset, roles } = await work(client, (progress) => this.#tell(stop, progress), stop.signal);
      if (stop.signal.aborted) return false;
      await this.#accept(session, ref ?? { kind: 'imported', name: dataset.name, sha256: dataset.sha256 }, {
        dataset,
        roles,
      });
      announce(`${dataset.name}: ${dataset.rows} rows, ${dataset.columns.length} columns`);
      return true;
    } catch (error) {
      const plain = plainError(error);
      if (this.#stop === stop && plain.code !== 'aborted') this.error = plain;
      return false;
    } finally {
      if (this.#stop === stop) {
        this.#stop = null;
        this.name = null;
        this.progress = null;
      }
    }
  }

  #tell(stop: AbortController, progress: Progress): void {
    if (this.#stop === stop) this.progress = progress;
  }

  async #accept(session: LabSession, ref: DataRef, { dataset, roles }: ImportResult): Promise<void> {
    const { data } = session.lab;
    // The very data that the lab names and lacked: nothing about the lab changes.
    if (ref.kind === 'imported' && data.kind === 'imported' && data.sha256 === dataset.sha256) {
      if (!session.dataset) await session.ensureData();
      else toasts.show('This is the data that the lab already uses.');
      return;
    }
    if (dataset.rows === 0) throw new TablabError('table-empty', { name: dataset.name });
    session.setData(ref, dataset, roles);
  }
}
