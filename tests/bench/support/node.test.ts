// Runs every Node bench and hands the figures to the command line.
import { mkdirSync, writeFileSync } from 'node:fs';
import { it } from 'vitest';
import type { Result } from './result';

const files = import.meta.glob<{ bench: () => Promise<Result[]> }>('../*.node.bench.ts');

for (const [path, load] of Object.entries(files)) {
  const name = path.replace(/^\.\.\//, '').replace(/\.node\.bench\.ts$/, '');
  if (process.env.VITE_BENCH_ONLY && !name.includes(process.env.VITE_BENCH_ONLY)) continue;
  it(name, async () => {
    const { bench } = await load();
    const results = await bench();
    mkdirSync('test-results/bench', { recursive: true });
    writeFileSync(`test-results/bench/${name}.json`, JSON.stringify(results));
  });
}

// Vitest takes a file without tests for a mistake.
it('looked for benches', () => undefined);
