// What a schema finds wrong is said without the schema's words.
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { issueText } from '$core/errors/issueText';

const finite = v.pipe(v.number(), v.finite());
const schema = v.strictObject({
  format: v.literal('x'),
  count: v.pipe(finite, v.integer(), v.minValue(1)),
  step: v.optional(v.pipe(finite, v.gtValue(0))),
  list: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(2)),
  domain: v.variant('kind', [
    v.strictObject({ kind: v.literal('int') }),
    v.strictObject({ kind: v.literal('float'), low: finite }),
  ]),
  path: v.pipe(v.string(), v.regex(/^[a-z]+$/)),
  value: v.union([finite, v.string(), v.boolean()]),
  on: v.optional(v.boolean()),
});
const right = { format: 'x', count: 1, list: ['a'], domain: { kind: 'int' }, path: 'a', value: 1 };

test.each([
  [{ format: 'y' }, 'it must be "x", and is "y"'],
  [{ format: undefined }, 'it is missing'],
  [{ count: 'many' }, 'it must be a number, and is "many"'],
  [{ count: Infinity }, 'it must be a number with an end, and is Infinity'],
  [{ count: 1.5 }, 'it must be a whole number, and is 1.5'],
  [{ count: 0 }, 'it must be at least 1, and is 0'],
  [{ step: 0 }, 'it must be larger than 0, and is 0'],
  [{ list: [] }, 'it is empty'],
  [{ list: ['a', 'b', 'c'] }, 'it must have at most 2 entries'],
  [{ list: 3 }, 'it must be a list in square brackets, and is 3'],
  [{ list: [1] }, 'it must be a text, and is 1'],
  [{ domain: 5 }, 'it must be an object in braces, and is 5'],
  [{ domain: { kind: 'real' } }, 'it must be "int" or "float", and is "real"'],
  [{ domain: {} }, 'it is missing'],
  [{ domain: { kind: 'float' } }, 'it is missing'],
  [{ path: 'A B' }, '"A B" is not spelled as such an entry must be'],
  [{ value: null }, 'it must be a number, a text or true or false, and is null'],
  [{ on: {} }, 'it must be true or false, and is an object in braces'],
  [{ other: 1 }, 'no such entry is known here'],
])('%j: %s', (change, words) => {
  const given = Object.fromEntries(Object.entries({ ...right, ...change }).filter(([, value]) => value !== undefined));
  const result = v.safeParse(schema, given, { abortEarly: true });
  expect(result.issues?.map(issueText)).toEqual([words]);
});
