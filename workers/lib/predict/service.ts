// What the predicting worker does: holds one model and one table of new rows, predicts them piece by piece, and hands
// out what came of it. Nothing of the new rows is stored anywhere.
import { TablabError } from '$core/errors/error';
import { nothingTold, type Told } from '$core/predict/domain';
import { fittedOf, missingEffect } from '$core/predict/effects';
import { finding, short, type Finding } from '$core/predict/finding';
import { matchColumns, type Chosen, type Matched } from '$core/predict/match';
import { columnFor, resultColumns, someOf, summarize, type ResultColumn, type Results } from '$core/predict/results';
import { emptyColumn, sliceTable } from '$core/predict/slice';
import { actualTarget } from '$core/predict/target';
import type { Progress } from '$core/run/types';
import { arrangeRows, type Arrangement } from '$core/table/arrange/arrange';
import { csvLine } from '$core/table/csvLine';
import { csvCells } from '$core/table/csvText';
import { Strings } from '$core/table/builders';
import { cellTextsAt, rgbaOf } from '$core/table/look';
import { memorySource, type ByteSource } from '$core/table/source';
import type { Column, ImportNote, Table } from '$core/table/types';
import { isMissing } from '$core/table/values/missing';
import { decodeTarget } from '$engine/train/outputs';
import { widthOf } from '$core/pipeline/fitted';
import type { Store } from '$store/schema';
import type {
  JudgedRows,
  ModelCard,
  ModelRequest,
  NewTable,
  OneRow,
  PredictApi,
  PredictedTable,
  Stoppable,
} from '../../predict.api';
import { quickProducts } from '../products';
import { fileSource } from '../table/fileSource';
import { nameOf } from '../table/names';
import { Task } from '../table/task';
import { openModel, type OpenModel } from './model';

type On = (progress: Progress) => void;

interface Read {
  readonly table: Table;
  readonly notes: readonly ImportNote[];
}
interface Made extends Read {
  readonly columns: readonly ResultColumn[];
  readonly results: Results;
}

/** Numbers that a piece of a table becomes; about 16 MB. */
const pieceNumbers = 4_000_000;
const mostPieceRows = 4096;
/** Probabilities that are kept. */
const mostProbabilities = 100_000_000;
/** Rows between two looks for a stop while a file is written. */
const csvRows = 5000;

export class PredictService implements PredictApi {
  private model: OpenModel | null = null;
  private read: Read | null = null;
  private made: Made | null = null;
  private readonly tasks = new Map<Task, Stoppable>();
  /** Rows of a file and single rows share the network: one after the other. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly store: () => Promise<Store>,
    private readonly now: () => number,
  ) {}

  /** In turn with predictions: the model asked for last is the one that stays, and none goes while it predicts. */
  open(request: ModelRequest): Promise<ModelCard> {
    return this.inTurn(async () => {
      const model = await openModel(await this.store(), request);
      this.model?.predictor.dispose();
      this.model = model;
      this.made = null;
      if (model.kept.pipeline.matrix) await quickProducts();
      return model.card;
    });
  }

  readFiles(files: readonly File[], paths: readonly string[], on: On): Promise<NewTable> {
    const sources = files.map((file, i) => fileSource(file, paths[i]));
    return this.run('read', on, (task) => this.readSources(sources, nameOf(sources), task));
  }

  readText(text: string, on: On): Promise<NewTable> {
    const source = memorySource('pasted', new TextEncoder().encode(text));
    return this.run('read', on, (task) => this.readSources([source], 'Pasted rows', task));
  }

  private async readSources(sources: readonly ByteSource[], name: string, task: Task): Promise<NewTable> {
    const { columns, target } = this.opened();
    this.read = null;
    this.made = null;
    const { readSources } = await import('$core/table/readers/registry');
    const words = new Set([...columns, target].filter(({ kind }) => kind === 'dict').map((column) => column.name));
    const image = columns.find(({ shape }) => shape)?.shape;
    const size = image && { imageSize: { height: image[0], width: image[1] } };
    const { table, notes } = await readSources(sources, undefined, { ...task.context, words, ...size });
    if (table.rows === 0 || table.columns.length === 0) throw new TablabError('table-empty', { name: sources[0].name });
    task.check();
    this.read = { table, notes };
    return { name, rows: table.rows, columns: table.columns.map((column) => column.name), notes };
  }

  predict(chosen: Chosen, on: On): Promise<PredictedTable> {
    return this.run('predict', on, (task) => this.inTurn(() => this.predictAll(chosen, task)));
  }

