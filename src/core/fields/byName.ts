// A schema for values under names that people or their files chose. valibot's own record drops the keys `constructor`,
// `prototype` and `__proto__`, and tables do have a column "constructor".
import * as v from 'valibot';

const dropped = new Set(['__proto__', 'prototype', 'constructor']);
/** Stands before such a name while valibot looks at it; no column's name that was read from a file begins with it. */
const mark = '\0';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const renamed = <T>(record: Readonly<Record<string, T>>, of: (name: string) => string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [of(name), value]));

/** Like `v.record` with keys of at most `longest` characters; every own key is kept. */
export const byName = <S extends v.GenericSchema>(longest: number, value: S) =>
  v.pipe(
    v.custom<Readonly<Record<string, unknown>>>(isObject, 'an object'),
    v.transform((record) => renamed(record, (name) => (dropped.has(name) ? mark + name : name))),
    v.record(v.pipe(v.string(), v.maxLength(longest)), value),
    v.transform((record) =>
      renamed<v.InferOutput<S>>(record, (name) => (name.startsWith(mark) ? name.slice(1) : name)),
    ),
  );
