// What the table worker does: reads files into stored data sets, makes bundled and generated ones, and looks at them.
// A data set is stored in one transaction at the very end, so a failed or cancelled import leaves nothing behind.
import type { JudgedPart } from '$core/baselines/registry';
import { TablabError } from '$core/errors/error';
import { withLabels, type Labels } from '$core/label/apply';
import type { SuspectOptions } from '$core/label/outOfSample';
import type { DataRef } from '$core/lab/document';
import { prepare, type PrepareConfig } from '$core/pipeline/prepare';
import type { Progress } from '$core/run/types';
import { describeColumn } from '$core/table/describe';
import { describe, importSources, type Described } from '$core/table/import';
import type { Arrangement } from '$core/table/arrange/arrange';
import type { Picked, TallyOf } from '$core/table/arrange/pick';
import { cellTexts, cellTextsAt, histogramOf, rgbaOf, sampleColumn } from '$core/table/look';
import { proposeRoles } from '$core/table/propose';
import { retypeTable } from '$core/table/retype';
import { writeOut } from '$core/table/writeOut';
import { memorySource, type ByteSource } from '$core/table/source';
import type { DatasetInfo, Roles, Table } from '$core/table/types';
import { fetchAsset } from '$datasets/assets';
import { loadDataset } from '$datasets/load';
import { datasetCard, datasetCards } from '$datasets/registry';
import { findDataset, putDataset } from '$store/datasets';
import type { Store } from '$store/schema';
import type { ImportOptions, ImportResult, Inspected, InspectedLab, Labelled, TableApi } from '../../table.api';
import { quickProducts } from '../products';
import { Arranger } from './arrange';
import { Columns } from './columns';
import { fetchSource } from './fetchSource';
import { fileSource } from './fileSource';
import { Inspector } from './inspect';
import { nameOf } from './names';
import { Task } from './task';

type On = (progress: Progress) => void;
type Source = DatasetInfo['source'];

export class TableService implements TableApi {
  private readonly columns: Columns;
  private readonly inspector: Inspector;
  private readonly arranger: Arranger;
  private readonly tasks = new Set<Task>();

  constructor(
    private readonly store: () => Promise<Store>,
    private readonly now: () => number,
  ) {
    this.columns = new Columns(store);
    this.inspector = new Inspector(this.columns);
    this.arranger = new Arranger(this.columns);
  }

  cards() {
    return Promise.resolve(datasetCards);
  }

  importFiles(files: readonly File[], options: ImportOptions, on: On): Promise<ImportResult> {
    const sources = files.map((file, i) => fileSource(file, options.paths?.[i]));
    return this.run(on, (task) => this.import(sources, nameOf(sources), options, task));
  }

  importText(text: string, name: string, options: ImportOptions, on: On): Promise<ImportResult> {
    return this.run(on, (task) =>
      this.import([memorySource(name, new TextEncoder().encode(text))], name, options, task),
    );
  }

  importUrl(url: string, options: ImportOptions, on: On): Promise<ImportResult> {
    return this.run(on, async (task) => {
      const source = await fetchSource(url, task);
      return this.import([source], source.name, options, task, url.trim());
    });
  }

  ensure(ref: DataRef, on: On): Promise<ImportResult> {
    return this.run(on, (task) => (ref.kind === 'imported' ? this.find(ref) : this.make(ref, task)));
  }

  cancel(): Promise<void> {
    for (const task of this.tasks) task.cancel();
    return Promise.resolve();
  }

  async retype(sha256: string, types: Parameters<TableApi['retype']>[1]): Promise<ImportResult> {
    const base = await this.columns.info(sha256);
    const table = { rows: base.rows, columns: await this.columns.all(sha256) };
    const described = await describe(retypeTable(table, types), base.notes);
    const dataset = { ...base, sha256: described.sha256, columns: described.columns, bytes: described.bytes };
    if (dataset.sha256 !== base.sha256) this.columns.derive(dataset, sha256, types);
    return { dataset, roles: described.roles };
  }

