// Runs every browser bench in one page and hands the figures to the command line.
import { commands } from 'vitest/browser';
import { it } from 'vitest';
import type { Result } from './result';

declare module 'vitest/browser' {
  interface BrowserCommands {
    /** Keeps a bench's figures where the command line collects them. */
    saveBench(name: string, json: string): Promise<void>;
  }
}

const files = import.meta.glob<{ bench: () => Promise<Result[]> }>(['../*.bench.ts', '!../*.node.bench.ts']);
const only = import.meta.env.VITE_BENCH_ONLY as string | undefined;

for (const [path, load] of Object.entries(files)) {
  const name = path.replace(/^\.\.\//, '').replace(/\.bench\.ts$/, '');
  if (only && !name.includes(only)) continue;
  it(name, async () => {
    const { bench } = await load();
    await commands.saveBench(name, JSON.stringify(await bench()));
  });
}

// Vitest takes a file without tests for a mistake.
it('looked for benches', () => undefined);
