// The Tune page with ten thousand trials, all charts and the leaderboard in view, while trials keep coming in ten
// times a second and another core is busy, as it is when a study runs. Loaded by ui.node.bench.ts.
import { flushSync, mount, unmount } from 'svelte';
import '../../../src/ui/styles.css';
import { TunePage } from '$features/tune';
import { FixtureSession } from '../../browser/pages/fixtureSession.svelte';
import { median, result, type Result } from './result';

const before = 10_000;
const perUpdate = 10;
const seconds = 8;

const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));

export async function measure(): Promise<Result[]> {
  const target = document.createElement('div');
  target.style.cssText = 'position:fixed;inset:0;overflow:auto';
  document.body.append(target);
  const session = new FixtureSession();
  const tune = session.step('tune');
  if (tune?.type !== 'tune') throw new Error('the fixture has no tune step');
  session.updateStep('Set number of trials', 'tune', 'tune', (config) => ({ ...config, trials: 20_000 }));
  session.addTrials('tune', 1);
  const page = mount(TunePage, { target, props: { session, step: 'tune' } });
  flushSync();
  const start = performance.now();
  session.addTrials('tune', before - 1);
  flushSync();
  const first = performance.now() - start;
  // The pictures of the first ten thousand are built over the next frames.
  for (let i = 0; i < 120; i++) await nextFrame();

  const busy = new Worker(URL.createObjectURL(new Blob(['for (;;) {}'])));
  const frames: number[] = [];
  const updates: number[] = [];
  const feed = setInterval(() => {
    const at = performance.now();
    session.addTrials('tune', perUpdate);
    flushSync();
    updates.push(performance.now() - at);
  }, 100);
  let last = await nextFrame();
  const end = last + 1000 * seconds;
  while (last < end) {
    const now = await nextFrame();
    frames.push(now - last);
    last = now;
  }
  clearInterval(feed);
  busy.terminate();
  await unmount(page);
  target.remove();

  const total = frames.reduce((sum, frame) => sum + frame, 0);
  const sorted = frames.toSorted((a, b) => a - b);
  const p95 = sorted[Math.floor(0.95 * sorted.length)];
  const detail = `${before} trials and ${perUpdate} more every 100 ms, 1 busy core`;
  return [
    result('tune page, frames a second', (1000 * frames.length) / total, 'fps', '>= 30', detail),
    result('tune page, 95th percentile frame', p95, 'ms', '<= 34', detail),
    result('tune page, longest frame', sorted[sorted.length - 1], 'ms', undefined, detail),
    result('tune page, one update', median(updates), 'ms', undefined, 'sampling and recording of the fixture included'),
    result('tune page, first 10,000 trials', first, 'ms', undefined, 'fixture included, pictures not'),
  ];
}

Object.assign(window, { measure });
