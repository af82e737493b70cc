// The CSV reader on every quirk that files from elsewhere have.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importSources } from '$core/table/import';
import {
  bytesOf,
  codeOf,
  columnOf,
  noteCodes,
  quiet,
  readBytes,
  readText,
  streamed,
  typesOf,
  valuesOf,
} from './support/read';

describe('cells and rows', () => {
  it('reads quotes, doubled quotes, separators and line ends inside quotes', async () => {
    const read = await readText('a,b\n"x, y","say ""hi"""\n"two\nlines",plain\n');
    expect(valuesOf(read, 'a')).toEqual(['x, y', 'two\nlines']);
    expect(valuesOf(read, 'b')).toEqual(['say "hi"', 'plain']);
  });

  it('looks past blanks around quotes, and takes other quotes as they are', async () => {
    const read = await readText('a, b, c\n1, "x, y" ,3\n4, 5" pipe, 6\n7, "he said, ""no"" , and left, ", 8\n');
    expect(valuesOf(read, 'b')).toEqual(['x, y', '5" pipe', 'he said, "no" , and left,']);
    expect(valuesOf(read, 'c')).toEqual([3, 6, 8]);
  });

  it('takes any line end, also mixed, and needs none at the end', async () => {
    for (const text of ['a,b\r\n1,2\r\n3,4', 'a,b\r1,2\r3,4\r', 'a,b\n1,2\r\n"3",4\r\n']) {
      const read = await readText(text);
      expect([valuesOf(read, 'a'), valuesOf(read, 'b')]).toEqual([
        [1, 3],
        [2, 4],
      ]);
    }
  });

  it('reads the same whatever pieces the bytes come in', async () => {
    const text = '\ufeffnäme;wert\r\n"Ä;""ö""";1,5\r\n"x\r\ny";2,25\r\n€;-3\r\n';
    const whole = await readText(text);
    for (const piece of [1, 2, 3, 7]) {
      const read = await importSources([streamed('t.csv', bytesOf(text), piece)], {}, quiet);
      expect(read.sha256).toBe(whole.sha256);
    }
    expect(valuesOf(whole, 'näme')).toEqual(['Ä;"ö"', 'x\ny', '€']);
    expect(valuesOf(whole, 'wert')).toEqual([1.5, 2.25, -3]);
  });

  it('keeps ragged rows, completed or cut, and says so', async () => {
    const read = await readText('a,b,c\n1,2,3\n4,5\n6,7,8,9\n1,1,1\n');
    expect(valuesOf(read, 'c')).toEqual([3, null, 8, 1]);
    expect(read.notes.find(({ code }) => code === 'ragged')?.count).toBe(2);
  });

  it('does not count a separator at the end of each line as a cell', async () => {
    const read = await readText('a,b\n1,2,\n3,4,\n');
    expect(read.table.rows).toBe(2);
    expect(noteCodes(read)).not.toContain('ragged');
  });

  it('skips blank lines', async () => {
    expect((await readText('\n\na,b\n\n1,2\n\n3,4\n\n')).table.rows).toBe(2);
  });

  it('reads on when a quote is never closed', async () => {
    const read = await readText('a,b\n5" pipe,1\n"open,2\nlast,3\n');
    expect(valuesOf(read, 'b')).toEqual([1, 2, 3]);
    expect(noteCodes(read)).toContain('quotes-ignored');
  });
});

