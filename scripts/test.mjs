// npm test: install, find or fetch a Chromium, check, build, and run every test.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { ensureInstalled } from './lib/install.mjs';

ensureInstalled();
const { ensureChromium } = await import('./lib/chromium.mjs');
const { ensureBuilt } = await import('./lib/build.mjs');
const { tool } = await import('./lib/run.mjs');
const { at } = await import('./lib/paths.mjs');

process.env.CHROMIUM_PATH = ensureChromium();
console.log(`Chromium: ${process.env.CHROMIUM_PATH}`);
const checked = spawnSync(process.execPath, [at('scripts/check.mjs')], { stdio: 'inherit' }).status ?? 1;
if (checked !== 0) process.exit(checked);
await ensureBuilt();

const report = at('test-results/vitest.json');
const status = tool('vitest', [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
]);
const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
process.exit(status);
