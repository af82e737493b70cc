// Work on what keeps changing: the newest next, one at a time, with a pause between.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Paced } from '../../../../src/features/tune/paced';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', globalThis);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Work that is over when `over` is called. */
function recorded() {
  const begun: string[] = [];
  const stopped: string[] = [];
  let over = () => {};
  const work = (name: string, stoppable: boolean) => (ended: () => void) => {
    begun.push(name);
    over = ended;
    return stoppable ? () => void stopped.push(name) : undefined;
  };
  return { begun, stopped, work, over: () => over() };
}

it('begins at once; of what is asked for meanwhile the newest comes next, after the pause', () => {
  const { begun, work, over } = recorded();
  const paced = new Paced(100);
  for (const name of ['a', 'b', 'c']) paced.ask(work(name, true));
  expect(begun).toEqual(['a']);
  over();
  expect(begun).toEqual(['a']);
  vi.advanceTimersByTime(99);
  paced.ask(work('d', true));
  expect(begun).toEqual(['a']);
  vi.advanceTimersByTime(2);
  expect(begun).toEqual(['a', 'd']);
});

it('takes up the next when work is over before it returns', () => {
  const paced = new Paced(100);
  const begun: number[] = [];
  const quick = (n: number) => (ended: () => void) => {
    begun.push(n);
    ended();
    return () => {
      throw new Error('it was over');
    };
  };
  paced.ask(quick(1));
  paced.ask(quick(2));
  paced.stop();
  paced.ask(quick(3));
  expect(begun).toEqual([1, 3]);
});

it('stops what can be stopped, and begins anew at once; waits for what cannot', () => {
  const { begun, stopped, work, over } = recorded();
  const paced = new Paced(100);
  paced.ask(work('a', true));
  paced.ask(work('b', true));
  paced.stop();
  vi.advanceTimersByTime(1000);
  expect([begun, stopped]).toEqual([['a'], ['a']]);
  paced.ask(work('c', false));
  paced.stop();
  paced.ask(work('d', true));
  expect(begun).toEqual(['a', 'c']);
  over();
  vi.advanceTimersByTime(101);
  expect(begun).toEqual(['a', 'c', 'd']);
});
