// Reads a .tablab file that may come from anybody: every entry is checked against the manifest's hashes, every
// document against its schema, every data set against its identity. Nothing is returned unless it holds.
import * as v from 'valibot';
import { TablabError } from '../errors/error';
import { issueText } from '../errors/issueText';
import { parseLab } from '../lab/validate';
import type { RunEvent, RunInfo } from '../run/types';
import { describeTable, tableBytes } from '../table/describe';
import { sha256Hex } from '../table/identity';
import type { Column, ColumnData } from '../table/types';
import type { ArchivedArtifact, ArchivedDataset, ArchivedLab, ArchivedRun } from './content';
import { parseExactJson } from './json';
import { archiveVersion, datasetSchema, manifestSchema, runEventSchema, runInfoSchema, type Manifest } from './schemas';
import { ZipReader } from './zip';

const damaged = (path: string, reason: string, cause?: unknown) =>
  new TablabError('archive-damaged', { path, reason }, { cause });

export class ArchiveReader {
  private readonly hashes: ReadonlyMap<string, string>;

  private constructor(
    private readonly zip: ZipReader,
    private readonly manifest: Manifest,
  ) {
    this.hashes = new Map(manifest.files.map(({ path, sha256 }) => [path, sha256]));
  }

  /** Opens a file's bytes. Throws `archive-*`. */
  static async open(bytes: Uint8Array, name: string): Promise<ArchiveReader> {
    const zip = await ZipReader.open(bytes, name);
    if (!zip.has('manifest.json')) throw new TablabError('archive-not-one', { name });
    const value = parse('manifest.json', zip.read('manifest.json'));
    const version = (value as { version?: unknown } | null)?.version;
    if (typeof version === 'number' && version > archiveVersion) throw new TablabError('archive-newer', { version });
    return new ArchiveReader(zip, check(manifestSchema, 'manifest.json', value));
  }

  get datasetCount(): number {
    return this.manifest.datasets.length;
  }

  get labCount(): number {
    return this.manifest.labs.length;
  }

  /** A lab with its runs and journals, brought to the present version. */
  async lab(index: number): Promise<ArchivedLab> {
    const { document, runs, ...record } = this.manifest.labs[index];
    const lab = parseLab(await this.json(document));
    const read: ArchivedRun[] = [];
    for (const run of runs) read.push({ info: await this.runInfo(run.info), events: await this.events(run.events) });
    return { lab, ...record, runs: read };
  }

  /** A data set whose content is what its identity says; its statistics are computed anew. */
  async dataset(index: number): Promise<ArchivedDataset> {
    const entry = this.manifest.datasets[index];
    const { columns, ...info } = check(datasetSchema, entry.info, await this.json(entry.info));
    if (columns.length !== entry.columns.length) throw damaged(entry.info, 'its columns are not all there');
    const table: Column[] = [];
    for (const [i, column] of columns.entries()) {
      const bytes = await this.bytes(entry.columns[i]);
      table.push({
        name: column.name,
        type: column.type,
        data: columnData(entry.columns[i], column, info.rows, bytes),
      });
    }
    const content = { rows: info.rows, columns: table };
    const described = await describeTable(content);
    if (described.sha256 !== info.sha256) throw new TablabError('archive-hash', { name: info.name });
    return {
      info: { ...info, columns: described.columns, bytes: tableBytes(content) },
      columns: table.map(({ data }) => data),
    };
  }

  async artifacts(): Promise<ArchivedArtifact[]> {
    const read: ArchivedArtifact[] = [];
    for (const { path, ...artifact } of this.manifest.artifacts) {
      const bytes = await this.bytes(path);
      if ((await sha256Hex(bytes)) !== artifact.sha256) throw damaged(path, 'its content is not what its name says');
      read.push({ ...artifact, bytes });
    }
    return read;
  }

  private async runInfo(path: string): Promise<RunInfo> {
    return check(runInfoSchema, path, await this.json(path));
  }

  private async events(path: string): Promise<RunEvent[]> {
    const lines = decode(path, await this.bytes(path)).split('\n');
    if (lines.pop() !== '') throw damaged(path, 'its last line is incomplete');
    return lines.map((line) => {
      const event = check(runEventSchema, path, parseText(path, line));
      return event.type === 'opened' ? { ...event, lab: parseLab(event.lab) } : event;
    });
  }

  private async json(path: string): Promise<unknown> {
    return parse(path, await this.bytes(path));
  }

  /** An entry that the manifest lists, checked against its hash. */
  private async bytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const expected = this.hashes.get(path);
    if (!expected) throw damaged(path, 'the manifest does not list it');
    const bytes = this.zip.read(path);
    if ((await sha256Hex(bytes)) !== expected) throw damaged(path, 'its content was changed');
    return bytes;
  }
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw damaged(path, 'it is not text', error);
  }
}

function parseText(path: string, text: string): unknown {
  try {
    return parseExactJson(text);
  } catch (error) {
    throw damaged(path, 'it is not JSON', error);
  }
}

const parse = (path: string, bytes: Uint8Array) => parseText(path, decode(path, bytes));

/** Of the place of a fault, so much is repeated. */
const longestPlace = 200;

function check<T>(schema: v.GenericSchema<unknown, T>, path: string, value: unknown): T {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw damaged(path, `at ${(v.getDotPath(issue) ?? 'the top').slice(0, longestPlace)}, ${issueText(issue)}`);
}

type Described = v.InferOutput<typeof datasetSchema>['columns'][number];

function columnData(path: string, column: Described, rows: number, bytes: Uint8Array<ArrayBuffer>): ColumnData {
  const perRow = {
    number: 8,
    dict: 4,
    image: column.kind === 'image' ? column.shape[0] * column.shape[1] * column.shape[2] : 0,
  };
  if (bytes.length !== rows * perRow[column.kind]) throw damaged(path, 'its length does not fit its rows');
  // A copy, aligned for the wider types.
  const buffer = bytes.slice().buffer;
  switch (column.kind) {
    case 'number':
      return { kind: 'number', values: new Float64Array(buffer) };
    case 'image':
      return { kind: 'image', pixels: new Uint8Array(buffer), shape: column.shape };
    case 'dict': {
      const codes = new Int32Array(buffer);
      const { dictionary } = column;
      if (codes.some((code) => code < -1 || code >= dictionary.length))
        throw damaged(path, 'it has a code without a text');
      return { kind: 'dict', codes, dictionary };
    }
  }
}
