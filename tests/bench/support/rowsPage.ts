// A table of a million rows in view, scrolled as a person would: by wheel, then by dragging its bar from end to end.
// Loaded by rows.node.bench.ts.
import { flushSync, mount, unmount } from 'svelte';
import '../../../src/ui/styles.css';
import { createTableClient } from '$bridge/tableClient';
import { OpenLab } from '../../../src/features/lab/session.svelte';
import RowTable from '../../../src/features/data/RowTable.svelte';
import { defaultFeatures, defaultSplit } from '$core/lab/document';
import { putLab } from '$store/labs';
import { openStore } from '$store/open';
import { result, type Result } from './result';

const rows = 1_000_000;
const columns = 10;
const frameMs = 1000 / 60;

const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));

function makeFile(): File {
  const parts: string[] = [`${Array.from({ length: columns }, (_, c) => `column ${c}`).join(',')}\n`];
  let seed = 12345;
  const next = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 4294967296;
  for (let row = 0; row < rows; row += 20_000) {
    const lines: string[] = [];
    for (let i = 0; i < 20_000; i++) {
      const cells: (string | number)[] = [row + i];
      for (let c = 1; c < columns; c++)
        cells.push(c === 3 ? `word ${Math.floor(next() * 50)}` : (next() * 1000).toFixed(3));
      lines.push(cells.join(','));
    }
    parts.push(`${lines.join('\n')}\n`);
  }
  return new File(parts, 'million.csv');
}

/** Milliseconds between frames while `step` moves the bar, once a frame. */
async function scrollFor(frames: number, step: (i: number) => void): Promise<number[]> {
  const times: number[] = [];
  let last = await nextFrame();
  for (let i = 0; i < frames; i++) {
    step(i);
    const now = await nextFrame();
    times.push(now - last);
    last = now;
  }
  return times;
}

export async function measure(): Promise<Result[]> {
  const client = createTableClient();
  const { dataset } = await client.importFiles([makeFile()], {}, () => {});
  client.terminate();
  const store = await openStore();
  await putLab(store, {
    id: 'bench',
    lab: {
      format: 'tablab',
      version: 1,
      title: 'Rows',
      seed: 1,
      data: { kind: 'imported', name: 'million.csv', sha256: dataset.sha256 },
      roles: { target: 'column 3', task: 'multiclass', exclude: [] },
      features: defaultFeatures,
      split: defaultSplit,
      executor: 'auto',
      steps: [],
    },
    createdAt: 1,
    updatedAt: 1,
  });
  const session = await OpenLab.open('bench');
  while (!session.dataset) await nextFrame();
  const target = document.createElement('div');
  target.style.cssText = 'position:fixed;inset:0;overflow:auto';
  document.body.append(target);
  const page = mount(RowTable, { target, props: { session, dataset: session.dataset } });
  flushSync();
  const view = target.querySelector<HTMLElement>('[role=grid]')!;
  for (let i = 0; i < 60; i++) await nextFrame();

  const most = view.scrollHeight - view.clientHeight;
  await scrollFor(60, () => (view.scrollTop += 40));
  const wheel = await scrollFor(300, () => (view.scrollTop += 40));
  const drag = await scrollFor(300, (i) => (view.scrollTop = (most * (i + 1)) / 300));
  while (![...view.querySelectorAll('[role=rowheader]')].some((cell) => cell.textContent === String(rows)))
    await nextFrame();
  await unmount(page);
  target.remove();
  await session.close();

  const figures = (name: string, frames: number[]): Result[] => {
    const total = frames.reduce((sum, frame) => sum + frame, 0);
    // A frame that comes a fraction late is still one of sixty.
    const late = frames.filter((frame) => frame > frameMs + 1).length;
    const longest = `longest ${Math.max(...frames).toFixed(1)} ms, ${rows.toLocaleString('en')} rows x ${columns} columns`;
    return [
      result(`${name}: frames a second`, (1000 * frames.length) / total, 'fps', '>= 59', longest),
      result(`${name}: frames over 16.7 ms`, late, `of ${frames.length}`),
    ];
  };
  return [...figures('scrolling by wheel', wheel), ...figures('dragging the bar end to end', drag)];
}

Object.assign(window, { measure });
