// The same bits in Firefox as in Node and Chromium. Runs where a Firefox is installed (FIREFOX_PATH or the usual
// places); a page served by Vite trains the models and reports the digest back to this process.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'vite';
import { expect, it } from 'vitest';
import { alias } from '../../vite.config';
import { kernelsPlugin } from '../../kernels/build.mjs';
import { findFirefox } from '../support/firefox';
import { expectedBits } from '../support/simdBits';

const firefox = findFirefox();

const page = `<!doctype html><title>bits</title><script type="module">
  const report = (text) => fetch('/report', { method: 'POST', body: text });
  import('/tests/support/simdBits.ts').then(({ simdBits }) => simdBits()).then(report, (error) => report(String(error)));
</script>`;

it.skipIf(!firefox)('trains to the expected bits in Firefox', { timeout: 120_000 }, async () => {
  let answer: (text: string) => void = () => undefined;
  const reported = new Promise<string>((resolve) => (answer = resolve));
  const server = await createServer({
    configFile: false,
    logLevel: 'error',
    resolve: { alias },
    // Nothing is bundled ahead: a reload halfway would start the page again.
    optimizeDeps: { noDiscovery: true, include: ['valibot'] },
    cacheDir: mkdtempSync(join(tmpdir(), 'vite-')),
    server: { port: 0, host: '127.0.0.1', hmr: false },
    plugins: [
      kernelsPlugin(),
      {
        name: 'bits-page',
        configureServer: ({ middlewares }) => {
          middlewares.use('/bits', (_request, response) => response.setHeader('content-type', 'text/html').end(page));
          middlewares.use('/report', (request, response) => {
            let body = '';
            request.on('data', (part) => (body += part));
            request.on('end', () => answer(body));
            response.end();
          });
        },
      },
    ],
  });
  await server.listen();
  const profile = mkdtempSync(join(tmpdir(), 'firefox-'));
  const url = `${server.resolvedUrls!.local[0]}bits`;
  const browser = spawn(firefox!, ['--headless', '--no-remote', '--profile', profile, url], { stdio: 'ignore' });
  try {
    expect(await reported).toBe(expectedBits);
  } finally {
    browser.kill('SIGKILL');
    await server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});
