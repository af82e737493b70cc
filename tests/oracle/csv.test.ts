// The CSV reader against pandas on the real files of vega-datasets (golden values by csv_pandas.py).
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importSources } from '$core/table/import';
import { memorySource } from '$core/table/source';
import golden from './csv_pandas.json';

interface Expected {
  kind: string;
  missing: number;
  distinct: number;
  min?: number;
  max?: number;
  mean?: number;
}
const files = Object.entries(golden.files as Record<string, { rows: number; columns: Record<string, Expected> }>);
const quiet = { progress: () => {}, pause: () => Promise.resolve() };

/** Written in digits with leading zeros: pandas drops the zeros, the reader keeps them. */
const digitCodes = new Set(['zipcodes.csv zip_code', 'species.csv county_id']);

describe('CSV files as pandas reads them', () => {
  it.each(files)('%s', async (name, expected) => {
    const bytes = readFileSync(new URL(`../../node_modules/vega-datasets/data/${name}`, import.meta.url));
    const read = await importSources([memorySource(name, new Uint8Array(bytes))], {}, quiet);
    expect(read.table.rows).toBe(expected.rows);
    expect(read.columns.map((column) => column.name)).toEqual(Object.keys(expected.columns));
    for (const column of read.columns) {
      const { kind, missing, distinct, min, max, mean } = expected.columns[column.name];
      expect([column.name, column.missing]).toEqual([column.name, missing]);
      expect([column.name, column.distinct]).toEqual([column.name, distinct]);
      if (kind !== 'number' || digitCodes.has(`${name} ${column.name}`)) continue;
      expect(column.range, column.name).toBeDefined();
      expect([column.range?.min, column.range?.max]).toEqual([min, max]);
      expect(Math.abs((column.range?.mean ?? NaN) - (mean ?? NaN))).toBeLessThanOrEqual(
        1e-12 * Math.max(1, Math.abs(mean ?? 0)),
      );
    }
  });
});
