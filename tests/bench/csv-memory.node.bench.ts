// Memory while a large CSV is imported through the built app: proportional set size of all of the browser's processes,
// sampled from /proc, above what it was before. Linux only; elsewhere it gives no figure.
import { createWriteStream, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { findChromium } from '../../scripts/lib/chromium.mjs';
import { serve } from '../../scripts/lib/serve.mjs';
import { result, type Result } from './support/result';

const rows = 1_000_000;
const columns = 20;

async function writeCsv(path: string): Promise<number> {
  const out = createWriteStream(path);
  out.write(`${Array.from({ length: columns }, (_, c) => `column ${c}`).join(',')}\n`);
  let seed = 12345;
  const next = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 4294967296;
  const cell = (c: number) =>
    c < 9 ? (next() * 1000).toFixed(4) : c < 17 ? Math.floor(next() * 100_000) : `category ${Math.floor(next() * 50)}`;
  for (let row = 0; row < rows; row += 10_000) {
    const lines = Array.from({ length: 10_000 }, () => Array.from({ length: columns }, (_, c) => cell(c)).join(','));
    if (!out.write(`${lines.join('\n')}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  return statSync(path).size;
}

/** Bytes of a process and all its descendants. */
function memoryOf(root: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = tryRead(`/proc/${name}/stat`);
    if (stat) parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const within = (pid: number): boolean => pid === root || (parents.has(pid) && within(parents.get(pid)!));
  return [...parents.keys()]
    .filter(within)
    .map((pid) => /^Pss:\s+(\d+)/m.exec(tryRead(`/proc/${pid}/smaps_rollup`) ?? '')?.[1] ?? '0')
    .reduce((sum, kilobytes) => sum + 1024 * Number(kilobytes), 0);
}

/** Nothing for a process that has just ended. */
function tryRead(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

export async function bench(): Promise<Result[]> {
  if (!existsSync('/proc/self/smaps_rollup')) return [];
  const folder = mkdtempSync(join(tmpdir(), 'tablab-memory-'));
  const file = join(folder, 'million.csv');
  const size = await writeCsv(file);
  const { url, close } = await serve();
  const mark = '--tablab-memory-bench';
  const args = [mark, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const browser = await chromium.launch({ executablePath: findChromium(), args });
  const page = await (await browser.newContext()).newPage();
  await page.goto(url);
  await page.getByRole('button', { name: 'New lab' }).click();
  await page
    .getByRole('button', { name: /^Choose other data/ })
    .first()
    .click();
  const picker = page.getByLabel('Data files');
  await picker.waitFor({ state: 'attached' });
  const pid = Math.min(
    ...readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && tryRead(`/proc/${name}/cmdline`)?.includes(mark))
      .map(Number),
  );
  const before = memoryOf(pid);
  let peak = before;
  const sampler = setInterval(() => (peak = Math.max(peak, memoryOf(pid))), 50);
  await picker.setInputFiles(file);
  await page.getByRole('heading', { name: /^million/ }).waitFor({ timeout: 300_000 });
  clearInterval(sampler);
  await browser.close();
  await close();
  rmSync(folder, { recursive: true, force: true });
  const megabytes = `${Math.round(size / 1e6)} MB file, ${Math.round((peak - before) / 1e6)} MB more at the peak`;
  return [result('CSV import: peak memory over the file', (peak - before) / size, 'x', '<= 6', megabytes)];
}
