// Modules of the app, and the kernels beside them, built for Node into a folder of test-results.
import { copyFileSync } from 'node:fs';
import { build } from 'vite';
import { kernelsPlugin, wasmPath } from '../../kernels/build.mjs';
import { at } from './paths.mjs';

/**
 * @param {string} entry a module, relative to the repository's root
 * @param {string} name of the folder
 * @returns {Promise<string>} the path of the built module, to import
 */
export async function builtForNode(entry, name) {
  const folder = `test-results/${name}`;
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { $core: at('src/core'), $engine: at('src/engine') } },
    plugins: [kernelsPlugin()],
    build: { ssr: at(entry), outDir: at(folder), emptyOutDir: true, minify: false },
  });
  copyFileSync(wasmPath, at(`${folder}/kernels.wasm`));
  return at(`${folder}/${entry.replace(/^.*\/|\.ts$/g, '')}.js`);
}
