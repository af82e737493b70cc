// The data of a run: what the lab says, prepared once at its start, and the variants that single trials ask for, each
// prepared when first wanted and kept while there is room. A run whose trials want no variants holds no table.
import type { Allocate } from '$core/pipeline/allocate';
import { prepare, type PrepareConfig, type PreparedLab } from '$core/pipeline/prepare';
import type { Arrays } from '$core/pipeline/prepared';
import { variantKey, type DataVariant } from '$core/pipeline/variant';
import type { Table } from '$core/table/types';

/** Data with the name that trainers know it by. */
export interface NamedData {
  readonly dataId: string;
  readonly prepared: PreparedLab;
}

export interface DataSourceOptions {
  readonly lab: PrepareConfig;
  /** Prepared without any variant. */
  readonly base: PreparedLab;
  readonly allocate: Allocate;
  /** Called when the first variant is wanted. */
  table(): Promise<Table>;
  /** A name that no other data has. */
  name(): string;
}

/** Variants are let go, the longest unused first, when together they hold more than this. */
export const keptBytes = 256 * 2 ** 20;

export const bytesOf = ({ train, validation, test }: PreparedLab): number =>
  [train, validation, test].reduce((sum, arrays) => sum + arrayBytes(arrays), 0);

const arrayBytes = ({ features, codes, target }: Arrays) => features.byteLength + codes.byteLength + target.byteLength;

export class DataSource {
  readonly base: NamedData;
  private table: Promise<Table> | undefined;
  /** In order of last use. */
  private readonly kept = new Map<string, Promise<NamedData>>();
  private readonly sizes = new Map<string, number>();

  constructor(private readonly options: DataSourceOptions) {
    this.base = { dataId: options.name(), prepared: options.base };
  }

  /** The data of a variant. Rejects with what `prepare` finds wrong with it; the next who asks has it tried again. */
  get(variant: DataVariant = {}): Promise<NamedData> {
    const key = variantKey(variant);
    if (key === '') return Promise.resolve(this.base);
    const data = this.kept.get(key) ?? this.make(key, variant);
    this.kept.delete(key);
    this.kept.set(key, data);
    return data;
  }

  private make(key: string, variant: DataVariant): Promise<NamedData> {
    const making = this.prepared(variant).then((prepared) => {
      this.sizes.set(key, bytesOf(prepared));
      this.tidy(key);
      return { dataId: this.options.name(), prepared };
    });
    making.catch(() => {
      this.kept.delete(key);
      this.sizes.delete(key);
    });
    return making;
  }

  private async prepared(variant: DataVariant): Promise<PreparedLab> {
    const { lab, allocate, table } = this.options;
    const loading = (this.table ??= table());
    loading.catch(() => (this.table = undefined));
    return prepare(await loading, lab, allocate, variant);
  }

  private tidy(newest: string): void {
    let total = [...this.sizes.values()].reduce((a, b) => a + b, 0);
    for (const key of this.kept.keys()) {
      if (total <= keptBytes) return;
      const size = this.sizes.get(key);
      if (key === newest || size === undefined) continue;
      total -= size;
      this.kept.delete(key);
      this.sizes.delete(key);
    }
  }
}
