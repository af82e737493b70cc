import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeWeights, encodeWeights } from '$core/model/weightsFile';

const weights = fc
  .uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 8 }), fc.float32Array({ maxLength: 20 })), {
    selector: ([name]) => name,
  })
  .map((entries) => new Map(entries));

test('what is written is read back, bit for bit', () => {
  fc.assert(
    fc.property(weights, fc.dictionary(fc.string(), fc.string()), (given, meta) => {
      const back = decodeWeights(encodeWeights(given, meta));
      expect(new Map(back.weights)).toEqual(
        new Map([...given].map(([name, values]) => [name, new Float32Array(values)])),
      );
      expect(back.meta).toEqual(JSON.parse(JSON.stringify(meta)));
    }),
  );
});

test('equal weights give equal bytes, whatever their order', () => {
  const a = new Float32Array([1, 2]);
  const b = new Float32Array([3]);
  const one = encodeWeights(
    new Map([
      ['a', a],
      ['b', b],
    ]),
    { n: 1 },
  );
  expect(
    encodeWeights(
      new Map([
        ['b', b],
        ['a', a],
      ]),
      { n: 1 },
    ),
  ).toEqual(one);
});

test('a file cut short anywhere, or of another kind, is refused', () => {
  const bytes = encodeWeights(new Map([['h1/kernel', new Float32Array([1, 2, 3])]]), { trial: 1 });
  for (let length = 0; length < bytes.length; length++) {
    expect(() => decodeWeights(bytes.subarray(0, length)), String(length)).toThrowError(
      expect.objectContaining({ code: 'weights-file-broken' }),
    );
  }
  const wrong = bytes.slice();
  wrong[0] = 0x50;
  expect(() => decodeWeights(wrong)).toThrowError(expect.objectContaining({ code: 'weights-file-broken' }));
});
