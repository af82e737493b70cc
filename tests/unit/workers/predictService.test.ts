// The predicting worker opens one model after the other, so that the one asked for last is the one that stays.
import { expect, test } from 'vitest';
import type { Store } from '$store/schema';
import { PredictService } from '$workers/lib/predict/service';

test('a model is opened once the one asked for before has been, or has failed', async () => {
  const begun: ((reason: Error) => void)[] = [];
  const service = new PredictService(
    () => new Promise<Store>((_, reject) => begun.push(reject)),
    () => 0,
  );
  const [first, second] = ['a', 'b'].map((sha256) => service.open({ run: 'run', sha256 }));
  const [early, late] = [expect(first).rejects.toThrow('first'), expect(second).rejects.toThrow('second')];
  await new Promise((wait) => setTimeout(wait));
  expect(begun).toHaveLength(1);
  begun[0](new Error('first'));
  await early;
  await new Promise((wait) => setTimeout(wait));
  expect(begun).toHaveLength(2);
  begun[1](new Error('second'));
  await late;
});
