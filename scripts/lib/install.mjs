// Installs the dependencies from the lockfile when they are missing or belong to another lockfile.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { at } from './paths.mjs';

const stamp = at('node_modules/.tablab-lockfile');

/** Ends the process with a clear message when Node is too old to build the lab. */
function needNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Tablab needs Node 20.19 or newer; this is ${process.versions.node}. Update Node and try again.`);
  process.exit(1);
}

export function ensureInstalled() {
  needNode();
  const lock = createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.log('Installing dependencies from package-lock.json.');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: at('.'),
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
  });
  if (status !== 0) {
    console.error('npm ci failed: see its message above. A network connection is needed the first time.');
    process.exit(1);
  }
  writeFileSync(stamp, lock);
}
