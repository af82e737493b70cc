import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { float64Hex, runDigest, trialRecordText } from '$core/lab/digest';
import { compareExpected, expectedOf } from '$core/lab/expected';
import type { TrialRecord } from '$core/run/types';

const trial = (index: number, more: Partial<TrialRecord> = {}): TrialRecord => ({
  index,
  params: { 'optimizer.learningRate': 0.01 * (index + 1), 'layers.h1.units': 8 },
  state: 'done',
  value: 0.9,
  metrics: { accuracy: 0.9 + index / 100, loss: 0.1 },
  curve: [],
  bestEpoch: 3,
  executor: 'simd',
  backend: 'simd',
  attempts: 1,
  seconds: 1,
  startedAt: 5,
  ...more,
});
const trials = [0, 1, 2].map((index) => trial(index));
const run = (list: TrialRecord[], value: number | null = 0.92, executor = 'simd') => ({
  executor,
  trials: list,
  value,
});
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('digest', () => {
  test('is SHA-256 over the hashes of the canonical records, computed here by other means', async () => {
    expect(trialRecordText(trials[0])).toBe(
      '{"index":0,"metrics":{"accuracy":"3feccccccccccccd","loss":"3fb999999999999a"},' +
        '"params":{"layers.h1.units":8,"optimizer.learningRate":0.01},"state":"done"}',
    );
    const hashes = trials.map((t) => sha256(trialRecordText(t)));
    expect(await runDigest(trials)).toEqual({
      digest: sha256(['tablab-run-1', ...hashes].join('\n')),
      marks: hashes.map((hash) => hash.slice(0, 4)).join(''),
    });
  });

  test('does not depend on order, times, backends, attempts or error texts', async () => {
    const error = { code: 'unexpected', details: {}, message: 'a', action: 'b' } as const;
    const other = trials.map((t) => ({
      ...t,
      seconds: 9,
      startedAt: 77,
      backend: 'wasm',
      attempts: 2,
      curve: [],
      error,
    }));
    expect(await runDigest(other.reverse())).toEqual(await runDigest(trials));
  });

  test('changes with one bit of one metric, a parameter, a state or a missing trial', async () => {
    const { digest } = await runDigest(trials);
    const changes: Partial<TrialRecord>[] = [
      { metrics: { accuracy: 0.91, loss: 0.1 + 2 ** -56 } },
      { params: { ...trials[1].params, 'layers.h1.units': 9 } },
      { state: 'pruned' },
      { index: 5 },
    ];
    for (const change of changes) {
      const altered = [trials[0], { ...trials[1], ...change }, trials[2]];
      expect((await runDigest(altered)).digest).not.toBe(digest);
    }
    expect((await runDigest(trials.slice(0, 2))).digest).not.toBe(digest);
  });

  test('the bits of a double, NaN by one name', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        const view = new DataView(new ArrayBuffer(8));
        view.setBigUint64(0, BigInt(`0x${float64Hex(value)}`));
        expect(view.getFloat64(0)).toBe(value);
      }),
    );
    const odd = new DataView(new ArrayBuffer(8));
    odd.setUint32(0, 0xfff80001);
    expect(float64Hex(odd.getFloat64(0))).toBe('7ff8000000000000');
  });
});

describe('expected', () => {
  test('the same bits are reproduced by bits', async () => {
    const expected = await expectedOf('tune', 'accuracy', run(trials));
    expect(expected).toMatchObject({ executor: 'simd', metric: 'accuracy', value: 0.92 });
    expect(await compareExpected(expected, run([...trials].reverse()))).toEqual({ outcome: 'reproduced', by: 'bits' });
  });

  test('a difference is traced to its first trial', async () => {
    const expected = await expectedOf('tune', 'accuracy', run(trials));
    const altered = [trials[0], trial(1, { metrics: { loss: 0.2 } }), trial(2, { state: 'failed' })];
    expect(await compareExpected(expected, run(altered))).toMatchObject({ outcome: 'differs', firstTrial: 1 });
    expect(await compareExpected(expected, run(trials.slice(0, 2)))).toMatchObject({
      outcome: 'differs',
      firstTrial: 2,
      reason: '3 trials were expected and 2 ended',
    });
    const { trials: _, ...unmarked } = expected;
    expect(await compareExpected(unmarked, run(altered))).toEqual({
      outcome: 'differs',
      reason: 'the digest is another one',
    });
  });

  test('another executor is held to the metric within the tolerance', async () => {
    const expected = { ...(await expectedOf('tune', 'accuracy', run(trials))), tolerance: 0.01 };
    expect(await compareExpected(expected, run([], 0.915, 'webgl'))).toEqual({ outcome: 'reproduced', by: 'metric' });
    expect(await compareExpected(expected, run([], 0.9, 'webgl'))).toMatchObject({ outcome: 'differs' });
    expect(await compareExpected(expected, run([], null, 'webgl'))).toMatchObject({ outcome: 'differs' });
    expect(await expectedOf('tune', 'accuracy', run(trials, 0.9, 'cpu'))).not.toHaveProperty('digest');
  });

  test('a promise of nothing is not kept by anything', async () => {
    expect(await compareExpected({ step: 'a', executor: 'cpu' }, run(trials, 1, 'cpu'))).toMatchObject({
      outcome: 'differs',
    });
  });
});
