// Runs a tool of the repository and ends with its exit status when it fails.
import { spawnSync } from 'node:child_process';
import { at } from './paths.mjs';

/**
 * @param {string} tool name of an executable in node_modules/.bin
 * @param {string[]} args
 * @returns {number} exit status
 */
export function tool(tool, args, env = {}) {
  const windows = process.platform === 'win32';
  const path = at(`node_modules/.bin/${tool}${windows ? '.cmd' : ''}`);
  const { status } = spawnSync(path, args, {
    cwd: at('.'),
    stdio: 'inherit',
    shell: windows,
    env: { ...process.env, ...env },
  });
  return status ?? 1;
}
