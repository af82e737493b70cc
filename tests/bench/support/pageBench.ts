// Frames of a page under load, in a browser of its own: the flags of the browser benches emulate a GPU in software,
// which nobody's browser does for a page, and would measure the emulation.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { findChromium } from '../../../scripts/lib/chromium.mjs';
import { alias } from '../../../vite.config';
import type { Result } from './result';

/** `script`: a file of tests/bench/support that puts a function `measure` on the window. */
export async function benchPage(script: string): Promise<Result[]> {
  const blank = `<!doctype html><html lang="en"><body><script type="module" src="/tests/bench/support/${script}"></script></body></html>`;
  const server = await createServer({
    configFile: false,
    cacheDir: 'node_modules/.vite-bench',
    define: { __APP_VERSION__: '"bench"' },
    resolve: { alias },
    logLevel: 'error',
    server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
    worker: { format: 'es' },
    plugins: [
      svelte(),
      {
        name: 'blank-page',
        configureServer: ({ middlewares }) => {
          middlewares.use('/bench-page', (_request, response) => {
            response.setHeader('Content-Type', 'text/html');
            response.end(blank);
          });
        },
      },
    ],
  });
  await server.listen();
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath: findChromium(), args: sandbox });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${server.resolvedUrls!.local[0]}bench-page`);
    // The first visit may reload once, when the server finds what it has to bundle.
    await page.waitForFunction(() => 'measure' in window, undefined, { timeout: 120_000 });
    await page.waitForTimeout(3000);
    await page.waitForFunction(() => 'measure' in window);
    return await page.evaluate(() => (window as unknown as { measure(): Promise<Result[]> }).measure());
  } finally {
    await browser.close();
    await server.close();
  }
}
