// Where things are, independent of the folder a command was typed in.
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

/** @param {string} path relative to the repository's root */
export const at = (path) => fileURLToPath(new URL(path, root));
