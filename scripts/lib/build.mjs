// Builds kernels and app for production; skips the work when nothing that goes into the build has changed.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at } from './paths.mjs';
import { tool } from './run.mjs';

const sources = [
  'src',
  'workers',
  'static',
  'datasets',
  'kernels',
  'index.html',
  'vite.config.ts',
  'svelte.config.js',
  'package-lock.json',
  'package.json',
];
const stamp = at('dist/.sources');

/** @param {string} path @returns {string[]} */
function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesBelow(at(source)))) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

/** Compiles the kernels, if this checkout has them. */
export async function buildKernels() {
  if (!existsSync(at('kernels/build.mjs'))) return;
  const kernels = await import(new URL('../../kernels/build.mjs', import.meta.url).href);
  await kernels.buildKernels();
}

/** Leaves an up-to-date production build in dist/. */
export async function ensureBuilt({ force = false } = {}) {
  await buildKernels();
  const now = fingerprint();
  if (!force && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  console.log('Building.');
  const status = tool('vite', ['build', '--logLevel', 'warn'], { NODE_ENV: 'production' });
  if (status !== 0) process.exit(status);
  writeFileSync(stamp, now);
}
