import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TablabError } from '$core/errors/error';
import { fitDerive } from '$core/pipeline/derive/run';
import { undefinedFormula } from '$core/pipeline/derive/undefinedAt';
import { functions } from '$core/pipeline/expression/functions';
import { parseExpression } from '$core/pipeline/expression/parse';
import { booleans, numbers, strings, tableOf } from '$datasets/columns';

const table = tableOf([
  numbers('x', [1, 2, NaN, -4]),
  numbers('y z', [10, 0, 5, 2.5]),
  strings('t', ['Ada, Countess', 'Bob', null, 'a-b-c']),
  booleans('b', [1, 0, NaN, 1]),
  numbers('d', [Date.UTC(2024, 1, 29, 13), 0, NaN, Date.UTC(1969, 11, 31)], 'date'),
  strings('g', ['p', 'q', 'p', 'q']),
]);
const context = { roles: { target: 'target', task: 'regression' as const, exclude: [] }, target: null, seed: 1 };
const train = Uint32Array.of(0, 1, 2, 3);
const made = (formulas: string, rows = train) =>
  fitDerive(table, [{ id: 'f', type: 'expression', options: { formulas } }], rows, context).table;
function valuesOf(formulas: string, name = 'r', rows = train) {
  const { data } = made(formulas, rows).columns.find((column) => column.name === name)!;
  if (data.kind === 'number') return [...data.values];
  return data.kind === 'dict' ? Array.from(data.codes, (code) => (code < 0 ? null : data.dictionary[code])) : [];
}
const value = (expression: string) => valuesOf(`r = ${expression}`);
const failure = (formulas: string) => {
  try {
    made(formulas);
  } catch (error) {
    if (error instanceof TablabError) return { code: error.code, at: error.details.at, derive: error.details.derive };
    throw error;
  }
  return 'nothing thrown';
};

