// The autoencoder as a step: it finds bent directions that components cannot, and the products' kernels change no bit.
import { expect, test } from 'vitest';
import { reduce } from '$core/decompose/report';
import type { Subject } from '$core/decompose/subject';
import { defaultsOf } from '$core/fields/field';
import { dense, plainProducts, productsBy, rowsOf } from '$core/math/dense';
import { cos, sin } from '$core/math/trig';
import { matrixStepDef } from '$core/pipeline/matrix/registry';
import { Stream } from '$core/rng/stream';
import { TablabError } from '$core/errors/error';
import { quickMaths } from '$engine/simd/products';

const def = matrixStepDef('autoencoder')!;

/** A bent line in three dimensions, or noise of more columns. */
function rowsOn(rows: number, columns: number) {
  const stream = Stream.of(5, 'rows');
  const x = dense(rows, columns);
  for (let r = 0; r < rows; r++) {
    const t = 5 * stream.uniform();
    for (let c = 0; c < columns; c++)
      x.values[r * columns + c] = [cos(t), sin(t), 0.4 * t][c % 3] + 0.02 * stream.normal() + (c > 2 ? 0.1 * c : 0);
  }
  return x;
}
const fit = (x: ReturnType<typeof rowsOn>, options: Record<string, number>, seed = 1) =>
  def.fit(
    x,
    { ...defaultsOf(def.fields), ...options },
    {
      target: null,
      names: Array.from({ length: x.columns }, (_, c) => `c${c}`),
      stream: Stream.of(seed, 'matrix', 'one'),
      fail: (code, details) => new TablabError(code, { id: 'one', label: def.label, ...details }),
    },
  );
const subject = (x: ReturnType<typeof rowsOn>): Subject => ({
  x,
  names: Array.from({ length: x.columns }, (_, c) => `c${c}`),
  target: { kind: 'values', values: new Float64Array(x.rows) },
  rows: Uint32Array.from({ length: x.rows }, (_, r) => r),
  image: null,
  seed: 1,
});

test('one number of it holds more of a bent line than one component', () => {
  const x = rowsOn(200, 3);
  const options = { components: 1, hidden: 24, epochs: 150, learningRate: 0.01 };
  const bent = reduce(subject(x), { id: 'one', type: 'autoencoder', options });
  const straight = reduce(subject(x), { id: 'one', type: 'pca', options: { components: 1 } });
  expect(bent.made).toEqual(['Code 1']);
  expect(bent.lost).toBeLessThan(0.5 * straight.lost!);
});

test('kernels change no bit of it, the seed does, and a row is coded without its neighbours', async () => {
  const x = rowsOn(64, 60);
  const options = { components: 4, hidden: 96, epochs: 2, batchSize: 64 };
  const plain = fit(x, options);
  const { products } = await quickMaths();
  productsBy(products);
  try {
    expect(fit(x, options)).toEqual(plain);
    const full = { ...defaultsOf(def.fields), ...options };
    const all = def.apply(plain, x, full).values;
    expect(def.apply(plain, rowsOf(x, [7]), full).values).toEqual(all.slice(28, 32));
  } finally {
    productsBy(plainProducts);
  }
  expect(fit(x, options, 2)).not.toEqual(plain);
});

test('what cannot be fitted is refused by name', () => {
  expect(() => fit(rowsOn(30, 3), { components: 3 })).toThrow(expect.objectContaining({ code: 'matrix-wide' }));
  const flat = dense(30, 3, new Float64Array(90).fill(2));
  expect(() => fit(flat, {})).toThrow(expect.objectContaining({ code: 'matrix-constant' }));
});
