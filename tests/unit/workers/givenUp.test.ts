// A run that is given up before it is there.
import { expect, test, vi } from 'vitest';
import type { RunInfo, RunUpdate } from '$core/run/types';
import { givenUp } from '../../../src/bridge/givenUp';
import { unlessAborted } from '../../../src/features/lab/unlessAborted';

const info = { id: 'r' } as RunInfo;
const begun: RunUpdate[] = [{ type: 'run', run: info }];

function preparing(alone: boolean, { begun = true } = {}) {
  const given = new AbortController();
  const on = vi.fn();
  let heard: (updates: RunUpdate[]) => void = () => undefined;
  let end: (info: RunInfo) => void = () => undefined;
  const run = {
    call: (to: typeof heard) => {
      heard = to;
      return new Promise<RunInfo>((resolve) => (end = resolve));
    },
    alone: () => alone,
    end: vi.fn(),
    ask: vi.fn(() => Promise.reject(new Error('gone'))),
    ...(begun ? { cancel: vi.fn(() => Promise.resolve()) } : {}),
  };
  const result = givenUp(given.signal, on, run);
  return { given, on, run, result, hear: (updates: RunUpdate[]) => heard(updates), finish: () => end(info) };
}

test('a worker that does nothing else is ended, and nobody waits for it', async () => {
  const { given, run, result } = preparing(true);
  given.abort();
  await expect(result).rejects.toMatchObject({ code: 'aborted' });
  expect(run.end).toHaveBeenCalledOnce();
  expect(run.ask).not.toHaveBeenCalled();
});

test('a worker with other runs is asked; a run that begins all the same is cancelled and never shown', async () => {
  const { given, on, run, result, hear } = preparing(false);
  given.abort();
  await expect(result).rejects.toMatchObject({ code: 'aborted' });
  expect(run.end).not.toHaveBeenCalled();
  expect(run.ask).toHaveBeenCalledOnce();
  hear([{ type: 'note', text: 'x' }]);
  hear(begun);
  expect(run.cancel).toHaveBeenCalledWith('r');
  expect(on).not.toHaveBeenCalled();
});

test('a run that is there is not ended by it: that is what commands are for', async () => {
  const { given, on, run, result, hear, finish } = preparing(true);
  hear(begun);
  given.abort();
  hear([{ type: 'note', text: 'x' }]);
  finish();
  expect(await result).toBe(info);
  expect(on).toHaveBeenCalledTimes(2);
  expect(run.end).not.toHaveBeenCalled();
});

test('a run that goes on, in a worker with other runs: it is asked, and what it says holds', async () => {
  const { given, on, run, result, hear, finish } = preparing(false, { begun: false });
  given.abort();
  expect(run.end).not.toHaveBeenCalled();
  expect(run.ask).toHaveBeenCalledOnce();
  // Asked too late: it goes on, and is not cancelled.
  hear(begun);
  finish();
  expect(await result).toBe(info);
  expect(on).toHaveBeenCalledOnce();
});

test('a run that goes on, in a worker that does nothing else: the worker is ended', async () => {
  const { given, run, result } = preparing(true, { begun: false });
  given.abort();
  await expect(result).rejects.toMatchObject({ code: 'aborted' });
  expect(run.end).toHaveBeenCalledOnce();
});

test('waiting is given up at once, and otherwise gives what it waited for', async () => {
  const given = new AbortController();
  const waiting = unlessAborted(given.signal, new Promise(() => undefined));
  const other = unlessAborted(new AbortController().signal, Promise.resolve(3));
  given.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
  await expect(unlessAborted(given.signal, Promise.resolve(1))).rejects.toMatchObject({ code: 'aborted' });
  expect(await other).toBe(3);
});