describe('separators', () => {
  const table = (separator: string) =>
    ['x', 'label', 'y'].join(separator) +
    '\n' +
    '1' +
    separator +
    'u' +
    separator +
    '2.5\n3' +
    separator +
    'v' +
    separator +
    '4.5\n';
  it.each([',', ';', '\t', '|', ' ', '   '])('finds %j', async (separator) => {
    const read = await readText(table(separator), 'file.txt');
    expect(typesOf(read)).toEqual({ x: 'numeric', label: 'categorical', y: 'numeric' });
    expect(valuesOf(read, 'y')).toEqual([2.5, 4.5]);
  });

  it('finds runs of blanks around numbers, as Fortran writes them', async () => {
    const read = await readText('  1.0   2.00  -3\n 10.5  20.25   4\n');
    expect(read.table.columns).toHaveLength(3);
    expect(valuesOf(read, 'column_2')).toEqual([2, 20.25]);
  });

  it('finds blanks and tabs mixed, with quoted names', async () => {
    const read = await readText(
      '18.0   8   307.0\t"chevrolet malibu"\n15.0   8   ?      "buick skylark"\n25.0   4   98.00\t"ford pinto"\n',
    );
    expect(read.table.columns).toHaveLength(4);
    expect(valuesOf(read, 'column_3')).toEqual([307, null, 98]);
  });

  it('does not take prose for columns separated by blanks', async () => {
    const read = await readText('comment\nthis is one remark\nand another\nfine\n');
    expect(read.table.columns).toHaveLength(1);
    expect(read.table.rows).toBe(3);
  });

  it('is not fooled by decimal commas or by commas inside text', async () => {
    expect((await readText('a;b\n1,5;2,5\n3,5;4,25\n')).table.columns).toHaveLength(2);
    expect((await readText('a\tb\nx, y\t1\nz, w\t2\n')).table.columns).toHaveLength(2);
  });
});

