// Compiles kernels/assembly to src/engine/simd/kernels.wasm, and its crew.ts, for memory that threads share, to crew.wasm.
// Deterministic: the same sources and compiler give the same bytes. Skips the work when the sources have not changed
// since the last build.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { createRequire } from 'node:module';

const at = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const sources = at('./assembly/');
export const wasmPath = at('../src/engine/simd/kernels.wasm');
const crewPath = at('../src/engine/simd/crew.wasm');
const stampPath = `${wasmPath}.stamp.local`;

const options = [
  '-O3',
  '--converge',
  '--noAssert',
  // No garbage collector and no allocator: the page lays out memory, kernels only read and write addresses.
  ...['--runtime', 'stub'],
  // SIMD128 only. Relaxed SIMD stays off: its results may differ between processors.
  ...['--enable', 'simd'],
  ...['--disableWarning', '112'],
  '--importMemory',
  ...['--initialMemory', '1'],
  // The first kilobytes stay free, so that address 0 can mean "no buffer".
  ...['--memoryBase', '1024'],
];

const outputs = [
  { entry: 'index.ts', path: wasmPath, more: ['--exportTable'] },
  { entry: 'crew.ts', path: crewPath, more: ['--enable', 'threads', '--sharedMemory', '--maximumMemory', '4096'] },
];

function digest() {
  const hash = createHash('sha256').update(JSON.stringify([options, outputs.map(({ more }) => more)]));
  hash.update(readFileSync(createRequire(import.meta.url).resolve('assemblyscript/package.json')));
  for (const name of readdirSync(sources).sort()) hash.update(name).update(readFileSync(sources + name));
  return hash.digest('hex');
}

/** Builds the kernels unless they are up to date. @returns {Promise<{ built: boolean, bytes: number }>} */
export async function buildKernels() {
  const wanted = digest();
  const there = [...outputs.map(({ path }) => path), stampPath].every((path) => existsSync(path));
  const current = there && readFileSync(stampPath, 'utf8') === wanted;
  if (!current) {
    const asc = await import('assemblyscript/asc');
    for (const { entry, path, more } of outputs) {
      const { error, stderr } = await asc.main([`${sources}${entry}`, '--outFile', path, ...options, ...more]);
      if (error) throw new Error(`The kernels do not compile.\n${stderr.toString()}`);
    }
    writeFileSync(stampPath, wanted);
  }
  return { built: !current, bytes: readFileSync(wasmPath).length };
}

/** Vite and Vitest plugin: the kernels are there before anything imports them. */
export const kernelsPlugin = () => ({
  name: 'tablab-kernels',
  enforce: /** @type {const} */ ('pre'),
  async buildStart() {
    await buildKernels();
  },
});

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { built, bytes } = await buildKernels();
  const zipped = gzipSync(readFileSync(wasmPath), { level: 9 }).length;
  console.log(`kernels.wasm ${built ? 'built' : 'up to date'}: ${bytes} bytes, ${zipped} gzipped`);
}