  private async predictAll(chosen: Chosen, task: Task): Promise<PredictedTable> {
    const model = this.opened();
    const { read } = this;
    if (!read) throw new TablabError('predict-nothing-read');
    const started = this.now();
    const { pipeline } = model.kept;
    const { classes, task: kind } = pipeline;
    const { rows } = read.table;
    if (rows * classes.length > mostProbabilities)
      throw new TablabError('predict-too-large', { rows, classes: classes.length });
    task.context.progress('matching', 0, 0);
    await task.context.pause();
    const matched = matchColumns(read.table, { pipeline, columns: model.columns }, chosen);
    const findings = [...scaledImages(model, read.notes), ...matched.findings];
    const width = kind === 'regression' ? 0 : classes.length;
    const results = { predicted: new Float32Array(rows), probabilities: new Float32Array(rows * width) };
    const told = nothingTold();
    const step = pieceRows(model, matched.table);
    let notFinite = 0;
    for (let start = 0; start < rows; start += step) {
      task.context.progress('predicting', start, rows);
      await task.context.pause();
      const end = Math.min(rows, start + step);
      const piece = await model.predictor.predict(sliceTable(matched.table, start, end), told);
      results.predicted.set(piece.predicted, start);
      results.probabilities.set(piece.probabilities, start * width);
      notFinite += piece.notFinite;
    }
    findings.push(...valuesTold(told, model, notFinite));
    const { judged, said } = this.judge(model, matched, results);
    const columns = resultColumns(read.table, pipeline);
    task.check();
    this.made = { ...read, columns, results };
    return {
      rows,
      columns,
      findings: [...findings, ...said],
      sources: Object.fromEntries(matched.sources),
      summary: summarize(results, pipeline),
      single: rows === 1 ? { predicted: results.predicted[0], probabilities: [...results.probabilities] } : null,
      judged,
      seconds: (this.now() - started) / 1000,
    };
  }

  /** What was predicted for rows whose target is there. */
  private judge(
    model: OpenModel,
    { target }: Matched,
    results: Results,
  ): { judged: JudgedRows | null; said: Finding[] } {
    const { pipeline } = model.kept;
    const actual = target && actualTarget(target, model.target, pipeline);
    if (!actual) return { judged: null, said: [] };
    const said: Finding[] = [];
    const rows: number[] = [];
    actual.encoded.forEach((value, row) => {
      if (!Number.isNaN(value) && !Number.isNaN(results.predicted[row])) rows.push(row);
    });
    if (rows.length > 0) said.push(finding('predict-target', 'note', pipeline.target, rows.length));
    if (actual.unread > 0)
      said.push(
        finding('predict-target-unread', 'warning', pipeline.target, actual.unread, { example: actual.example }),
      );
    if (rows.length === 0) return { judged: null, said };
    const judged = {
      rows: Uint32Array.from(rows),
      actual: decodeTarget(
        Float32Array.from(rows, (row) => actual.encoded[row]),
        pipeline,
      ),
      ...someOf(results, rows),
    };
    return { judged, said };
  }

  one(values: Readonly<Record<string, string>>): Promise<OneRow> {
    return this.inTurn(async () => {
      const model = this.opened();
      const { pipeline } = model.kept;
      const columns = model.columns.map((want): Column => {
        if (want.kind === 'image') return emptyColumn(want, 1);
        const text = (Object.hasOwn(values, want.name) ? values[want.name] : '').trim();
        const cells = new Strings();
        cells.push(isMissing(text) ? null : text);
        return { name: want.name, type: 'categorical', data: cells.finish() };
      });
      const matched = matchColumns({ rows: 1, columns }, { pipeline, columns: model.columns });
      const told = nothingTold();
      const made = await model.predictor.predict(matched.table, told);
      return {
        predicted: made.predicted[0],
        probabilities: [...made.probabilities],
        findings: [...matched.findings, ...valuesTold(told, model, made.notFinite)],
      };
    });
  }

  async rowsAt(rows: Uint32Array, names: readonly string[]) {
    const { pipeline } = this.opened().kept;
    const { table, results } = this.results();
    const few = someOf(results, rows);
    const places = rows.map((_, i) => i);
    const columns = names.map((name) => {
      const of = this.described(name);
      const column = columnFor(of, table, few, pipeline);
      return { name, cells: cellTextsAt(column, of.kind === 'source' ? rows : places) };
    });
    return { start: 0, columns };
  }

