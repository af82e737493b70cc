// Constraints and spaces as text: what is read, what is refused and where, and that nothing is lost on the way back.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holds, keeps, parseCondition } from '$core/space/constraint';
import { boundConstraints, constraintError, satisfiable } from '$core/space/constraints';
import { normalise } from '$core/space/domains';
import { pointKey, samplePoint } from '$core/space/points';
import { mostSpaceBytes, spaceFromJson, spaceToJson } from '$core/space/spaceFile';
import { readSpaceText, spaceText } from '$core/space/spaceText';
import type { Space } from '$core/space/space';
import { fromUnit, toUnit } from '$core/space/unitCube';
import { TextProblem } from '$core/space/tokens';
import { Stream } from '$core/rng/stream';
import { defaultTrainConfig } from '$core/train/config';
import { spaces } from '../../contract/samplerSuite';

const at = (text: string, values = {}) => holds(parseCondition(text), values);

describe('conditions', () => {
  test.each([
    ['1 + 2 * 3 == 7', true],
    ['(1 + 2) * 3 == 9', true],
    ['((1 + 2)) * 3 > 8 and (1 < 2 or 2 < 1)', true],
    ['-2 - -3 == 1', true],
    ['8 / 2 / 2 == 2', true],
    ['not 1 == 1 or 2 == 2', true],
    ['not (1 == 1 or 2 == 2)', false],
    ['"a" in ["b", "a"]', true],
    ['"say \\"hi\\"" == "say \\"hi\\""', true],
    ['1 == 1 and 2 == 3', false],
    ['true != false', true],
  ])('%s is %s', (text, expected) => {
    expect(at(text)).toBe(expected);
  });

  test('a missing parameter is unknown, and only what is certainly false forbids', () => {
    expect(at('h2 <= 3')).toBeNull();
    expect(at('h2 <= 3 or 1 == 1')).toBe(true);
    expect(at('h2 <= 3 and 1 == 2')).toBe(false);
    expect(at('not h2 <= 3')).toBeNull();
    expect(keeps([parseCondition('h2 <= 3')], {})).toBe(true);
  });

  test.each([
    ['a <', 3, 'the end'],
    ['a ++ 1 < 2', 3, '"+"'],
    ['a = 3', 2, '"="'],
    ['(a < 3', 3, '"<"'],
    ['a < 3 b', 6, '"b"'],
    ['a in [b]', 6, '"b"'],
    ['a < "x', 4, 'closing quote'],
    ['a ; b', 2, '";"'],
    ['alert(1)', 5, '"("'],
    ['', 0, 'the end'],
  ])('%s is refused at its place', (text, from, part) => {
    const error = attempt(text);
    expect(error.from).toBe(from);
    expect(error.reason).toContain(part);
  });

  test('deep nesting is refused at once', () => {
    expect(attempt(`${'('.repeat(140)}1${')'.repeat(140)} == 1`).reason).toContain('nested');
    expect(attempt(`${'not '.repeat(70)}1 == 1`).reason).toContain('nested');
    expect(at(`${'('.repeat(20)}1${')'.repeat(20)} == 1`)).toBe(true);
  });
});

function attempt(text: string): TextProblem {
  try {
    parseCondition(text);
  } catch (error) {
    if (error instanceof TextProblem) return error;
    throw error;
  }
  throw new Error(`"${text}" was read`);
}

const base = {
  ...defaultTrainConfig('table'),
  layers: ['h1', 'h2'].map((id) => ({ id, type: 'dense', options: { units: 16 } })),
};
const space: Space = [
  { path: 'layers.h1.units', domain: { kind: 'int', low: 4, high: 64 } },
  { path: 'optimizer.type', domain: { kind: 'choice', values: ['adam', 'sgd'] } },
];