describe('values', () => {
  test.each<[string, (number | string | null)[]]>([
    ['1 + 2 * 3 ^ 2 ^ 0.5 / 3 - 4', new Array(4).fill(1 + (2 * 3 ** Math.SQRT2) / 3 - 4)],
    ['-2 ^ 2', [-4, -4, -4, -4]],
    ['2 ^ -1', [0.5, 0.5, 0.5, 0.5]],
    ['7 % 3 + -7 % 3', [3, 3, 3, 3]],
    ['x / `y z`', [0.1, NaN, NaN, -1.6]],
    ['log(x)', [0, Math.log(2), NaN, NaN]],
    ['sqrt(abs(x))', [1, Math.SQRT2, NaN, 2]],
    ['round(2.5) + round(3.5) + round(-0.5)', [6, 6, 6, 6]],
    ['round(`y z` / 3, 2)', [3.33, 0, 1.67, 0.83]],
    ['min(x, `y z`, 1.5)', [1, 0, NaN, -4]],
    ['if(x > 1 and not b, 1, 0)', [0, 1, NaN, 0]],
    ['if(x > 0 or true, 1, 0)', [1, 1, 1, 1]],
    ['if(x > 0 and false, 1, 0)', [0, 0, 0, 0]],
    ['coalesce(x, `y z`, 0)', [1, 2, 5, -4]],
    ['b + 1', [2, 1, NaN, 2]],
    ['missing(x)', [0, 0, 1, 0]],
    ["part(t, ',', 1)", ['Ada', 'Bob', null, 'a-b-c']],
    ["part(t, '-', -1)", ['Ada, Countess', 'Bob', null, 'c']],
    ["part(t, ',', 2)", ['Countess', null, null, null]],
    ["concat(lower(t), '/', g)", ['ada, countess/p', 'bob/q', null, 'a-b-c/q']],
    ["contains(t, 'o')", [1, 1, NaN, 0]],
    ["replace(t, '-', '')", ['Ada, Countess', 'Bob', null, 'abc']],
    ['length(t)', [13, 3, NaN, 5]],
    ['slice(t, 2, 2)', ['da', 'ob', null, '-b']],
    ["number('1e3') + number(text(x))", [1001, 1002, NaN, 996]],
    ["t = 'Bob'", [0, 1, NaN, 0]],
    ["t < 'B'", [1, 0, NaN, 0]],
    ['year(d) * 100 + month(d)', [202402, 197001, NaN, 196912]],
    ['day(d) + hour(d) / 100 + weekday(d) * 100', [329.13, 301, NaN, 231]],
    ['mean(x)', new Array(4).fill(-1 / 3)],
    ['mean(x by g)', [1, -1, 1, -1]],
    ['count(by g) + count(x by g) * 10', [12, 22, 12, 22]],
    ['sum(x by g, b)', [1, 2, 0, -4]],
    ['min(`y z`) + max(`y z` by g)', [10, 2.5, 10, 2.5]],
    ['std(`y z` by g) + median(`y z` by g)', [2.5 + 7.5, 1.25 + 1.25, 2.5 + 7.5, 1.25 + 1.25]],
    ['distinct(t)', [3, 3, 3, 3]],
    ['mean(x - mean(x by g))', [0, 0, 0, 0]],
  ])('%s', (expression, expected) => {
    const got = value(expression);
    expected.forEach((one, i) =>
      typeof one === 'number' && !Number.isNaN(one) ? expect(got[i]).toBeCloseTo(one, 12) : expect(got[i]).toBe(one),
    );
    expect(got).toHaveLength(expected.length);
  });

  test('figures are of the training rows; groups they do not have get the figure of all, or a count of 0', () => {
    const some = Uint32Array.of(0, 2);
    expect(valuesOf('r = mean(`y z` by g)', 'r', some)).toEqual([7.5, 7.5, 7.5, 7.5]);
    expect(valuesOf('r = count(by g)', 'r', some)).toEqual([2, 0, 2, 0]);
  });

  test('formulas find each other in any order, and their own name means the column before', () => {
    expect(valuesOf('r = a + 1\na = x * 2')).toEqual([3, 5, NaN, -7]);
    expect(valuesOf('x = x + 1\nr = x', 'r')).toEqual([2, 3, NaN, -3]);
    expect(made('x = x + 1').columns.map(({ name }) => name)).toEqual(table.columns.map(({ name }) => name));
    expect(valuesOf('`a b` = x\nr = `a b`')).toEqual([1, 2, NaN, -4]);
  });
});

describe('errors say where', () => {
  test.each<[string, string, number]>([
    ['r = ', 'expression-syntax', 5],
    ['r = 1 +', 'expression-syntax', 8],
    ['r = (x', 'expression-syntax', 7],
    ['r = x)', 'expression-syntax', 6],
    ['r = 1 2', 'expression-syntax', 7],
    ['r = x $ 2', 'expression-syntax', 7],
    ["r = 'open", 'expression-syntax', 5],
    ['r = nosuch(x)', 'expression-syntax', 5],
    ['r = sqrt(x, 2)', 'expression-syntax', 5],
    ['r = 1 < 2 < 3', 'expression-syntax', 11],
    ['r = sqrt(x by g)', 'expression-syntax', 5],
    ['x + 1', 'expression-syntax', 1],
    ['r = constructor(x)', 'expression-syntax', 5],
    ['r = t + 1', 'expression-type', 5],
    ['r = x = t', 'expression-type', 7],
    ['r = if(x, 1, 2)', 'expression-type', 8],
    ['r = if(b, 1, t)', 'expression-type', 14],
    ['r = mean(t by g)', 'expression-type', 10],
    ['r = nowhere + 1', 'expression-column', 5],
    ['r = r + 1', 'expression-cycle', 5],
    ['r = 2 * a\na = r', 'expression-cycle', 5],
  ])('%s', (formulas, code, at) => {
    expect(failure(formulas)).toEqual({ code, at, derive: 'f' });
  });

  test('size and depth are bounded', () => {
    expect(failure(`r = ${'('.repeat(100)}1${')'.repeat(100)}`)).toMatchObject({ code: 'expression-large' });
    expect(failure(`r = ${'-'.repeat(500)}1`)).toMatchObject({ code: 'expression-large' });
    expect(failure(`r = 1${'+1'.repeat(400)}`)).toMatchObject({ code: 'expression-large' });
    expect(failure(Array.from({ length: 21 }, (_, i) => `a${i} = 1`).join('\n'))).toMatchObject({
      code: 'expression-large',
    });
    // Twenty times doubled would be a million characters.
    const grow = Array.from({ length: 20 }, (_, i) => `a${i} = concat(${i ? `a${i - 1}, a${i - 1}` : "'xx'"})`);
    expect(String(valuesOf(grow.join('\n'), 'a19')[0])).toHaveLength(1000);
  });
});

