// Writes a .tablab file, part by part, so that only one data set is in memory at a time. Layout: docs/lab-format.md.
import type { ColumnData } from '../table/types';
import { labToText } from '../lab/codec';
import type { ArchivedArtifact, ArchivedDataset, ArchivedLab } from './content';
import { exactJson } from './json';
import { archiveVersion, type Manifest } from './schemas';
import { ZipWriter, type Deflate } from './zip';

const encode = (text: string) => new TextEncoder().encode(text);

/** The bytes of a column; what else it needs to be read again stands in dataset.json. Little-endian. */
function columnBytes(data: ColumnData): Uint8Array {
  const view = data.kind === 'number' ? data.values : data.kind === 'dict' ? data.codes : data.pixels;
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

export class ArchiveWriter {
  private readonly parts: { [K in 'labs' | 'datasets' | 'artifacts']: Manifest[K] } = {
    labs: [],
    datasets: [],
    artifacts: [],
  };

  private constructor(
    private readonly zip: ZipWriter,
    private readonly createdAt: number,
  ) {}

  /** `createdAt` in milliseconds. */
  static async create(createdAt: number, deflate: Deflate): Promise<ArchiveWriter> {
    return new ArchiveWriter(await ZipWriter.create(deflate, createdAt), createdAt);
  }

  async addLab({ lab, runs, ...record }: ArchivedLab): Promise<void> {
    const folder = `labs/${this.parts.labs.length}`;
    const document = `${folder}/lab.json`;
    await this.zip.add(document, encode(labToText(lab)));
    const listed: { info: string; events: string }[] = [];
    for (const [i, run] of runs.entries()) {
      const paths = { info: `${folder}/runs/${i}/run.json`, events: `${folder}/runs/${i}/events.jsonl` };
      await this.zip.add(paths.info, encode(exactJson(run.info)));
      await this.zip.add(paths.events, encode(run.events.map((event) => `${exactJson(event)}\n`).join('')));
      listed.push(paths);
    }
    this.parts.labs.push({ document, ...record, runs: listed });
  }

  async addDataset({ info, columns }: ArchivedDataset): Promise<void> {
    const folder = `datasets/${info.sha256}`;
    const { sha256, name, rows, source, notes, createdAt } = info;
    const described = info.columns.map((column, i) => {
      const data = columns[i];
      const own =
        data.kind === 'dict' ? { dictionary: data.dictionary } : data.kind === 'image' ? { shape: data.shape } : {};
      return { kind: data.kind, name: column.name, type: column.type, ...own };
    });
    const path = `${folder}/dataset.json`;
    await this.zip.add(
      path,
      encode(JSON.stringify({ sha256, name, rows, columns: described, source, notes, createdAt })),
    );
    const listed: string[] = [];
    for (const [i, data] of columns.entries()) {
      listed.push(`${folder}/${i}.bin`);
      await this.zip.add(`${folder}/${i}.bin`, columnBytes(data));
    }
    this.parts.datasets.push({ info: path, columns: listed });
  }

  async addArtifact({ bytes, ...artifact }: ArchivedArtifact): Promise<void> {
    const path = `artifacts/${artifact.sha256}`;
    await this.zip.add(path, bytes);
    this.parts.artifacts.push({ path, ...artifact });
  }

  /** The whole file in pieces; nothing can be added afterwards. */
  async finish(): Promise<readonly Uint8Array<ArrayBuffer>[]> {
    const manifest: Manifest = {
      format: 'tablab-archive',
      version: archiveVersion,
      createdAt: this.createdAt,
      ...this.parts,
      files: [...this.zip.files],
    };
    await this.zip.add('manifest.json', encode(JSON.stringify(manifest)));
    return this.zip.finish();
  }
}
