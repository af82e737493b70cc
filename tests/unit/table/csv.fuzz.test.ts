// The CSV reader against anything: it never fails without a code, and gives back what was written.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TablabError } from '$core/errors/error';
import { importSources } from '$core/table/import';
import { isMissing } from '$core/table/values/missing';
import { bytesOf, quiet, readBytes, streamed, valuesOf } from './support/read';

/** Text that is likely to trip a reader: separators, quotes, line ends, marks for missing values, odd numbers. */
const snippet = fc.constantFrom(
  ...[
    ',',
    ';',
    '\t',
    '|',
    ' ',
    '"',
    '""',
    '\n',
    '\r\n',
    '\r',
    '.',
    '-',
    '?',
    'NA',
    'NaN',
    'inf',
    '1',
    '0',
    '1.5',
    '1,5',
  ],
  ...['1.234,5', '1e999', '0x10', 'a', 'B b', 'é', '€', '\ufeff', '\u2028', '2020-01-01', '#', "'", '\\', 'true'],
);
const nasty = fc.array(snippet, { maxLength: 200 }).map((parts) => parts.join(''));

const readOrCode = async (bytes: Uint8Array) => {
  try {
    return await readBytes(bytes, 'fuzz.csv');
  } catch (error) {
    if (error instanceof TablabError && error.code !== 'unexpected') return error.code;
    throw error;
  }
};

describe('any input', () => {
  it('gives a consistent table or a coded error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(nasty.map(bytesOf), fc.uint8Array({ maxLength: 400 })), async (bytes) => {
        const read = await readOrCode(bytes);
        if (typeof read === 'string') return;
        const { rows, columns } = read.table;
        expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length);
        for (const { name, data } of columns) {
          expect(name.trim()).not.toBe('');
          if (data.kind === 'number') {
            expect(data.values).toHaveLength(rows);
            expect(data.values.some((value) => value === Infinity || value === -Infinity)).toBe(false);
          } else if (data.kind === 'dict') {
            expect(data.codes).toHaveLength(rows);
            // In order of first occurrence, each used.
            const seen: number[] = [];
            for (const code of data.codes) if (code >= 0 && !seen.includes(code)) seen.push(code);
            expect(seen).toEqual(data.dictionary.map((_, i) => i));
          }
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('reads a stream in pieces of any size as it reads the whole', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, fc.integer({ min: 1, max: 64 }), async (text, piece) => {
        const bytes = bytesOf(text);
        const whole = await readOrCode(bytes);
        if (typeof whole === 'string') return;
        const pieces = await importSources([streamed('fuzz.csv', bytes, piece)], {}, quiet);
        expect(pieces.sha256).toBe(whole.sha256);
      }),
      { numRuns: 300 },
    );
  });
});

describe('round trip', () => {
  const word = fc
    .string({ unit: fc.constantFrom(...'abcXYZ äß€",;\t\n\'|.-?0129'), minLength: 1, maxLength: 12 })
    .map((text) => text.trim())
    .filter((text) => !isMissing(text));
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;

  it('gives back words and numbers exactly, whatever the separator', async () => {
    const table = fc.record({
      separator: fc.constantFrom(',', ';', '\t', '|'),
      rows: fc.array(fc.record({ w: fc.option(word), x: fc.option(number) }), { minLength: 3, maxLength: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(table, async ({ separator, rows }) => {
        // String(-0) is "0", so + 0 below.
        // A word in every column of words that no other type accepts, and numbers enough to be sure of the type.
        const all = [{ w: 'wörd one', x: 0.5 }, { w: 'wörd two', x: -1.25 }, ...rows];
        const line = ({ w, x }: (typeof all)[number]) =>
          [w === null ? '' : quote(w), x === null ? 'NA' : String(x)].join(separator);
        const text = ['words' + separator + 'numbers', ...all.map(line)].join('\n') + '\n';
        const read = await readBytes(bytesOf(text), 'round.csv');
        expect(valuesOf(read, 'words')).toEqual(all.map(({ w }) => w));
        expect(valuesOf(read, 'numbers')).toEqual(all.map(({ x }) => (x === null ? null : x + 0)));
      }),
      { numRuns: 400 },
    );
  });
});
