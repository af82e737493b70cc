// Search spaces: paths into a configuration, what can be wrong with a space, and what is read off a form.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Stream } from '$core/rng/stream';
import { contains, enumerate, normalise, sample, sizeOfDomain, valueAt } from '$core/space/domains';
import { applyParams, getAt, setAt } from '$core/space/paths';
import { Grid, isPoint, pointKey, spaceSize, wholeAxis } from '$core/space/points';
import type { Domain, Param, Space } from '$core/space/space';
import { tunableFields } from '$core/space/tunable';
import { checkSpace, spaceErrors } from '$core/space/validate';
import { defaultTrainConfig } from '$core/train/config';
import { spaces } from '../../contract/samplerSuite';

const base = defaultTrainConfig('table');
const floatOf = (low: number, high: number, more: object = {}): Domain => ({ kind: 'float', low, high, ...more });
const intOf = (low: number, high: number, more: object = {}): Domain => ({ kind: 'int', low, high, ...more });

describe('paths', () => {
  test('every tunable field can be read, set and read back, and nothing else changes', () => {
    for (const { path, field, value } of tunableFields(base)) {
      expect(getAt(base, path), path).toBe(value);
      const next = field.kind === 'bool' ? !value : field.kind === 'choice' ? field.options.at(-1)!.value : field.max;
      const changed = setAt(base, path, next);
      expect(getAt(changed, path), path).toBe(next);
      for (const other of tunableFields(base)) {
        if (other.path !== path && !other.path.includes('.options.'))
          expect(getAt(changed, other.path)).toBe(other.value);
      }
    }
    expect(base).toEqual(defaultTrainConfig('table'));
  });

  test('a new optimizer type drops the options that it does not have, whatever the order of the parameters', () => {
    const adam = setAt(base, 'optimizer.options.beta1', 0.8);
    const params = { 'optimizer.options.momentum': 0.5, 'optimizer.type': 'momentum' };
    expect(applyParams(adam, params).optimizer).toMatchObject({ type: 'momentum', options: { momentum: 0.5 } });
  });

  test('unknown places and impossible values are refused with what is wrong', () => {
    const code = (path: string, value: number | string = 1) => {
      try {
        setAt(base, path, value);
      } catch (error) {
        return error;
      }
      return null;
    };
    expect(code('layers.h9.units')).toMatchObject({
      code: 'space-path-unknown',
      message: expect.stringContaining('no layer "h9"'),
    });
    expect(code('layers.h1.kernelSize')).toMatchObject({ code: 'space-path-unknown' });
    expect(code('optimizer.options.momentum')).toMatchObject({ code: 'space-path-unknown' });
    expect(code('optimizer.options.constructor')).toMatchObject({ code: 'space-path-unknown' });
    expect(code('layers.h1.toString')).toMatchObject({ code: 'space-path-unknown' });
    expect(code('constructor')).toMatchObject({ code: 'space-path-unknown' });
    expect(code('layers.h1.units', 0.5)).toMatchObject({ code: 'space-value', details: { param: 'layers.h1.units' } });
    expect(code('optimizer.type', 'sofia')).toMatchObject({ code: 'space-value' });
  });
});

describe('domains', () => {
  test.each<[Domain, number]>([
    [intOf(3, 10, { step: 3 }), 3],
    [floatOf(0.1, 0.3, { step: 0.1 }), 3],
    [floatOf(0, 1), Infinity],
    [floatOf(2, 2), 1],
    [{ kind: 'bool' }, 2],
  ])('%j has %d values', (domain, size) => expect(sizeOfDomain(domain)).toBe(size));

  test('stepped values are the decimals that a person means', () => {
    expect(enumerate(floatOf(0.1, 0.7, { step: 0.1 }))).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
    expect(normalise(intOf(3, 10, { step: 3 }))).toEqual(intOf(3, 9, { step: 3 }));
  });

  test('draws lie inside, on the steps, and depend on the stream alone', () => {
    const domains: Domain[] = [
      intOf(-3, 9, { step: 4 }),
      intOf(1, 1000, { log: true }),
      floatOf(1e-5, 10, { log: true }),
      floatOf(-1, 2, { step: 0.3 }),
      floatOf(-1, 1),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...domains), fc.nat(1e6), (domain, seed) => {
        const value = sample(domain, Stream.of(seed, 'draw'));
        expect(contains(domain, value)).toBe(true);
        expect(sample(domain, Stream.of(seed, 'draw'))).toBe(value);
      }),
    );
    expect(contains(floatOf(-1, 2, { step: 0.3 }), 0)).toBe(false);
    expect(contains(intOf(1, 5), 2.5)).toBe(false);
  });

  test('draws of a log range have golden bits', () => {
    const rng = Stream.of(1, 'golden');
    expect([0, 1, 2].map((i) => sample(floatOf(1e-4, 1, { log: true }), rng.split(i)))).toMatchInlineSnapshot(`
      [
        0.00010718341830485806,
        0.00011184435731596598,
        0.06300098526687171,
      ]
    `);
  });

  test('both ends of a logarithmic whole-number range are drawn about as often as their neighbours in the logarithm', () => {
    const counts = new Map<unknown, number>();
    for (let i = 0; i < 6000; i++) {
      const value = sample(intOf(1, 4, { log: true }), Stream.of(i, 'log'));
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    // Shares by the definition: log((k + .5) / (k - .5)) / log(9); four standard errors.
    for (const k of [1, 2, 3, 4]) {
      const share = Math.log((k + 0.5) / (k - 0.5)) / Math.log(9);
      const error = Math.sqrt((share * (1 - share)) / 6000);
      expect(Math.abs(counts.get(k)! / 6000 - share)).toBeLessThan(4 * error);
    }
  });
});