describe('headers', () => {
  it('sees none above a first line of numbers', async () => {
    const read = await readText('1,2\n3,4\n');
    expect(read.table.columns.map(({ name }) => name)).toEqual(['column_1', 'column_2']);
    expect(noteCodes(read)).toContain('no-header');
    expect(read.table.rows).toBe(2);
  });

  it('sees none when the first line looks like the ones below', async () => {
    const read = await readText('5.1,3.5,setosa\n4.9,3.0,setosa\n6.2,2.9,virginica\n');
    expect(read.table.rows).toBe(3);
  });

  it('sees one above words', async () => {
    const read = await readText('city,country\nOslo,Norway\nRome,Italy\n');
    expect(read.table.columns.map(({ name }) => name)).toEqual(['city', 'country']);
  });

  it('takes years as column names when they stand among words', async () => {
    const read = await readText('country,1990,2000\nNorway,1.5,2\nItaly,3,4.5\n');
    expect(read.table.columns.map(({ name }) => name)).toEqual(['country', '1990', '2000']);
  });

  it('numbers equal names and names empty ones', async () => {
    const read = await readText('a,a,,a_2\n1,2,3,4\n5,6,7,8\n');
    expect(read.table.columns.map(({ name }) => name)).toEqual(['a', 'a_3', 'column_3', 'a_2']);
    expect(noteCodes(read)).toEqual(expect.arrayContaining(['duplicate-names', 'unnamed-columns']));
  });

  it('gives the column of row names its name, as R leaves it out', async () => {
    const read = await readText('mpg cyl\n"Mazda RX4" 21 6\n"Datsun 710" 22.8 4\n');
    expect(read.table.columns.map(({ name }) => name)).toEqual(['row', 'mpg', 'cyl']);
  });

  it('skips lines before the table', async () => {
    const read = await readText('Exported 2024-01-01\n\nname,mass,height\na,1,2\nb,3,4\n');
    expect(read.table.columns.map(({ name }) => name)).toEqual(['name', 'mass', 'height']);
    expect(noteCodes(read)).toContain('preamble');
  });

  it('obeys a first line that names the separator', async () => {
    const read = await readText('sep=;\r\nName;Preis\r\nBrot;1,50\r\nMilch;0,99\r\n');
    expect(valuesOf(read, 'Preis')).toEqual([1.5, 0.99]);
  });

  it('skips comments and takes a header behind a comment sign', async () => {
    const read = await readText('# made by hand\n# version 2\ntime\tvolt\n0.0\t1.5\n0.1\t1.7\n');
    expect(read.table.columns.map(({ name }) => name)).toEqual(['time', 'volt']);
    const numpy = await readText('# x,y\n1,2\n3,4\n');
    expect(numpy.table.columns.map(({ name }) => name)).toEqual(['x', 'y']);
  });

  it('drops the empty column behind a separator at the end of every line', async () => {
    expect((await readText('a,b,\n1,2,\n3,4,\n')).table.columns.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('takes class names from a first line of counts and names', async () => {
    const read = await readText('3,2,cat,dog\n1.5,2,0\n2.5,3,1\n3.5,1,0\n');
    expect(valuesOf(read, 'target')).toEqual(['cat', 'dog', 'cat']);
    expect(read.roles).toMatchObject({ target: 'target', task: 'binary' });
  });
});

describe('numbers', () => {
  it('knows the marks for missing values', async () => {
    const marks = ['', 'NA', 'N/A', 'NaN', 'null', '?', '-', 'nan', 'NULL', '#N/A', ' '];
    const read = await readText(`x,y\n${marks.map((mark, i) => `${mark},${i}`).join('\n')}\n7,1\n`);
    expect(valuesOf(read, 'x')).toEqual([...marks.map(() => null), 7]);
    const words = await readText(`x,y\n${marks.map((mark, i) => `${mark},${i}`).join('\n')}\nred,1\n`);
    expect(valuesOf(words, 'x')).toEqual([...marks.map(() => null), 'red']);
  });

  it('turns infinite numbers into missing ones and says so', async () => {
    const read = await readText('x\n1\ninf\n-Infinity\n1e999\n2\n');
    expect(valuesOf(read, 'x')).toEqual([1, null, null, null, 2]);
    expect(read.notes.find(({ code }) => code === 'not-finite')?.count).toBe(3);
  });

  it('reads every plain notation exactly', async () => {
    const cells = ['0.1', '-2.5e-3', '+7', '.5', '3.', '1E5', '9007199254740991', '0.30000000000000004'];
    expect(valuesOf(await readText(`x\n${cells.join('\n')}\n`), 'x')).toEqual(cells.map(Number));
  });

  it.each([
    ['x;y\n1,5;a\n2,25;b\n', [1.5, 2.25]],
    ['x;y\n1.234,5;a\n2,25;b\n', [1234.5, 2.25]],
    ['x;y\n1.234.567;a\n2.000;b\n', [1234567, 2000]],
    ['x\ty\n"1,234.5"\ta\n7\tb\n', [1234.5, 7]],
    ['x,y\n"1,234",a\n"12,345,678",b\n', [1234, 12345678]],
    ["x;y\n1'234.5;a\n7;b\n", [1234.5, 7]],
    ['x;y\n1 234,5;a\n7;b\n', [1234.5, 7]],
    ['x,y\n1.234,a\n2.5,b\n', [1.234, 2.5]],
    // Three digits after a point are a fraction, unless the file writes its fractions with commas.
    ['x;y\n42.000 EUR;3,5 %\n138.500 EUR;2,25 %\n', [42000, 138500]],
    ['x;y\n1.234;3,5\n999;2,25\n', [1234, 999]],
    ['x;y\n0.234;3,5\n1.999;2,25\n', [0.234, 1.999]],
    ['x;y\n42.000 EUR;35 %\n138.500 EUR;22 %\n', [42, 138.5]],
  ])('settles the style of %j from the whole column', async (text, expected) => {
    expect(valuesOf(await readText(text), 'x')).toEqual(expected);
  });

  it('takes money and percent signs off, and says so', async () => {
    const read = await readText('item,price,share\nA,"$1,234.50",12.5%\nB,$99.00,50%\nC,"-$2,000.00",3%\n');
    expect(valuesOf(read, 'price')).toEqual([1234.5, 99, -2000]);
    expect(valuesOf(read, 'share')).toEqual([12.5, 50, 3]);
    expect(noteCodes(read)).toContain('unit');
    expect(columnOf(await readText('x\n$5\n7%\n€3\n'), 'x').type).toBe('categorical');
  });

  it('tolerates a few words in a long column of numbers', async () => {
    const cells = Array.from({ length: 200 }, (_, i) =>
      i === 150 ? 'rotary' : i === 151 ? 'unknown' : String(i % 37),
    );
    const read = await readText(`x\n${cells.join('\n')}\n`);
    expect(columnOf(read, 'x').type).toBe('numeric');
    expect(valuesOf(read, 'x')[150]).toBeNull();
    expect(read.notes.find(({ code }) => code === 'not-numbers')).toMatchObject({ count: 1 });
  });

  it('reads a column again that stops being numeric far down, losing nothing', async () => {
    const cells = Array.from({ length: 60_000 }, (_, i) => (i < 50_000 ? `1.50${i % 3}` : `word ${i % 5}`));
    const read = await readText(`x,y\n${cells.map((cell) => `${cell},1`).join('\n')}\n`);
    expect(columnOf(read, 'x').type).toBe('categorical');
    expect(valuesOf(read, 'x')[0]).toBe('1.500');
    expect(valuesOf(read, 'x')[59_999]).toBe('word 4');
  });
});

describe('types', () => {
  it('infers each type', async () => {
    const rows = Array.from({ length: 60 }, (_, i) =>
      [
        i + 1,
        `2024-0${1 + (i % 9)}-1${i % 10}`,
        i % 2 ? 'yes' : 'no',
        i % 3 ? 'TRUE' : 'false',
        (i * 7.25).toFixed(2),
        ['red', 'green', 'blue'][i % 3],
        `Remark number ${i} about this thing`,
        `u${i}x${i * i}`,
        i % 2,
        String(i % 50).padStart(5, '0'),
      ].join(','),
    );
    const read = await readText(`n,day,ok,flag,price,colour,remark,code,bit,zip\n${rows.join('\n')}\n`);
    expect(typesOf(read)).toEqual({
      n: 'id',
      day: 'date',
      ok: 'boolean',
      flag: 'boolean',
      price: 'numeric',
      colour: 'categorical',
      remark: 'text',
      code: 'id',
      bit: 'boolean',
      zip: 'id',
    });
    expect(valuesOf(read, 'zip')[7]).toBe('00007');
    expect(valuesOf(read, 'day')[0]).toBe(Date.UTC(2024, 0, 10));
  });

  it.each([
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['2024-02-29T13:05:06.5Z', Date.UTC(2024, 1, 29, 13, 5, 6, 500)],
    ['2024-02-29 13:05:06+02:00', Date.UTC(2024, 1, 29, 11, 5, 6)],
    ['2024/2/9', Date.UTC(2024, 1, 9)],
    ['31.12.1999', Date.UTC(1999, 11, 31)],
    ['12/31/1999', Date.UTC(1999, 11, 31)],
    ['12/31/99 11:30 PM', Date.UTC(1999, 11, 31, 23, 30)],
    ['Jan 5, 2001', Date.UTC(2001, 0, 5)],
    ['5 January 2001', Date.UTC(2001, 0, 5)],
    ['05-Jan-01', Date.UTC(2001, 0, 5)],
  ])('reads the date %s', async (text, ms) => {
    const read = await readText(`d\tx\n${text}\t1\n${text}\t2\n`);
    expect(columnOf(read, 'd').type).toBe('date');
    expect(valuesOf(read, 'd')[0]).toBe(ms);
  });

  it('refuses dates that do not exist and says when the order is unclear', async () => {
    expect(columnOf(await readText('d,x\n2023-02-29,1\n2023-02-28,2\n'), 'd').type).toBe('categorical');
    expect(noteCodes(await readText('d,x\n1/2/2020,1\n3/4/2020,2\n'))).toContain('date-ambiguous');
    expect(valuesOf(await readText('d,x\n1/2/2020,1\n13/4/2020,2\n'), 'd')[0]).toBe(Date.UTC(2020, 1, 1));
  });

  it('keeps columns without values and leaves them out', async () => {
    const read = await readText('a,b,c\n1,,x\n2,NA,y\n3,,x\n');
    expect(read.columns[1]).toMatchObject({ name: 'b', missing: 3, distinct: 0 });
    expect(noteCodes(read)).toContain('all-missing');
    expect(read.roles.exclude).toContain('b');
  });
});

describe('encodings', () => {
  const text = 'größe,ort\n1,Zürich\n2,Genève\n';
  const utf16 = (big: boolean, mark: boolean) => {
    const chars = [...(mark ? '\ufeff' : ''), ...text].map((char) => char.charCodeAt(0));
    return Uint8Array.from(chars.flatMap((code) => (big ? [code >> 8, code & 255] : [code & 255, code >> 8])));
  };
  it.each([
    ['UTF-8 with a byte order mark', bytesOf(`\ufeff${text}`)],
    ['Latin-1', Uint8Array.from(text, (char) => char.charCodeAt(0))],
    ['UTF-16 little-endian', utf16(false, true)],
    ['UTF-16 big-endian', utf16(true, true)],
    ['UTF-16 without a mark', utf16(false, false)],
    ['gzip', new Uint8Array(gzipSync(text))],
  ])('reads %s', async (_, bytes) => {
    const read = await readBytes(bytes);
    expect(valuesOf(read, 'ort')).toEqual(['Zürich', 'Genève']);
    expect(read.table.columns[0].name).toBe('größe');
  });

  it('starts again when Latin-1 shows only far down', async () => {
    const lines = `${'1,abc\n'.repeat(60_000)}2,Z`;
    const bytes = Uint8Array.from([...bytesOf(`n,w\n${lines}`), 0xfc, ...bytesOf('rich\n')]);
    const read = await readBytes(bytes);
    expect(valuesOf(read, 'w').at(-1)).toBe('Zürich');
    expect(noteCodes(read)).toContain('encoding');
  });
});

describe('refusals', () => {
  it.each([
    ['an empty file', bytesOf(''), 'file-empty'],
    ['a file of blank lines', bytesOf('\n\n  \n'), 'table-empty'],
    ['a header alone', bytesOf('a,b,c\n'), 'table-empty'],
    ['a PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), 'file-binary'],
    ['a PDF', bytesOf('%PDF-1.7 something'), 'file-binary'],
    ['binary data', Uint8Array.from({ length: 4000 }, (_, i) => (i * 2654435761) >>> 24), 'file-binary'],
    ['a cut gzip', new Uint8Array(gzipSync('a,b\n1,2\n'.repeat(1000))).subarray(0, 40), 'file-unreadable'],
  ])('refuses %s', async (_, bytes, code) => {
    expect(await codeOf(readBytes(bytes))).toBe(code);
  });

  it('refuses 2 GB before reading a byte beyond the first', async () => {
    let read = 0;
    const source = {
      name: 'huge.csv',
      size: 2e9,
      slice: (start: number, end: number) => {
        read += end - start;
        return Promise.resolve(bytesOf('a,b\n1,2\n'.repeat(10)));
      },
      chunks: (): AsyncIterable<Uint8Array> => {
        throw new Error('must not be read');
      },
    };
    expect(await codeOf(importSources([source], {}, quiet))).toBe('file-too-large');
    expect(read).toBeLessThan(1e6);
  });

  it('refuses several tables at once', async () => {
    const files = ['a.csv', 'b.csv'].map((name) => streamed(name, bytesOf('x,y\n1,2\n'), 100));
    expect(await codeOf(importSources(files, {}, quiet))).toBe('files-mixed');
  });
});
