// The same bits in Node as in every browser (tests/browser/simdBits.test.ts has the same expectation).
import { expect, it } from 'vitest';
import { expectedBits, simdBits } from '../../support/simdBits';

it('trains to the expected bits', async () => {
  expect(await simdBits()).toBe(expectedBits);
});