describe('points', () => {
  /** All points by brute force, for finite spaces. */
  function all(space: Space): string[] {
    let points: Record<string, string | number | boolean>[] = [{}];
    for (const { path, domain, when } of space) {
      points = points.flatMap((point) =>
        when && !when.in.includes(point[when.path])
          ? [point]
          : enumerate(domain).map((value) => ({ ...point, [path]: value })),
      );
    }
    return points.map(pointKey);
  }

  test('counting and numbering agree with listing, for random spaces with conditions', () => {
    fc.assert(
      fc.property(spaces, (space) => {
        const finite = space.every(({ domain }) => sizeOfDomain(domain) < Infinity);
        if (!finite) {
          expect(spaceSize(space)).toBe(Infinity);
          return;
        }
        const expected = all(space);
        const grid = new Grid(space, ({ domain }) => wholeAxis(domain));
        expect(grid.size).toBe(expected.length);
        const numbered = Array.from({ length: grid.size }, (_, i) => grid.at(i));
        expect(numbered.every((point) => isPoint(space, point))).toBe(true);
        expect(numbered.map(pointKey).sort()).toEqual(expected.sort());
      }),
      { numRuns: 200 },
    );
  });
});

describe('validation', () => {
  const rate: Param = { path: 'optimizer.learningRate', domain: floatOf(0.001, 0.1, { log: true }) };
  const cases: [string, string, Space][] = [
    ['empty', 'space-empty', []],
    ['only fixed', 'space-empty', [{ path: 'batchSize', domain: { kind: 'fixed', value: 32 } }]],
    ['twice', 'space-duplicate', [rate, rate]],
    ['upside down', 'space-range', [{ path: 'batchSize', domain: intOf(64, 8) }]],
    ['log through zero', 'space-log-zero', [{ path: 'l2', domain: floatOf(0, 1, { log: true }) }]],
    ['log and step', 'space-log-step', [{ path: 'l2', domain: floatOf(0.1, 1, { log: true, step: 0.1 }) }]],
    ['choice twice', 'space-choice-duplicate', [{ path: 'batchSize', domain: { kind: 'choice', values: [8, 8] } }]],
    ['unknown layer', 'space-path-unknown', [{ path: 'layers.h7.units', domain: intOf(1, 4) }]],
    ['beyond the field', 'space-value', [{ path: 'layers.h1.units', domain: intOf(0, 4) }]],
    ['decimals for whole numbers', 'space-value', [{ path: 'layers.h1.units', domain: floatOf(1, 4) }]],
    [
      'unknown choice',
      'space-value',
      [{ path: 'layers.h1.activation', domain: { kind: 'choice', values: ['relu', 'nope'] } }],
    ],
    ['condition on nothing', 'space-condition-unknown', [{ ...rate, when: { path: 'loss', in: ['mse'] } }]],
    [
      'condition on a later one',
      'space-condition-unknown',
      [
        { ...rate, when: { path: 'loss', in: ['mse'] } },
        { path: 'loss', domain: { kind: 'choice', values: ['mse', 'huber'] } },
      ],
    ],
    [
      'condition never met',
      'space-condition-never',
      [
        { path: 'loss', domain: { kind: 'choice', values: ['mse', 'huber'] } },
        { ...rate, when: { path: 'loss', in: ['auto'] } },
      ],
    ],
    [
      'option of some types only',
      'space-condition-missing',
      [
        { path: 'optimizer.type', domain: { kind: 'choice', values: ['adam', 'momentum'] } },
        { path: 'optimizer.options.momentum', domain: floatOf(0, 0.9) },
      ],
    ],
    [
      'option of none of the types',
      'space-option-absent',
      [
        { path: 'optimizer.type', domain: { kind: 'choice', values: ['adam', 'sgd'] } },
        { path: 'optimizer.options.momentum', domain: floatOf(0, 0.9) },
      ],
    ],
  ];
  test.each(cases)('%s', (_name, code, space) => {
    const errors = spaceErrors(space, base);
    expect(errors.map((error) => error.code)).toContain(code);
    const param = errors.find((error) => error.code === code)?.details.param;
    if (space.length > 0 && code !== 'space-empty') expect(space.map(({ path }) => path)).toContain(param);
    expect(() => checkSpace(space, base)).toThrow();
  });

  test('a space with conditional options of several optimizers is sound', () => {
    const space: Space = [
      { path: 'optimizer.type', domain: { kind: 'choice', values: ['adam', 'momentum'] } },
      {
        path: 'optimizer.options.momentum',
        domain: floatOf(0, 0.9),
        when: { path: 'optimizer.type', in: ['momentum'] },
      },
      { path: 'optimizer.options.beta1', domain: floatOf(0, 0.9), when: { path: 'optimizer.type', in: ['adam'] } },
    ];
    expect(spaceErrors(space, base)).toEqual([]);
    const fields = tunableFields(base, space).filter(({ path }) => path.startsWith('optimizer.options.'));
    expect(fields.find(({ path }) => path.endsWith('momentum'))?.when).toEqual({
      path: 'optimizer.type',
      in: ['momentum'],
    });
  });

  test('every proposed range is sound, alone and all together', () => {
    for (const kind of ['table', 'image'] as const) {
      const config = defaultTrainConfig(kind);
      const fields = tunableFields(config);
      for (const { path, domain } of fields) {
        expect(
          spaceErrors([{ path, domain }], config).map(({ message }) => message),
          path,
        ).toEqual([]);
        expect(() => valueAt(domain, 0)).not.toThrow();
      }
    }
  });
});
