import { defineConfig } from 'vitest/config';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { chromiumArgs, findChromium } from './scripts/lib/chromium.mjs';
import { datasets } from './datasets/plugin.build.ts';
import { kernelsPlugin } from './kernels/build.mjs';
import { alias, isolation } from './vite.config.ts';

const executablePath = findChromium();

/** Three places to run: Node for pure code, a real Chromium for engine and storage, the built app for e2e. */
export default defineConfig({
  resolve: { alias },
  plugins: [datasets(), kernelsPlugin()],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          setupFiles: ['tests/support/properties.ts'],
          include: ['tests/{unit,contract,oracle,arch}/**/*.test.ts'],
          testTimeout: 30_000,
          // Pure code keeps no state between files, and importing it anew for each took longer than the tests.
          isolate: false,
        },
      },
      {
        extends: true,
        plugins: [svelte()],
        publicDir: 'static',
        worker: { format: 'es' },
        server: { headers: isolation },
        define: { __APP_VERSION__: '"test"' },
        // Found late, these would reload the page in the middle of a test.
        optimizeDeps: {
          include: [
            '@tensorflow/tfjs-core',
            '@tensorflow/tfjs-core/dist/register_all_gradients',
            '@tensorflow/tfjs-backend-cpu',
            '@tensorflow/tfjs-backend-wasm',
            '@tensorflow/tfjs-backend-webgl',
            '@tensorflow/tfjs-backend-webgpu',
            'comlink',
            'idb',
            'valibot',
            'fflate',
            'papaparse',
            '@uwdata/flechette',
            'hyparquet',
            'hyparquet-compressors',
            '@observablehq/plot',
            'axe-core',
            'fast-check',
          ],
          // One module per icon: better served as they are than found one by one.
          exclude: ['@lucide/svelte'],
        },
        test: {
          name: 'browser',
          setupFiles: ['tests/support/properties.ts'],
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: 120_000,
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { executablePath, args: chromiumArgs } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/e2e/support/serve.ts'],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
