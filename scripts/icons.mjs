// Draws the PNG icons from their SVG sources: node scripts/icons.mjs. Run it after changing an icon.
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright';
import { chromiumArgs, ensureChromium } from './lib/chromium.mjs';
import { at } from './lib/paths.mjs';

/** @type {readonly [source: string, target: string, size: number][]} */
const jobs = [
  ['icon.svg', 'icon-192.png', 192],
  ['icon.svg', 'icon-512.png', 512],
  ['maskable.svg', 'maskable-512.png', 512],
];
const browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumArgs });
for (const [source, target, size] of jobs) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const svg = readFileSync(at(`static/icons/${source}`), 'utf8');
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`);
  writeFileSync(at(`static/icons/${target}`), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