describe('no text breaks it', () => {
  const piece = fc.oneof(
    fc.constantFrom('x', '`y z`', 't', 'b', 'g', '(', ')', ',', '+', '-', '*', '/', '^', '%', '=', '<', '>=', '!='),
    fc.constantFrom('and', 'or', 'not', 'by', 'true', 'if(', 'mean(', 'count(', "'a'", '"', '1', '.5', '1e308', '\n'),
    fc.constantFrom(...Object.keys(functions).map((name) => `${name}(`)),
    fc.string({ maxLength: 4 }),
  );
  test('a value for every row, or a coded error', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = `r = ${pieces.join(' ')}`;
        const result = failure(text);
        if (result !== 'nothing thrown') {
          expect(result.code).toMatch(/^(expression|derive|field)-/);
          return;
        }
        const columns = made(text).columns;
        const { data } = columns[columns.length - 1];
        expect(data.kind === 'number' ? data.values : data.kind === 'dict' ? data.codes : []).toHaveLength(4);
        if (data.kind === 'number') expect(data.values.some((x) => Math.abs(x) === Infinity)).toBe(false);
      }),
      { numRuns: 1500 },
    );
  });

  test('what is written out is read back as the same tree', () => {
    const leaf = fc.oneof(fc.nat(99).map(String), fc.constantFrom('x', '`y z`'));
    const tree = fc.letrec<{ e: string }>((tie) => ({
      e: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.tuple(tie('e'), fc.constantFrom('+', '-', '*', '/', '^'), tie('e')).map(([a, op, b]) => `(${a} ${op} ${b})`),
        tie('e').map((a) => `abs(${a})`),
      ),
    })).e;
    fc.assert(
      fc.property(tree, (text) => {
        const show = (node: ReturnType<typeof parseExpression>): string => {
          switch (node.type) {
            case 'number':
              return String(node.value);
            case 'column':
              return node.name === 'x' ? 'x' : `\`${node.name}\``;
            case 'binary':
              return `(${show(node.left)} ${node.op} ${show(node.right)})`;
            case 'call':
              return `${node.name}(${node.args.map(show).join(', ')})`;
            default:
              return '?';
          }
        };
        expect(show(parseExpression(text))).toBe(text);
      }),
    );
  });
});

describe('where a formula has no answer', () => {
  const undefinedIn = (formulas: string) => {
    const found = undefinedFormula(formulas, table, made(formulas), train);
    return found && { code: found.code, ...found.details };
  };
  test('says how many of the rows that have all values, and what the first has', () => {
    // x is missing in one row, which is no fault of the formula.
    expect(undefinedIn('r = log(x)')).toEqual({
      code: 'expression-undefined',
      column: 'r',
      count: 1,
      rows: 4,
      example: 'x = -4',
    });
    expect(undefinedIn('q = x * 2\nr = q / `y z`')).toMatchObject({ column: 'r', count: 1, example: 'q = 4, y z = 0' });
    expect(undefinedIn('x = sqrt(x)')).toMatchObject({ column: 'x', count: 1, example: 'x = -4' });
    expect(undefinedIn('r = number(g)')).toMatchObject({ count: 4, example: 'g = p' });
  });
  test('is silent where it has', () => {
    for (const formulas of ['r = if(x > 0, log(x), 0)', 'r = x + 1', 'r = lower(t)', 'r = 2 * 3', 'r = mean(x by g)'])
      expect(undefinedIn(formulas)).toBeNull();
  });
});
