import { describe, expect, it } from 'vitest';
import { Saver } from '../../../src/features/lab/saver';

/** A write that ends when told to. */
function disk() {
  const written: number[] = [];
  const ends: { ok(): void; fail(): void }[] = [];
  const log: string[] = [];
  const saver = new Saver<number>(
    (doc) =>
      new Promise<void>((resolve, reject) => {
        ends.push({ ok: () => (written.push(doc), resolve()), fail: () => reject(new Error('full')) });
      }),
    { onSaving: () => log.push('saving'), onSaved: () => log.push('saved'), onFailed: () => log.push('failed') },
  );
  const tick = () => new Promise((resolve) => setTimeout(resolve));
  return { saver, written, ends, log, tick };
}

describe('the saver', () => {
  it('writes one document at a time and skips to the newest', async () => {
    const { saver, written, ends, log, tick } = disk();
    for (const doc of [1, 2, 3]) saver.save(doc);
    expect(ends).toHaveLength(1);
    ends[0].ok();
    await tick();
    expect(ends).toHaveLength(2);
    ends[1].ok();
    await saver.flush();
    expect(written).toEqual([1, 3]);
    expect(log).toEqual(['saving', 'saved']);
    expect(saver.pending).toBe(false);
  });

  it('keeps what could not be written and writes it with the next edit', async () => {
    const { saver, written, ends, log, tick } = disk();
    saver.save(1);
    ends[0].fail();
    await tick();
    expect(saver.pending).toBe(true);
    expect(log).toEqual(['saving', 'failed']);
    saver.save(2);
    ends[1].ok();
    await saver.flush();
    expect(written).toEqual([2]);
    expect(saver.pending).toBe(false);
  });
});