  async propose(sha256: string, target?: string): Promise<Roles> {
    const { columns, rows } = await this.columns.info(sha256);
    if (target !== undefined && !columns.some(({ name }) => name === target)) {
      throw new TablabError('column-unknown', { column: target });
    }
    return proposeRoles(columns, rows, target);
  }

  async rows(sha256: string, start: number, count: number, names?: readonly string[], labels?: Labels) {
    const columns = names
      ? await Promise.all(names.map((name) => this.columns.labelled(sha256, name, labels)))
      : await this.columns.all(sha256);
    return { start, columns: columns.map((column) => ({ name: column.name, cells: cellTexts(column, start, count) })) };
  }

  async rowsAt(sha256: string, rows: Uint32Array, names: readonly string[], labels?: Labels) {
    const columns = await Promise.all(names.map((name) => this.columns.labelled(sha256, name, labels)));
    return { start: 0, columns: columns.map((column) => ({ name: column.name, cells: cellTextsAt(column, rows) })) };
  }

  arrange(what: Labelled & Arrangement, on: On) {
    return this.arranger.arrange(what, on);
  }

  stopArranging(): Promise<void> {
    this.arranger.cancel();
    return Promise.resolve();
  }

  pick(what: Labelled, picked: Picked) {
    return this.arranger.pick(what, picked);
  }

  async sample(sha256: string, names: readonly string[], limit: number, labels?: Labels) {
    const { rows } = await this.columns.info(sha256);
    const columns = await Promise.all(names.map((name) => this.columns.labelled(sha256, name, labels)));
    return { rows: Math.min(rows, limit), columns: columns.map((column) => sampleColumn(column, limit)) };
  }

  async image(sha256: string, column: string, row: number) {
    const data = await this.columns.images(sha256, column);
    const [height, width] = data.shape;
    return { width, height, rgba: rgbaOf(data, row) };
  }

  async labelled(sha256: string, labels: Labels) {
    const columns = await Promise.all(labels.map(({ column }) => this.columns.labelled(sha256, column, labels)));
    return Promise.all(columns.map(describeColumn));
  }

  keepLabelled(sha256: string, labels: Labels, on: On): Promise<ImportResult> {
    return this.run(on, async (task) => {
      const base = await this.columns.info(sha256);
      const table = withLabels({ rows: base.rows, columns: await this.columns.all(sha256) }, labels);
      const described = await describe(table, base.notes, task.context);
      return this.keep(described, `${base.name}, labelled`, { kind: 'imported', detail: base.name }, task);
    });
  }

  writeOut(sha256: string, column: string, on: On): Promise<ImportResult> {
    return this.run(on, async (task) => {
      const base = await this.columns.info(sha256);
      const table = writeOut({ rows: base.rows, columns: await this.columns.all(sha256) }, column);
      const described = await describe(table, base.notes, task.context);
      return this.keep(described, `${base.name}, written out`, { kind: 'imported', detail: base.name }, task);
    });
  }

  async histogram(sha256: string, column: string, bins: number, labels?: Labels) {
    const { data } = await this.columns.labelled(sha256, column, labels);
    return data.kind === 'number' ? histogramOf(data.values, bins) : { edges: [], counts: [] };
  }

  async prepared(sha256: string, lab: PrepareConfig, limit: number) {
    const { labels, ...rest } = lab;
    const { train, validation } = prepare(await this.sampleAll(sha256, limit, labels), rest);
    return { train, validation };
  }

  async inputs(sha256: string, lab: PrepareConfig) {
    const { rows } = await this.columns.info(sha256);
    return prepare({ rows, columns: await this.columns.all(sha256) }, lab).inputs;
  }

  async features(sha256: string, lab: PrepareConfig, limit: number) {
    const { rows } = await this.columns.info(sha256);
    await quickProducts(lab.features);
    const { labels, ...rest } = lab;
    const { previewFeatures } = await import('$core/pipeline/derive/preview');
    return previewFeatures(await this.sampleAll(sha256, limit, labels), rest, rows);
  }

