// Columns may have any name: also those that every object has, as "constructor" in tables of motor races.
import { describe, expect, test } from 'vitest';
import { decodeLink, encodeLink, labFromText, labToText } from '$core/lab/codec';
import { typeIn } from '$core/lab/columnType';
import type { Lab } from '$core/lab/document';
import { quickstart } from '$core/lab/examples/quickstart';

const names = ['constructor', 'prototype', '__proto__', 'toString', 'hasOwnProperty', 'x'];
const each = <T>(value: T) => Object.fromEntries(names.map((name) => [name, value]));
const lab: Lab = {
  ...quickstart.lab,
  types: each('categorical'),
  features: { ...quickstart.lab.features, columns: each({ scale: { type: 'robust' } }) },
};

describe('types and recipes of columns with names that every object has', () => {
  test.each([
    ['a file', (one: Lab) => labFromText(labToText(one))],
    ['a link', async (one: Lab) => decodeLink(await encodeLink(one))],
  ])('come through %s', async (_, through) => {
    const read = await through(lab);
    expect(Object.keys(read.types!)).toEqual(expect.arrayContaining(names));
    expect(Object.keys(read.features.columns!)).toEqual(expect.arrayContaining(names));
    for (const name of names) {
      expect(typeIn(read, { name, type: 'numeric' })).toBe('categorical');
      expect(Object.getOwnPropertyDescriptor(read.features.columns, name)!.value).toEqual({
        scale: { type: 'robust' },
      });
    }
  });

  test("are the data set's where the lab says nothing", () => {
    for (const name of names) expect(typeIn({ types: {} }, { name, type: 'numeric' })).toBe('numeric');
    for (const name of names) expect(typeIn({}, { name, type: 'text' })).toBe('text');
  });

  test('are checked like any other', () => {
    const bad = labToText(lab).replace(/("__proto__": \{\s*"scale": \{\s*"type": )"robust"/, '$1"prime"');
    expect(bad).not.toBe(labToText(lab));
    expect(() => labFromText(bad)).toThrow(expect.objectContaining({ code: 'recipe-unknown' }) as Error);
  });
});
