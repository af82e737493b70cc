import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vite';
import { kernelsPlugin } from './kernels/build.mjs';
import { datasets } from './datasets/plugin.build.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(readFileSync(at('./package.json'), 'utf8')) as { version: string };

export const alias = {
  $core: at('./src/core'),
  $engine: at('./src/engine'),
  $store: at('./src/store'),
  $bridge: at('./src/bridge'),
  $features: at('./src/features'),
  $ui: at('./src/ui'),
  $charts: at('./src/charts'),
  $workers: at('./workers'),
  $datasets: at('./datasets'),
};

/** Headers that make the page cross-origin isolated, so that SharedArrayBuffer exists. */
export const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  // Relative URLs: the build must work under any sub-path of a static host.
  base: './',
  publicDir: 'static',
  define: { __APP_VERSION__: JSON.stringify(version) },
  resolve: { alias },
  plugins: [
    datasets(),
    kernelsPlugin(),
    svelte(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'workers',
      filename: 'sw.ts',
      // The app registers the worker itself, so that it can ask before an update.
      injectRegister: false,
      manifest: false,
      injectManifest: {
        globPatterns: ['**/*.{html,js,css,wasm,woff2,svg,png,webmanifest,bin,arrow,json}'],
        maximumFileSizeToCacheInBytes: 16 * 1024 * 1024,
      },
    }),
  ],
  worker: { format: 'es' },
  build: { target: 'es2022', outDir: 'dist', sourcemap: false, chunkSizeWarningLimit: 2500 },
  server: { headers: isolation },
  preview: { headers: isolation },
});