  /** Labels count all rows, so they come before the sampling. */
  private async sampleAll(sha256: string, limit: number, labels: Labels | undefined): Promise<Table> {
    const { rows } = await this.columns.info(sha256);
    const { columns } = withLabels({ rows, columns: await this.columns.all(sha256) }, labels);
    return { rows: Math.min(rows, limit), columns: columns.map((column) => sampleColumn(column, limit)) };
  }

  look(what: Inspected, on: On) {
    return this.inspector.look(what, on);
  }

  detail(what: Inspected, column: string) {
    return this.inspector.detail(what, column);
  }

  tally(what: Labelled, of: TallyOf, rows: Uint32Array) {
    return this.arranger.tally(what, of, rows);
  }

  check(what: InspectedLab, on: On) {
    return this.inspector.check(what, on);
  }

  baselines(sha256: string, lab: PrepareConfig, part: JudgedPart, on: On) {
    return this.inspector.baselines(sha256, lab, part, on);
  }

  suspects(sha256: string, lab: PrepareConfig, options: SuspectOptions, on: On) {
    return this.inspector.suspects(sha256, lab, options, on);
  }

  stopInspecting(): Promise<void> {
    this.inspector.cancel();
    return Promise.resolve();
  }

  private async run<T>(on: On, work: (task: Task) => Promise<T>): Promise<T> {
    const task = new Task(on);
    this.tasks.add(task);
    try {
      return await work(task);
    } finally {
      this.tasks.delete(task);
    }
  }

  private async import(
    sources: readonly ByteSource[],
    name: string,
    options: ImportOptions,
    task: Task,
    detail = name,
  ): Promise<ImportResult> {
    const described = await importSources(sources, options, task.context);
    return this.keep(described, name, { kind: 'imported', detail }, task);
  }

  private async make(ref: Exclude<DataRef, { kind: 'imported' }>, task: Task): Promise<ImportResult> {
    const card = datasetCard(ref.id);
    if (!card) throw new TablabError('dataset-unknown', { name: ref.id });
    const roles = { target: card.target, task: card.task, exclude: card.exclude };
    const stored = card.kind === 'bundled' ? await findDataset(await this.store(), card.sha256) : undefined;
    if (stored) return { dataset: stored, roles };
    task.context.progress(card.kind === 'bundled' ? 'loading' : 'generating', 0, 0);
    const described = await describe(await loadDataset(ref, fetchAsset), [], task.context);
    if (card.kind === 'bundled' && described.sha256 !== card.sha256) {
      throw new TablabError('dataset-changed', { name: card.label, sha256: described.sha256 });
    }
    const { dataset } = await this.keep(described, card.label, { kind: card.kind, detail: card.id }, task);
    return { dataset, roles };
  }

  private async find(ref: Extract<DataRef, { kind: 'imported' }>): Promise<ImportResult> {
    const dataset = await findDataset(await this.store(), ref.sha256);
    if (!dataset) throw new TablabError('dataset-missing', { name: ref.name, sha256: ref.sha256 });
    return { dataset, roles: proposeRoles(dataset.columns, dataset.rows) };
  }

  /** Stores what was read, once: the same content again gives the data set that is there. */
  private async keep(described: Described, name: string, source: Source, task: Task): Promise<ImportResult> {
    const { table, sha256, columns, bytes, notes, roles } = described;
    const store = await this.store();
    const known = await findDataset(store, sha256);
    if (known) return { dataset: known, roles };
    task.check();
    task.context.progress('storing', 0, 0);
    const dataset: DatasetInfo = {
      sha256,
      name,
      rows: table.rows,
      columns,
      bytes,
      source,
      notes,
      createdAt: this.now(),
    };
    await putDataset(
      store,
      dataset,
      table.columns.map(({ data }) => data),
    );
    return { dataset, roles };
  }
}
