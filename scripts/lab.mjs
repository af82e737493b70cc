// npm run lab -- <bundled lab | .json file | link> [--executor ...] [--workers N] [--json OUT]
// Runs a lab headless in a real Chromium, through the same app that a person opens.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './lib/install.mjs';
import { leaderboard, progressLine } from './lib/report.mjs';

const usage = `Usage: npm run lab -- <bundled lab | .json file | link> [options]
  --executor simd|webgpu|webgl|wasm|cpu|auto   what computes (default: what the lab says)
  --workers N                                  trainer workers (default: by cores)
  --json OUT                                   also write the report as JSON
  --timeout SECONDS                            give up after (default 1800)`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    executor: { type: 'string' },
    workers: { type: 'string' },
    json: { type: 'string' },
    timeout: { type: 'string', default: '1800' },
    help: { type: 'boolean', default: false },
  },
});
const executors = ['simd', 'webgpu', 'webgl', 'wasm', 'cpu', 'auto'];
/** @type {(message: string) => never} */
const refuse = (message) => {
  console.error(`${message}\n\n${usage}`);
  process.exit(2);
};
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const [source] = positionals;
if (!source || positionals.length > 1) refuse('Name one lab.');
if (values.executor && !executors.includes(values.executor)) refuse(`There is no executor "${values.executor}".`);
const workers = values.workers === undefined ? undefined : Number(values.workers);
if (workers !== undefined && !(Number.isInteger(workers) && workers >= 1 && workers <= 64))
  refuse('--workers takes a whole number from 1 to 64.');
if (source.endsWith('.json') && !existsSync(source)) refuse(`There is no file ${source}.`);

ensureInstalled();
const { ensureChromium, chromiumArgs } = await import('./lib/chromium.mjs');
const { ensureBuilt } = await import('./lib/build.mjs');
const { serve } = await import('./lib/serve.mjs');
const { chromium } = await import('playwright');

const executablePath = ensureChromium();
await ensureBuilt();
const server = await serve();
const profile = mkdtempSync(join(tmpdir(), 'tablab-'));
const context = await chromium.launchPersistentContext(profile, { executablePath, args: chromiumArgs });

let status = 1;
try {
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(`page: ${error.message}`));
  await page.exposeFunction('tablabProgress', (/** @type {import('./lib/report.mjs').Progress} */ progress) =>
    process.stdout.write(progressLine(progress, Boolean(process.stdout.isTTY))),
  );
  await page.goto(`${server.url}#/automation`);
  await page.waitForFunction(() => 'tablab' in window, undefined, { timeout: 60_000 });
  const request = {
    source: source.endsWith('.json') ? readFileSync(source, 'utf8') : source,
    executor: values.executor,
    workers,
  };
  const timeout = Number(values.timeout) * 1000;
  const outcome = await Promise.race([
    page.evaluate((r) => /** @type {any} */ (window).tablab.run(r), request),
    new Promise((_, reject) =>
      setTimeout(() => reject(new Error(`The lab did not finish in ${values.timeout} s.`)), timeout).unref(),
    ),
  ]);
  process.stdout.write('\n');
  if (outcome.error) {
    console.error(`${outcome.error.message} ${outcome.error.action} [${outcome.error.code}]`);
  } else {
    console.log(leaderboard(outcome));
    status = outcome.state === 'done' && outcome.reproduced !== false ? 0 : 1;
  }
  if (values.json) writeFileSync(values.json, `${JSON.stringify(outcome, null, 2)}\n`);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
} finally {
  await context.close();
  await server.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
process.exit(status);
