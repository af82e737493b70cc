// npm run bench [-- name]: measures what the README and docs claim; prints a table and JSON.
// Exit status 1 when a bench could not run; a missed target is shown, not fatal: machines differ.
import { readFileSync, readdirSync, rmSync, existsSync } from 'node:fs';
import { ensureInstalled } from './lib/install.mjs';

ensureInstalled();
const { ensureChromium } = await import('./lib/chromium.mjs');
const { ensureBuilt } = await import('./lib/build.mjs');
const { tool } = await import('./lib/run.mjs');
const { at } = await import('./lib/paths.mjs');

process.env.CHROMIUM_PATH = ensureChromium();
await ensureBuilt();
const folder = at('test-results/bench');
rmSync(folder, { recursive: true, force: true });
const status = tool('vitest', ['run', '--config', 'tests/bench/vitest.config.ts'], {
  VITE_BENCH_ONLY: process.argv[2] ?? '',
});

const files = existsSync(folder) ? readdirSync(folder).sort() : [];
const results = files.flatMap((file) =>
  JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')).map((/** @type {object} */ r) => ({
    bench: file.replace('.json', ''),
    ...r,
  })),
);
const figure = (/** @type {number} */ value) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));
for (const r of results) {
  const verdict = r.pass === undefined ? '    ' : r.pass ? 'ok  ' : 'MISS';
  const line = [
    verdict,
    r.bench.padEnd(12),
    r.name.padEnd(56),
    `${figure(r.value)} ${r.unit}`.padStart(16),
    (r.target ?? '').padStart(9),
  ];
  console.log(`${line.join('  ')}  ${r.detail ?? ''}`);
}
console.log(JSON.stringify(results));
process.exit(status);
