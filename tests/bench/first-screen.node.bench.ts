// The first screen: how much JavaScript it loads, and when it answers with a processor four times slower.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright';
import { findChromium } from '../../scripts/lib/chromium.mjs';
import { serve } from '../../scripts/lib/serve.mjs';
import { median, result, type Result } from './support/result';

export async function bench(): Promise<Result[]> {
  const { url, close } = await serve();
  // Without the flags of the tests: they emulate a GPU in software, which takes the processor from the page.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath: findChromium(), args });
  const interactive: number[] = [];
  let scripts: string[] = [];
  for (let round = 0; round < 5; round++) {
    const context = await browser.newContext({ serviceWorkers: 'block' });
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    const loaded: string[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') loaded.push(response.url());
    });
    // Interactive: the Run button of the first lab is there, listens and has the focus. The page notes when.
    await page.addInitScript(() => {
      addEventListener('focusin', ({ target }) => {
        if (target instanceof HTMLElement && 'firstRun' in target.dataset) performance.mark('interactive');
      });
    });
    await page.goto(url, { waitUntil: 'commit' });
    await page.waitForFunction(() => performance.getEntriesByName('interactive').length > 0);
    interactive.push(await page.evaluate(() => performance.getEntriesByName('interactive')[0].startTime));
    await page.waitForTimeout(500);
    scripts = loaded;
    await context.close();
  }
  await browser.close();
  await close();
  const local = scripts.map((script) => `dist/${new URL(script).pathname.slice(1)}`);
  const gzipped = (files: readonly string[]) =>
    files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0) / 1000;
  // The table worker starts after the first paint, on a thread of its own.
  const first = local.findIndex((file) => file.includes('.worker-'));
  const page = first < 0 ? local : local.slice(0, first);
  const tensorflow = local.filter((file) => /tensorflow|registerKernel/.test(readFileSync(file, 'utf8')));
  return [
    result('first screen, JavaScript of the page, gzipped', gzipped(page), 'kB', '<= 120', `${page.length} scripts`),
    result('what its worker loads after that', gzipped(local) - gzipped(page), 'kB'),
    result('first screen, scripts with tfjs', tensorflow.length, 'scripts', '<= 0'),
    result(
      'interactive at 4x CPU throttling, localhost',
      median(interactive),
      'ms',
      '<= 1000',
      `median of ${interactive.length}`,
    ),
  ];
}
