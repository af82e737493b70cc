// A million rows of twenty columns: reading, typing, hashing and storing them, against Papa Parse that only splits
// the same file into cells. The page must stay free meanwhile.
import { createTableClient } from '$bridge/tableClient';
import { openStore } from '$store/open';
import { eraseAll } from '$store/sizes';
import { median, result, type Result } from './support/result';

const rows = 1_000_000;
const rounds = 3;

/** Sixteen columns of numbers of several kinds, three of categories, one of dates. */
function makeFile(): File {
  const parts: string[] = [`${Array.from({ length: 20 }, (_, c) => `column ${c}`).join(',')}\n`];
  let seed = 12345;
  const next = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 4294967296;
  const words = Array.from({ length: 50 }, (_, i) => `category ${i}`);
  for (let row = 0; row < rows;) {
    const lines: string[] = [];
    for (const end = Math.min(rows, row + 20_000); row < end; row++) {
      const cells: (string | number)[] = [];
      for (let c = 0; c < 8; c++) cells.push((next() * 1000).toFixed(4));
      for (let c = 0; c < 8; c++) cells.push(Math.floor(next() * 100_000));
      for (let c = 0; c < 3; c++) cells.push(words[Math.floor(next() * 50)]);
      cells.push(`2024-${10 + Math.floor(next() * 3)}-${10 + Math.floor(next() * 18)}`);
      lines.push(cells.join(','));
    }
    parts.push(`${lines.join('\n')}\n`);
  }
  return new File(parts, 'million.csv');
}

const splitOnly = (file: File) =>
  new Promise<number>((resolve, reject) => {
    const worker = new Worker(new URL('./support/papa.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<number>) => {
      worker.terminate();
      resolve(data);
    };
    worker.onerror = reject;
    worker.postMessage(file);
  });

/** Longest task on the page's thread while it runs, in milliseconds; the browser reports those beyond 50. */
function watchPage(): () => number {
  let longest = 0;
  const note = (entries: PerformanceEntryList) => {
    for (const entry of entries) longest = Math.max(longest, entry.duration);
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ type: 'longtask' });
  return () => {
    note(observer.takeRecords());
    observer.disconnect();
    return longest;
  };
}

export async function bench(): Promise<Result[]> {
  const file = makeFile();
  const client = createTableClient();
  await client.importText('a,b\n1,2\n3,4\n', 'warm.csv', {}, () => {});
  const ours: number[] = [];
  const theirs: number[] = [];
  const stalls: number[] = [];
  for (let round = 0; round < rounds; round++) {
    let start = performance.now();
    const split = await splitOnly(file);
    theirs.push(performance.now() - start);
    if (split < rows) throw new Error(`Papa Parse gave ${split} rows`);
    await eraseAll(await openStore());
    const stopWatching = watchPage();
    start = performance.now();
    const { dataset } = await client.importFiles([file], {}, () => {});
    ours.push(performance.now() - start);
    stalls.push(stopWatching());
    if (dataset.rows !== rows) throw new Error(`the import gave ${dataset.rows} rows`);
  }
  client.terminate();
  await eraseAll(await openStore());
  const megabytes = `${Math.round(file.size / 1e6)} MB, ${rows.toLocaleString('en')} rows x 20 columns`;
  return [
    result('CSV import vs papaparse alone', median(ours) / median(theirs), 'x', '<= 3', megabytes),
    result('CSV import: read, type, hash, store', median(ours), 'ms', undefined, `median of ${rounds}`),
    result('papaparse alone in a worker', median(theirs), 'ms', undefined, `median of ${rounds}`),
    result(
      'CSV import: longest task of the page (0: none over 50)',
      Math.max(...stalls),
      'ms',
      '<= 50',
      `largest of ${rounds}`,
    ),
  ];
}
