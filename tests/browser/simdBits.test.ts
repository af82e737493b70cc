// The same bits in the browser as in Node (tests/unit/simd/bits.test.ts has the same expectation).
import { expect, it } from 'vitest';
import { expectedBits, simdBits } from '../support/simdBits';

it('trains to the expected bits', async () => {
  expect(await simdBits()).toBe(expectedBits);
});
