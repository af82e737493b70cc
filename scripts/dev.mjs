// npm run dev: the hot-reloading variant of npm start.
import { ensureInstalled } from './lib/install.mjs';

ensureInstalled();
const { buildKernels } = await import('./lib/build.mjs');
const { tool } = await import('./lib/run.mjs');
await buildKernels();
process.exit(tool('vite', process.argv.slice(2)));