describe('constraints of a space', () => {
  test('what does not vary is taken from the base', () => {
    const [condition] = boundConstraints(['layers.h1.units >= layers.h2.units'], space, base);
    expect(holds(condition, { 'layers.h1.units': 16 })).toBe(true);
    expect(holds(condition, { 'layers.h1.units': 15 })).toBe(false);
  });
  test.each([
    ['layers.h3.units > 1', 'no parameter or setting'],
    ['layers.h1.units-1 > 1', 'minus needs spaces'],
    ['optimizer.type > 1', 'compares numbers only'],
    ['optimizer.type * 2 == 2', 'works on numbers only'],
    ['layers.h1.units == "adam"', 'same kind'],
  ])('%s: %s', (text, reason) => {
    const found = constraintError([text], space, base)!;
    expect(found.index).toBe(0);
    expect(found.error).toMatchObject({ code: 'space-constraint' });
    expect(found.error.details.reason).toContain(reason);
  });
  test('a contradiction is found, in a list and on a continuous range', () => {
    const of = (text: string, where: Space) => satisfiable(where, boundConstraints([text], where, base));
    expect(of('layers.h1.units > 64', space)).toBe(false);
    expect(of('layers.h1.units > 63', space)).toBe(true);
    const endless: Space = [{ path: 'l2', domain: { kind: 'float', low: 0, high: 1 } }];
    expect(of('l2 > 1', endless)).toBe(false);
    expect(of('l2 > 0.999', endless)).toBe(true);
  });
});

describe('a space as text and as a file', () => {
  test('every space comes back as it was', () => {
    fc.assert(
      fc.property(spaces, (random) => {
        const constraints = ['p0 == 3 or not (p1 <= 2 and p0 != "x")'];
        const same = random.map((param) => ({ ...param, domain: normalise(param.domain) }));
        const read = readSpaceText(spaceText(random, constraints));
        expect(read.errors).toEqual([]);
        expect(read).toMatchObject({ space: same, constraints });
        expect(spaceFromJson(spaceToJson(random, constraints))).toEqual({ space: random, constraints });
      }),
      { numRuns: 150 },
    );
  });

  test('people write it with comments, spaces, short conditions and forbidden pairs', () => {
    const {
      space: read,
      constraints,
      errors,
    } = readSpaceText(`
# optimizer
optimizer.learningRate = float(1e-4, 1e-1, log)   # per batch
layers.h2.enabled = bool
layers.h2.units = int(4, 64, step 4) when layers.h2.enabled
l2 = float(-1, 1, reverse log) when optimizer.type == "sgd"
forbid optimizer.type == "sgd" and batchSize > 64
`);
    expect(errors).toEqual([]);
    expect(read[0]).toEqual({
      path: 'optimizer.learningRate',
      domain: { kind: 'float', low: 1e-4, high: 0.1, log: true },
    });
    expect(read[2].when).toEqual({ path: 'layers.h2.enabled', in: [true] });
    expect(read[3]).toMatchObject({
      domain: { reverse: true, log: true },
      when: { path: 'optimizer.type', in: ['sgd'] },
    });
    expect(constraints).toEqual(['not (optimizer.type == "sgd" and batchSize > 64)']);
  });

  test('scale and step may be written as in Python', () => {
    const { space: read, errors } = readSpaceText(
      'a = int(8, 64, step=8)\nb = float(1, 9, log=True)\nc = int(1, 9, log = false, step = 2)\nd = int(1, 9, log=2)',
    );
    expect(read.map(({ domain }) => domain)).toEqual([
      { kind: 'int', low: 8, high: 64, step: 8 },
      { kind: 'float', low: 1, high: 9, log: true },
      { kind: 'int', low: 1, high: 9, step: 2 },
    ]);
    expect(errors.map(({ line, reason }) => [line, reason])).toEqual([[4, 'expected true or false, found "2"']]);
  });

  test('a condition takes one sign for two, and says what may follow its parameter', () => {
    const { space: read, errors } = readSpaceText('a = bool\nb = int(1, 4) when a = false\nc = int(1, 4) when a > 3');
    expect(read[1].when).toEqual({ path: 'a', in: [false] });
    expect(errors.map(({ line, column, reason }) => [line, column, reason])).toEqual([
      [3, 22, 'expected ==, "in" or the end of the line, found ">"'],
    ]);
  });

  test('each wrong line says where, and the other lines are read', () => {
    const text = 'a = float(1, )\nb = bool\nc = int(1.5, 3)\nd bool\nrequire a <\ne = int(1, 4, step 0)';
    const { space: read, errors } = readSpaceText(text);
    expect(read.map(({ path }) => path)).toEqual(['b']);
    expect(errors.map(({ line, column }) => [line, column])).toEqual([
      [1, 14],
      [3, 9],
      [4, 3],
      [5, 12],
      [6, 20],
    ]);
    for (const { from, to } of errors) expect(text.slice(from - 1, to)).not.toBe('');
  });

  const file = (space: unknown, more = {}) => JSON.stringify({ format: 'tablab-space', version: 1, space, ...more });
  test.each([
    ['{', 'it is not JSON'],
    ['7', 'it holds no list of parameters'],
    ['{"format":"tablab"}', 'it has no "format": "tablab-space"'],
    ['[]', 'it has no parameter'],
    [file([]), 'it has no parameter'],
    [file([], { version: 2 }), 'at version, it must be 1, and is 2'],
    [file('x'), 'at space, it must be a list in square brackets, and is "x"'],
    [
      file([{ path: 'a b', domain: { kind: 'bool' } }]),
      'parameter 1, path: "a b" is no name of a setting: letters, digits and _ $ . - are allowed, 120 at most',
    ],
    [file([{ domain: { kind: 'bool' } }]), 'parameter 1, path: it is missing'],
    [
      file([
        { path: 'a', domain: { kind: 'bool' } },
        { path: 'batchSize', domain: { kind: 'int', low: 8 } },
      ]),
      'parameter 2 ("batchSize"), domain.high: it is missing',
    ],
    [file([{ path: 'a', domain: { kind: 'choice', values: [] } }]), 'parameter 1 ("a"), domain.values: it is empty'],
    [file([{ path: 'a', domain: { kind: 'bool' } }], { constraints: ['a', 3] }), 'rule 2: it must be a text, and is 3'],
  ])('%s is refused by its place', (text, reason) => {
    expect(() => spaceFromJson(text)).toThrow(
      expect.objectContaining({ code: 'space-file', details: expect.objectContaining({ reason }) as object }) as Error,
    );
  });
  test.each([
    ['too large', ' '.repeat(mostSpaceBytes + 1), 'it is larger than 16 MB, more than any space takes'],
    ['cut off and deep', '['.repeat(100_000), 'it is not JSON'],
    ['deep', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'parameter 1, path: it is missing'],
  ])('a file that is %s is refused', (_, text, reason) => {
    expect(() => spaceFromJson(text)).toThrow(
      expect.objectContaining({ code: 'space-file', details: { reason } }) as Error,
    );
  });
});

