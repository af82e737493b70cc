// Columns of stored data sets, kept in memory while they are looked at. Derived data sets (other column types) exist
// only here: their base is stored, and they can be derived again at any time.
import { TablabError } from '$core/errors/error';
import { labelled, newColumn, type Labels } from '$core/label/apply';
import { retypeColumn } from '$core/table/retype';
import type { TypeOverrides } from '$core/table/readers/reader';
import type { Column, ColumnData, DatasetInfo } from '$core/table/types';
import { getDataset, getTable } from '$store/datasets';
import type { Store } from '$store/schema';

const budget = 512e6;

const bytesOf = (data: ColumnData) =>
  data.kind === 'number'
    ? data.values.byteLength
    : data.kind === 'image'
      ? data.pixels.byteLength
      : data.codes.byteLength + 32 * data.dictionary.length;

interface Derived {
  readonly base: string;
  readonly types: TypeOverrides;
  readonly info: DatasetInfo;
}

export class Columns {
  private readonly kept = new Map<string, Column>();
  private readonly derived = new Map<string, Derived>();
  private bytes = 0;

  constructor(private readonly store: () => Promise<Store>) {}

  derive(info: DatasetInfo, base: string, types: TypeOverrides): void {
    this.derived.set(info.sha256, { base, types, info });
  }

  async info(sha256: string): Promise<DatasetInfo> {
    return this.derived.get(sha256)?.info ?? getDataset(await this.store(), sha256);
  }

  /** Throws `dataset-not-stored` or `column-unknown`. */
  async column(sha256: string, name: string): Promise<Column> {
    const key = `${sha256} ${name}`;
    const known = this.kept.get(key);
    if (known) {
      // Moved to the end: the least recently used goes first.
      this.kept.delete(key);
      this.kept.set(key, known);
      return known;
    }
    const column = await this.load(sha256, name);
    this.keep(sha256, column);
    return column;
  }

  private keep(sha256: string, column: Column): void {
    const key = `${sha256} ${column.name}`;
    if (this.kept.has(key)) return;
    this.kept.set(key, column);
    this.bytes += bytesOf(column.data);
    for (const [oldest, old] of this.kept) {
      if (this.bytes <= budget || oldest === key) break;
      this.kept.delete(oldest);
      this.bytes -= bytesOf(old.data);
    }
  }

  /** A column as a lab's labels have it; one that only they have is made of them. */
  async labelled(sha256: string, name: string, labels: Labels = []): Promise<Column> {
    const set = labels.find(({ column }) => column === name);
    if (!set) return this.column(sha256, name);
    const { rows, columns } = await this.info(sha256);
    if (!columns.some((column) => column.name === name)) return newColumn(set, rows);
    return labelled(await this.column(sha256, name), set, rows);
  }

  private async load(sha256: string, name: string): Promise<Column> {
    const derived = this.derived.get(sha256);
    if (!derived) return (await getTable(await this.store(), sha256, [name])).columns[0];
    return this.retyped(sha256, await this.column(derived.base, name));
  }

  private retyped(sha256: string, column: Column): Column {
    const { types } = this.derived.get(sha256)!;
    return Object.hasOwn(types, column.name) ? retypeColumn(column, types[column.name]) : column;
  }

  /** Those that are not in memory come together: the description that each would ask for is long where they are many. */
  async all(sha256: string): Promise<Column[]> {
    const { columns } = await this.info(sha256);
    const stored = this.derived.get(sha256)?.base ?? sha256;
    const lacking = columns.map(({ name }) => name).filter((name) => !this.kept.has(`${stored} ${name}`));
    const loaded = lacking.length > 0 ? (await getTable(await this.store(), stored, lacking)).columns : [];
    const fresh = new Map(loaded.map((column) => [column.name, column]));
    const all = columns.map(({ name }) => {
      const column = fresh.get(name) ?? this.kept.get(`${stored} ${name}`)!;
      return stored === sha256 ? column : this.retyped(sha256, column);
    });
    for (const column of loaded) this.keep(stored, column);
    return all;
  }

  /** The first image column. Throws `column-unknown`. */
  async images(sha256: string, name: string) {
    const { data } = await this.column(sha256, name);
    if (data.kind !== 'image') throw new TablabError('column-unknown', { column: name });
    return data;
  }
}
