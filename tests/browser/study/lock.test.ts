// One writer per lab, with real Web Locks, and the channel between tabs.
import { expect, test } from 'vitest';
import { openLabChannel, watchLab, type LabMessage } from '$store/channel';
import { heldLabs, lockLab, whenFree } from '$store/lock';

test('a held lab cannot be locked again until it is released', async () => {
  const lock = await lockLab('edit', 'one');
  expect(await lockLab('edit', 'one')).toBeNull();
  expect([...(await heldLabs('edit'))]).toContain('one');
  expect([...(await heldLabs('run'))]).not.toContain('one');
  // Editing and running are two locks; another lab is another lock.
  const run = await lockLab('run', 'one');
  expect(run).not.toBeNull();
  lock!.release();
  await expect.poll(async () => (await lockLab('edit', 'one')) !== null).toBe(true);
  run!.release();
});

test('taking over tells the loser, who keeps nothing; releasing does not', async () => {
  const loser = await lockLab('run', 'two');
  const winner = await lockLab('run', 'two', true);
  expect(await loser!.lost).toMatchObject({ code: 'lab-taken' });
  loser!.release();
  expect(await lockLab('run', 'two')).toBeNull();
  let lost = false;
  void winner!.lost.then(() => (lost = true));
  winner!.release();
  await expect.poll(async () => (await heldLabs('run')).has('two')).toBe(false);
  expect(lost).toBe(false);
});

test('waiting for a lock ends when it stays free, and is in nobody’s way', async () => {
  const holder = await lockLab('edit', 'five');
  const given = new AbortController();
  const gaveUp = whenFree('edit', 'five', given.signal, 5);
  given.abort();
  expect(await gaveUp).toBe(false);
  let free = false;
  const waiting = whenFree('edit', 'five', new AbortController().signal, 5).then((found) => (free = found));
  const winner = await lockLab('edit', 'five', true);
  expect(await holder!.lost).toMatchObject({ code: 'lab-taken' });
  expect(free).toBe(false);
  winner!.release();
  expect(await waiting).toBe(true);
  expect(await lockLab('edit', 'five')).not.toBeNull();
});

test('what one tab sends about a lab, the others see, and only about that lab', async () => {
  const seen: LabMessage[] = [];
  const stop = watchLab('three', (message) => seen.push(message));
  const message: LabMessage = { sender: 's', run: 'r', updates: [{ type: 'note', text: 'hello' }] };
  const [own, other] = [openLabChannel('three'), openLabChannel('four')];
  other.send({ ...message, run: 'elsewhere' });
  own.send(message);
  await expect.poll(() => seen).toEqual([message]);
  stop();
  own.close();
  other.close();
});