describe('ordered choices and reversed logarithms', () => {
  test('an ordinal has one equal share of its axis per value, in order', () => {
    const domain = { kind: 'ordinal', values: ['s', 'm', 'l', 'xl'] } as const;
    const mutable = { ...domain, values: [...domain.values] };
    expect([0, 0.3, 0.6, 0.99].map((u) => fromUnit(mutable, u))).toEqual(['s', 'm', 'l', 'xl']);
    expect(mutable.values.map((value) => toUnit(mutable, value))).toEqual([0.125, 0.375, 0.625, 0.875]);
  });
  test('a reversed log range is the log range in a mirror', () => {
    const plain = { kind: 'float', low: 0.9, high: 0.999, log: true } as const;
    for (const u of [0, 0.1, 0.5, 0.9, 1]) {
      const x = fromUnit({ ...plain, reverse: true }, u) as number;
      expect(x).toBeCloseTo(1.899 - (fromUnit(plain, 1 - u) as number), 14);
      expect(toUnit({ ...plain, reverse: true }, x)).toBeCloseTo(u, 9);
    }
    // Half of the draws of 1 .. 1000, reversed, lie within 32 of the upper end.
    const ints: Space = [{ path: 'n', domain: { kind: 'int', low: 1, high: 1000, log: true, reverse: true } }];
    const draws = Array.from({ length: 2000 }, (_, i) => Number(samplePoint(ints, Stream.of(i, 'x')).n));
    const near = draws.filter((n) => n >= 1001 - 31).length / draws.length;
    expect(Math.abs(near - 0.54)).toBeLessThan(0.05);
    expect(new Set(draws.map((n) => pointKey({ n }))).size).toBeGreaterThan(300);
  });
});
