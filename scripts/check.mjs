// npm run check: types in each context, lint, format. The first failure ends it.
import { ensureInstalled } from './lib/install.mjs';

ensureInstalled();
const { tool } = await import('./lib/run.mjs');
const { buildKernels } = await import('./lib/build.mjs');
await buildKernels();

/** @type {[string, string, string[]][]} */
const checks = [
  ['types: core', 'tsc', ['-p', 'tsconfig.core.json']],
  ['types: workers', 'tsc', ['-p', 'tsconfig.worker.json']],
  ['types: page', 'svelte-check', ['--tsconfig', 'tsconfig.app.json', '--fail-on-warnings', '--output', 'human']],
  ['types: scripts and tests', 'tsc', ['-p', 'tsconfig.node.json']],
  ['lint', 'eslint', ['--max-warnings', '0', '.']],
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
];
for (const [name, command, args] of checks) {
  const start = Date.now();
  const status = tool(command, args);
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  if (status !== 0) process.exit(status);
}
