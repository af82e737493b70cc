// Training rows changed by chance: sampling against scipy (tests/oracle/scipy_augment.py), and what must hold of draws.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TablabError } from '$core/errors/error';
import { Stream } from '$core/rng/stream';
import { applyParams, getAt } from '$core/space/paths';
import { tunableFields } from '$core/space/tunable';
import { defaultTrainConfig, trainConfigSchema } from '$core/train/config';
import { symmetricBeta } from '$core/train/augment/beta';
import { augmentImage, mapping, sample, type ImageShape } from '$core/train/augment/image';
import { augmentFields, augmentOptions, augmentSchema, type AugmentConfig } from '$core/train/augment/options';
import { Augmenter, emptyRows, type AugmentSource } from '$core/train/augment/rows';
import { defaultsOf, fieldsSchema } from '$core/fields/field';
import * as v from 'valibot';
import golden from '../../oracle/scipy/augment.json';
import { expectClose } from '../../support/close';

const none = defaultsOf(augmentFields);
const shape: ImageShape = [6, 5, 2];
const pixels = Float32Array.from({ length: 60 }, (_, i) => ((i * 37) % 61) / 61);
const changed = (config: AugmentConfig, seed = 1, source = pixels) => {
  const out = new Float32Array(source.length);
  augmentImage(source, 0, out, 0, shape, { ...none, ...config }, Stream.of(seed, 'image'));
  return out;
};

test.each(golden)('sampled as scipy does, outside: $outside', ({ shape, mapping, outside, image, made }) => {
  const out = new Float32Array(image.length);
  sample(Float32Array.from(image), 0, out, 0, shape as unknown as ImageShape, mapping, outside === 'edge');
  expectClose(out, made, 1e-6, 'pixels');
});

describe('an image', () => {
  test('stays as it is without options, and is mirrored exactly', () => {
    expect(changed({})).toEqual(pixels);
    const across = changed({ flipX: 1 });
    const down = changed({ flipY: 1 });
    for (let r = 0; r < 6; r++)
      for (let c = 0; c < 5; c++)
        for (let k = 0; k < 2; k++) {
          expect(across[(r * 5 + c) * 2 + k]).toBe(pixels[(r * 5 + 4 - c) * 2 + k]);
          expect(down[(r * 5 + c) * 2 + k]).toBe(pixels[((5 - r) * 5 + c) * 2 + k]);
        }
    const flips = Array.from({ length: 400 }, (_, seed) => changed({ flipX: 0.25 }, seed)[0] !== pixels[0]);
    const share = flips.filter(Boolean).length / 400;
    // Four standard deviations.
    expect(Math.abs(share - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / 400));
  });

  test('is turned around its middle and keeps its size; a crop looks at a part of it', () => {
    for (let seed = 0; seed < 50; seed++) {
      const stream = Stream.of(seed, 'image');
      const turned = mapping(shape, { ...none, rotate: 90 }, stream)!;
      expect(turned.y0 + turned.yy * 2.5 + turned.yx * 2).toBeCloseTo(2.5, 12);
      expect(turned.x0 + turned.xy * 2.5 + turned.xx * 2).toBeCloseTo(2, 12);
      expect(turned.yy * turned.xx - turned.yx * turned.xy).toBeCloseTo(1, 12);
      const part = mapping(shape, { ...none, crop: 0.5 }, stream)!;
      expect(part.yy).toBeGreaterThanOrEqual(0.5);
      expect(part.yy).toBe(part.xx);
      // Corners of the result, half a pixel further out, come from within the image.
      for (const [row, column] of [
        [-0.5, -0.5],
        [5.5, 4.5],
      ]) {
        const [y, x] = [part.y0 + part.yy * row, part.x0 + part.xx * column];
        expect(Math.min(y + 0.5, x + 0.5, 5.5 - y, 4.5 - x)).toBeGreaterThanOrEqual(-1e-12);
      }
      const moved = mapping(shape, { ...none, shift: 0.2 }, stream)!;
      expect(Math.abs(moved.y0)).toBeLessThanOrEqual(1.2);
      expect(Math.abs(moved.x0)).toBeLessThanOrEqual(1);
    }
  });

  test('numbers stay from 0 to 1, and one change does not move the draws of another', () => {
    const option = (most: number) => fc.oneof(fc.constant(0), fc.double({ min: 0, max: most, noNaN: true }));
    fc.assert(
      fc.property(
        fc.record({
          flipX: option(1),
          flipY: option(1),
          crop: option(0.9),
          rotate: option(180),
          shift: option(0.5),
          outside: fc.constantFrom('zero' as const, 'edge' as const),
          noise: option(1),
        }),
        fc.integer({ min: 0, max: 1e6 }),
        (config, seed) => {
          const out = changed(config, seed);
          for (const value of out) expect(value >= 0 && value <= 1).toBe(true);
          const holed = changed({ ...config, cutout: 0.4 }, seed);
          holed.forEach((value, i) => expect(value === 0 || value === out[i]).toBe(true));
          expect(changed(config, seed)).toEqual(out);
        },
      ),
    );
  });

  test('loses a square of the size asked for, less at the edge', () => {
    const white = new Float32Array(60).fill(1);
    const lost = Array.from(
      { length: 200 },
      (_, seed) => changed({ cutout: 0.6 }, seed, white).filter((x) => x === 0).length / 2,
    );
    expect(Math.max(...lost)).toBe(9);
    expect(Math.min(...lost)).toBeGreaterThanOrEqual(4);
  });
});

