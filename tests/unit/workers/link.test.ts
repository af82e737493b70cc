// Calls to workers through fake workers: two ends of a message channel that can be made to die.
import * as Comlink from 'comlink';
import { afterEach, expect, test, vi } from 'vitest';
import { abortable } from '$bridge/abort';
import { TablabError } from '$core/errors/error';
import { wrapMethod } from '$workers/lib/expose';
import { Link, type WorkerLike } from '$workers/lib/link';

interface Api {
  double(n: number): Promise<number>;
  fail(): Promise<void>;
  hang(): Promise<void>;
  count(to: number, on: (n: number) => void): Promise<void>;
}

/** A worker that answers over a channel; `die` does what a browser does when a worker fails. */
class FakeWorker {
  static all: FakeWorker[] = [];
  readonly channel = new MessageChannel();
  readonly events = new EventTarget();
  terminated = false;

  constructor(api: object) {
    FakeWorker.all.push(this);
    Comlink.expose({ alive: () => false, ...api }, this.channel.port2 as unknown as Comlink.Endpoint);
    this.channel.port1.start();
    this.channel.port2.start();
  }
  asWorker(): WorkerLike {
    const { port1 } = this.channel;
    const add = (type: string, listener: never, options?: never) =>
      type === 'message'
        ? port1.addEventListener(type, listener, options)
        : this.events.addEventListener(type, listener, options);
    return {
      postMessage: port1.postMessage.bind(port1) as WorkerLike['postMessage'],
      addEventListener: add as WorkerLike['addEventListener'],
      removeEventListener: ((type: string, listener: never) =>
        port1.removeEventListener(type, listener)) as WorkerLike['removeEventListener'],
      terminate: () => {
        this.terminated = true;
        port1.close();
      },
    };
  }
  die(message: string) {
    this.events.dispatchEvent(Object.assign(new Event('error'), { message }));
  }
}

const api = {
  double: (n: number) => Promise.resolve(2 * n),
  fail: () => Promise.reject(new TablabError('run-missing-trial', { trial: 3 }).toPlain()),
  hang: () => new Promise(() => {}),
  count: async (to: number, on: (n: number) => Promise<void>) => {
    for (let i = 0; i < to; i++) await on(i);
  },
};
const linkTo = (target: object = api) =>
  new Link<Api>({ label: 'fake', spawn: () => new FakeWorker(target).asWorker() });

afterEach(() => {
  for (const { channel } of FakeWorker.all.splice(0)) channel.port1.close();
});

test('answers come back, callbacks are called, and no worker is made before the first call', async () => {
  const link = linkTo();
  expect(FakeWorker.all).toHaveLength(0);
  expect(await link.call('double', [21])).toBe(42);
  const seen: number[] = [];
  await link.call('count', [3, (n) => seen.push(n)]);
  expect(seen).toEqual([0, 1, 2]);
  expect(FakeWorker.all).toHaveLength(1);
  expect(link.pendingCalls).toBe(0);
});

test('a worker may wait for what a callback promises', async () => {
  const count = (to: unknown, on: unknown) => api.count(to as number, on as (n: number) => Promise<void>);
  const seen: string[] = [];
  await linkTo({ count: wrapMethod(count) }).call('count', [
    2,
    async (n) => {
      seen.push(`${n}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      seen.push(`${n} is over`);
    },
  ]);
  expect(seen).toEqual(['0', '0 is over', '1', '1 is over']);
});

test('a coded error keeps its code, details and action', async () => {
  const error = await linkTo()
    .call('fail', [])
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TablabError);
  expect(error).toMatchObject({
    code: 'run-missing-trial',
    details: { trial: 3 },
    message: 'The run has no finished trial 3.',
  });
});

test('a worker that dies rejects every pending call, tells its listeners, and is replaced on the next call', async () => {
  const link = linkTo();
  await link.call('double', [1]);
  const listener = vi.fn();
  link.onDeath(listener);
  const pending = [link.call('hang', []), link.call('hang', [])];
  FakeWorker.all[0].die('out of memory');
  for (const call of pending)
    await expect(call).rejects.toMatchObject({
      code: 'worker-died',
      details: { worker: 'fake', reason: 'out of memory' },
    });
  expect(listener).toHaveBeenCalledOnce();
  expect(FakeWorker.all[0].terminated).toBe(true);
  expect(await link.call('double', [2])).toBe(4);
  expect(FakeWorker.all).toHaveLength(2);
});

test('a worker that never came up is told apart', async () => {
  const link = linkTo({ ...api, alive: () => new Promise(() => {}) });
  const pending = link.call('hang', []);
  FakeWorker.all[0].die('');
  await expect(pending).rejects.toMatchObject({
    code: 'worker-failed',
    details: { reason: 'its code could not be loaded' },
  });
});

test('terminate rejects what is pending with the given error and is no death', async () => {
  const link = linkTo();
  const listener = vi.fn();
  link.onDeath(listener);
  const pending = link.call('hang', []);
  link.terminate();
  await expect(pending).rejects.toMatchObject({ code: 'aborted' });
  expect(listener).not.toHaveBeenCalled();
});

test('abort: asks first, ends the worker after the grace period', async () => {
  vi.useFakeTimers();
  const controller = new AbortController();
  let reject: (error: Error) => void = () => {};
  const cancel = {
    cooperative: vi.fn(() => Promise.resolve()),
    hard: vi.fn(() => reject(new TablabError('worker-died', { worker: 'fake' }))),
  };
  const call = abortable(() => new Promise<void>((_, no) => (reject = no)), controller.signal, cancel);
  const refused = expect(call).rejects.toMatchObject({ code: 'aborted' });
  controller.abort();
  expect(cancel.cooperative).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(1999);
  expect(cancel.hard).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(cancel.hard).toHaveBeenCalledOnce();
  await refused;
  vi.useRealTimers();
});

test('abort: a call that stops by itself in time leaves the worker alone', async () => {
  const controller = new AbortController();
  let reject: (error: Error) => void = () => {};
  const stop = () => {
    reject(new TablabError('aborted'));
    return Promise.resolve();
  };
  const hard = vi.fn();
  const call = abortable(() => new Promise<void>((_, no) => (reject = no)), controller.signal, {
    cooperative: stop,
    hard,
  });
  const refused = expect(call).rejects.toMatchObject({ code: 'aborted' });
  controller.abort();
  await refused;
  expect(hard).not.toHaveBeenCalled();
  await expect(
    abortable(() => Promise.resolve(1), controller.signal, { cooperative: stop, hard }),
  ).rejects.toMatchObject({ code: 'aborted' });
});

test.each([
  ['with a signal of its own', new AbortController().signal],
  ['without a signal', undefined],
])(
  'abort: what was asked next, %s, is asked again when the worker has to be ended for what would not stop',
  async (_, signal) => {
    const link = linkTo();
    // The request to stop is as stuck as the rest, and goes down with the worker.
    const cancel = {
      cooperative: () => link.call('hang', []),
      hard: (error: TablabError) => link.terminate(error),
    };
    const old = new AbortController();
    let asked = 0;
    const refused = expect(abortable(() => link.call('hang', []), old.signal, cancel)).rejects.toMatchObject({
      code: 'aborted',
    });
    // It waits behind the one that hangs, and answers in a worker of its own.
    const answer = abortable(() => link.call(asked++ ? 'double' : 'hang', [21] as never), signal, cancel);
    old.abort();
    await refused;
    expect(await answer).toBe(42);
    expect(asked).toBe(2);
    expect(FakeWorker.all).toHaveLength(2);
  },
);
