// Finds a Chromium for the browser tests and the lab command line, or gets one.
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Flags for a headless run: WebGPU and WebGL through the software adapter, no background traffic. */
export const chromiumArgs = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-angle=swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** Path of Playwright's own Chromium, if it was downloaded. */
function playwrightChromium() {
  try {
    const require = createRequire(import.meta.url);
    const path = require('playwright-core').chromium.executablePath();
    return existsSync(path) ? path : undefined;
  } catch {
    // Playwright is not installed yet: the other places remain.
    return undefined;
  }
}

/** @returns {string | undefined} path of a Chromium: CHROMIUM_PATH, the usual places, then Playwright's. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH || process.env.CHROME_PATH;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which does not exist. Correct it or unset it.`);
  }
  return usual.find((path) => existsSync(path)) ?? playwrightChromium();
}

/** @returns {string} path of a Chromium, fetched if none is there. */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  console.log('No Chromium found: fetching one.');
  const run = (/** @type {string} */ command, /** @type {string[]} */ args) =>
    spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;
  const debian = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  const withPlaywright = () => run('npx', ['playwright', 'install', ...(debian ? ['--with-deps'] : []), 'chromium']);
  const withDebian = () =>
    debian && run('apt-get', ['update', '-qq']) && run('apt-get', ['install', '-y', '-qq', 'chromium']);
  if (withDebian() || withPlaywright()) {
    const path = findChromium();
    if (path) return path;
  }
  throw new Error('No Chromium could be found or fetched. Install Chromium or Chrome, or set CHROMIUM_PATH to one.');
}