test.each([0.1, 0.4, 1, 3])('shares from Beta(%d, %d)', (a) => {
  const stream = Stream.of(3, 'beta', a);
  const n = 20_000;
  const draws = Array.from({ length: n }, () => symmetricBeta(a, stream));
  const variance = 1 / (4 * (2 * a + 1));
  const mean = draws.reduce((sum, x) => sum + x, 0) / n;
  expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(variance / n));
  const squares = draws.map((x) => (x - 0.5) ** 2);
  const spread = squares.reduce((sum, x) => sum + x, 0) / n;
  const fourth = squares.reduce((sum, x) => sum + (x - variance) ** 2, 0) / n;
  expect(Math.abs(spread - variance)).toBeLessThan(4 * Math.sqrt(fourth / n));
});

describe('rows of an epoch', () => {
  const rows = 12;
  const source = (classes: number): AugmentSource => ({
    rows,
    width: 2,
    features: Float32Array.from({ length: 2 * rows }, (_, i) => (i % 2 === 0 ? i / 2 : (i >> 1) % 3)),
    target: Float32Array.from({ length: rows }, (_, i) => (classes > 0 ? i % 3 : i)),
    image: null,
    classes,
  });
  const made = (of: AugmentSource, order: number[], epoch = 0, mixup = 0.7) => {
    const out = emptyRows(of);
    const augmenter = new Augmenter(of, { ...none, mixup });
    for (const row of order) augmenter.write(row, Stream.of(1, 'augment', 0, epoch), out);
    return out;
  };
  const forwards = Array.from({ length: rows }, (_, i) => i);

  test('depend on seed, epoch and number alone', () => {
    expect(made(source(3), [...forwards].reverse())).toEqual(made(source(3), forwards));
    expect(made(source(3), forwards, 1)).not.toEqual(made(source(3), forwards));
  });

  test('blend numbers and targets by the same share', () => {
    const { features, target } = made(source(0), forwards);
    // The first number of a row is its target.
    forwards.forEach((row) => expect(target[row]).toBeCloseTo(features[2 * row], 5));
    expect(forwards.some((row) => target[row] !== row)).toBe(true);
    const soft = made(source(3), forwards);
    forwards.forEach((row) => {
      const shares = soft.target.subarray(3 * row, 3 * row + 3);
      expect(shares.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 6);
      expect(shares[1] + 2 * shares[2]).toBeCloseTo(soft.features[2 * row + 1], 5);
    });
  });
});

test('a space may vary it', () => {
  const config = defaultTrainConfig('image');
  expect(getAt(config, 'augment.rotate')).toBe(0);
  expect(tunableFields(config).filter(({ group }) => group === 'Augmentation')).toHaveLength(9);
  const tried = applyParams(config, { 'augment.rotate': 15, 'augment.outside': 'edge', 'augment.mixup': 0.2 });
  expect(tried.augment).toEqual({ rotate: 15, outside: 'edge', mixup: 0.2 });
  expect(v.is(trainConfigSchema, tried)).toBe(true);
  expect(config.augment).toBeUndefined();
  expect(() => applyParams(config, { 'augment.rotate': 200 })).toThrow(TablabError);
});

test('the schema takes what the fields take, and nothing on is nothing done', () => {
  const schema = fieldsSchema(augmentFields);
  for (const [key, field] of Object.entries(augmentFields)) {
    const values = field.kind === 'choice' ? ['zero', 'edge', 'other'] : [field.min, field.max, field.max + 0.01, -0.1];
    for (const value of values)
      expect([key, value, v.is(augmentSchema, { [key]: value })]).toEqual([key, value, v.is(schema, { [key]: value })]);
  }
  expect(augmentOptions(undefined)).toBeNull();
  expect(augmentOptions({ outside: 'edge', mixup: 0 })).toBeNull();
  expect(augmentOptions({ mixup: 0.2 })).toEqual({ ...none, mixup: 0.2 });
});