  arrange(what: Arrangement, on: On): Promise<Uint32Array> {
    return this.run('arrange', on, (task) => {
      const { table, columns } = this.results();
      const images = new Set(table.columns.filter(({ data }) => data.kind === 'image').map(({ name }) => name));
      const names = columns.filter(({ name }) => !images.has(name)).map(({ name }) => name);
      return arrangeRows((name) => Promise.resolve(this.column(name)), names, table.rows, what, task.context);
    });
  }

  async image(row: number) {
    const data = this.results().table.columns.find(({ data }) => data.kind === 'image')?.data;
    if (data?.kind !== 'image') throw new TablabError('predict-no-image');
    const [height, width] = data.shape;
    return { width, height, rgba: rgbaOf(data, row) };
  }

  csv(on: On): Promise<Blob> {
    return this.run('csv', on, async (task) => {
      const { table, columns } = this.results();
      // What was there first, as it was, and the predictions behind it.
      const order = [...columns].sort((a, b) => Number(a.kind !== 'source') - Number(b.kind !== 'source'));
      const written = order.flatMap(({ name }) => {
        const cells = csvCells(this.column(name));
        return cells ? [{ name, cells }] : [];
      });
      const parts = [csvLine(written.map(({ name }) => name))];
      for (let start = 0; start < table.rows; start += csvRows) {
        task.context.progress('writing', start, table.rows);
        await task.context.pause();
        let text = '';
        for (let row = start; row < Math.min(table.rows, start + csvRows); row++)
          text += csvLine(written.map(({ cells }) => cells(row)));
        parts.push(text);
      }
      return new Blob(parts, { type: 'text/csv' });
    });
  }

  stop(what: Stoppable): Promise<void> {
    for (const [task, of] of this.tasks) if (of === what) task.cancel();
    return Promise.resolve();
  }

  private opened(): OpenModel {
    if (!this.model) throw new TablabError('predict-nothing-read');
    return this.model;
  }

  private results(): Made {
    if (!this.made) throw new TablabError('predict-nothing-read');
    return this.made;
  }

  private described(name: string): ResultColumn {
    const of = this.results().columns.find((one) => one.name === name);
    if (!of) throw new TablabError('column-unknown', { column: name });
    return of;
  }

  private column(name: string): Column {
    const { table, results } = this.results();
    return columnFor(this.described(name), table, results, this.opened().kept.pipeline);
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const before = this.turn;
    const mine = before.catch(() => undefined).then(work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private async run<T>(what: Stoppable, on: On, work: (task: Task) => Promise<T>): Promise<T> {
    const task = new Task(on);
    this.tasks.set(task, what);
    try {
      return await work(task);
    } finally {
      this.tasks.delete(task);
    }
  }
}

/** Images that the reader brought to the model's size. */
function scaledImages({ columns, scales }: OpenModel, notes: readonly ImportNote[]): Finding[] {
  const rows = notes.find(({ code }) => code === 'images-resized')?.count ?? 0;
  const image = columns.find(({ shape }) => shape);
  if (rows === 0 || !image) return [];
  const details = { expected: `${image.shape![1]} x ${image.shape![0]}` };
  return [finding('predict-image-size', scales ? 'note' : 'warning', image.name, rows, details)];
}

/** What was found while predicting: values that count as missing, and rows without a prediction. */
function valuesTold({ outside, refusals }: Told, { kept: { pipeline } }: OpenModel, notFinite: number): Finding[] {
  const derived = (pipeline.derive?.length ?? 0) > 0;
  const missing = [...outside.values()].map(({ column, step, needs, example, rows }) => {
    const effect = missingEffect(fittedOf(pipeline, column), derived);
    return finding('predict-outside', 'warning', column, rows, { step, needs, example: short(example), effect });
  });
  const refused = [...refusals.values()].map(({ column, step, needs, example, rows }) =>
    finding('predict-domain', 'refused', column, rows, { step, needs, example: short(example) }),
  );
  const wild = notFinite > 0 ? [finding('predict-not-finite', 'refused', '', notFinite)] : [];
  return [...missing, ...refused, ...wild];
}

/** Rows of a piece. Dates that are words are read by what all of them look like, so such a table stays in one piece. */
function pieceRows({ kept: { pipeline } }: OpenModel, table: Table): number {
  if (pipeline.derive && table.columns.some(({ type, data }) => type === 'date' && data.kind === 'dict'))
    return table.rows;
  const width = pipeline.columns.reduce((sum, column) => sum + widthOf(column), 1);
  return Math.max(16, Math.min(mostPieceRows, Math.floor(pieceNumbers / width)));
}
