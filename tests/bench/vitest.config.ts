import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumArgs, findChromium } from '../../scripts/lib/chromium.mjs';
import { alias, isolation } from '../../vite.config.ts';

const launchOptions = { executablePath: findChromium(), args: [...chromiumArgs, '--enable-precise-memory-info'] };

/** The page may not write files; this runs here, in Node. */
function saveBench(_context: unknown, name: string, json: string) {
  mkdirSync('test-results/bench', { recursive: true });
  writeFileSync(`test-results/bench/${name.replace(/[^\w-]/g, '')}.json`, json);
}

export default defineConfig({
  root: fileURLToPath(new URL('../../', import.meta.url)),
  resolve: { alias },
  test: {
    fileParallelism: false,
    testTimeout: 1_200_000,
    projects: [
      {
        extends: true,
        test: { name: 'bench-node', environment: 'node', include: ['tests/bench/support/node.test.ts'] },
      },
      {
        extends: true,
        plugins: [svelte()],
        publicDir: 'static',
        worker: { format: 'es' },
        server: { headers: isolation },
        define: { __APP_VERSION__: '"bench"' },
        test: {
          name: 'bench-browser',
          include: ['tests/bench/support/browser.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            commands: { saveBench },
            screenshotFailures: false,
            provider: playwright({ launchOptions }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
