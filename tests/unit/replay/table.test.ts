// A table of configurations as a space and its results: what is inferred, and what is refused.
import { describe, expect, it } from 'vitest';
import { readRows } from '$core/replay/rows';
import { tableOf, type TableChoices } from '$core/replay/table';
import { thrownCode } from '../../support/thrown';

const read = (text: string, more: Partial<TableChoices> = {}) =>
  tableOf(readRows('table', text), {
    values: [{ column: 'acc', direction: 'maximize' }],
    ignore: [],
    categories: [],
    nearest: false,
    ...more,
  });
const csv = (header: string, ...lines: string[]) => [header, ...lines].join('\n');

describe('settings', () => {
  it('are whole numbers on their grid, ordered numbers, switches and words', () => {
    const lines = [2, 4, 6].flatMap((a, i) =>
      [0.1, 0.01].map((b) => `${a},${b},${i > 1},${'xyz'[i]},1,${[16, 32, 128][i]},${i}`),
    );
    const { space, notes } = read(csv('units,rate,on,kind,same,batch,acc', ...lines));
    expect(space).toEqual([
      { path: 'units', domain: { kind: 'int', low: 2, high: 6, step: 2 } },
      { path: 'rate', domain: { kind: 'ordinal', values: [0.01, 0.1] } },
      { path: 'on', domain: { kind: 'bool' } },
      { path: 'kind', domain: { kind: 'choice', values: ['x', 'y', 'z'] } },
      { path: 'batch', domain: { kind: 'ordinal', values: [16, 32, 128] } },
    ]);
    expect(notes).toContain('units: whole numbers 2 to 6 in steps of 2');
    expect(notes).toContain('same: always 1, so left out');
    expect(notes).toContain('6 of 108 combinations are in the table; the others are never proposed');
  });

  it('may be numbers that are only names, and codes keep their zeros', () => {
    const { space } = read(csv('layer,code,acc', '1,01,1', '2,02,2', '3,10,3'), { categories: ['layer'] });
    expect(space.map(({ domain }) => domain)).toEqual([
      { kind: 'choice', values: ['1', '2', '3'] },
      { kind: 'choice', values: ['01', '02', '10'] },
    ]);
  });

  it('depend on another one where they are empty for some of its values only', () => {
    const text = csv('momentum,optimizer,warm,acc', '0.5,sgd,,1', '0.9,sgd,,2', ',adam,yes,3', ',adam,no,4', ',rms,,5');
    const { space, configurations, size } = read(text);
    expect(space).toEqual([
      { path: 'optimizer', domain: { kind: 'choice', values: ['adam', 'rms', 'sgd'] } },
      { path: 'momentum', domain: { kind: 'ordinal', values: [0.5, 0.9] }, when: { path: 'optimizer', in: ['sgd'] } },
      { path: 'warm', domain: { kind: 'choice', values: ['no', 'yes'] }, when: { path: 'optimizer', in: ['adam'] } },
    ]);
    expect(configurations[2].params).toEqual({ optimizer: 'adam', warm: 'yes' });
    expect(size).toBe(5);
  });

  it('have a value for empty cells that nothing explains', () => {
    const { space } = read(csv('a,b,acc', '1,,1', '1,x,2', '2,,3', '2,x,4', '3,x,5'));
    expect(space[1].domain).toEqual({ kind: 'choice', values: ['(empty)', 'x'] });
  });

  it('of numbers take words for a missing one as empty, and "none" as a choice', () => {
    const { space } = read(csv('a,rate,depth,acc', '1,nan,none,1', '1,nan,3,2', '2,0.1,none,3', '2,0.2,3,4'));
    expect(space.find(({ path }) => path === 'rate')).toEqual({
      path: 'rate',
      domain: { kind: 'ordinal', values: [0.1, 0.2] },
      when: { path: 'a', in: [2] },
    });
    expect(space.find(({ path }) => path === 'depth')?.domain).toEqual({ kind: 'choice', values: ['3', 'none'] });
  });

  it('are ranges in a sample, logarithmic where the numbers spread so', () => {
    const lines = Array.from({ length: 20 }, (_, i) => `${2 ** (i - 16)},${i / 20},${i}`);
    const { space, size } = read(csv('rate,share,acc', ...lines), { nearest: true });
    expect(space[0].domain).toEqual({ kind: 'float', low: 2 ** -16, high: 8, log: true });
    expect(space[1].domain).toEqual({ kind: 'float', low: 0, high: 0.95 });
    expect(size).toBe(Infinity);
  });
});

describe('results', () => {
  it('of the same settings are repeats, empty ones failures', () => {
    const { configurations } = read(csv('a,acc', '1,3', '2,4', '1,5', '2,nan', '3,'));
    expect(configurations).toEqual([
      { params: { a: 1 }, repeats: [[3], [5]], mean: [4] },
      { params: { a: 2 }, repeats: [[4], [NaN]], mean: [4] },
      { params: { a: 3 }, repeats: [[NaN]], mean: null },
    ]);
  });

  it('come as lists and under names in JSON', () => {
    const json = '{"a12": {"acc": [1, 3], "size": 7, "at": {"x": NaN}}, "b10": {"acc": [4, 5], "size": 9}}';
    const table = read(json, { values: ['acc', 'size'].map((column) => ({ column, direction: 'minimize' as const })) });
    expect(table.space.map(({ path }) => path)).toEqual(['b1.op', 'b3.op']);
    expect(table.configurations[0].repeats).toEqual([
      [1, 7],
      [3, 7],
    ]);
    expect(read('{"01": 3, "10": 4}', { values: [{ column: 'value', direction: 'minimize' }] }).size).toBe(4);
    const list = '[{"config": {"a": 1}, "acc": 2}, {"config": {"a": 2}, "acc": 3}]';
    expect(read(list).space[0].path).toBe('config.a');
  });

  it('have curves in columns by epoch, or in lists', () => {
    const { epochs, configurations, space } = read(csv('a,acc10,acc2,acc1,acc', '1,7,5,4,8', '2,1,2,3,4'), {
      curve: 'acc',
    });
    expect([epochs, space.length]).toEqual([3, 1]);
    expect(configurations[0].curves).toEqual([Float64Array.of(4, 5, 8)]);
    const json = '[{"a": 1, "acc": 2, "c": [1, null, 2]}, {"a": 2, "acc": 3, "c": [1, 2, 3]}]';
    expect(read(json, { curve: 'c' }).configurations[0].curves).toEqual([Float64Array.of(1, NaN, 2)]);
  });

  it('are percentages, numbers with commas, and words for a failure', () => {
    const results = (text: string) => read(text).configurations.map(({ mean }) => mean?.[0] ?? null);
    expect(results(csv('a,acc', '1,88.5%', '2,90 %', '3,failed', '4,OOM', '5,?', '6,timed out'))).toEqual([
      88.5,
      90,
      ...[null, null, null, null],
    ]);
    expect(results('a;acc\n1;0,5\n2;-,25\n3;1')).toEqual([0.5, -0.25, 1]);
    expect(results('a,acc\n"1,000","12,345.5"\n"2,000",7')).toEqual([12345.5, 7]);
    // A word that says nothing of a failure is a mistake, and commas in words stay.
    expect(thrownCode(() => results('a;acc\n1;0,5\n2;x,y'))).toBe('replay-value');
    expect(read('a,acc\n"x,1",1\n"y,2",2').space[0].domain).toEqual({ kind: 'choice', values: ['x,1', 'y,2'] });
  });

  it('that are missing in some evaluations are told', () => {
    const { notes } = read(csv('a,acc', '1,3', '1,', '2,4', '3,'));
    expect(notes).toContain('1 configuration without a result: it counts as a failed trial');
    expect(notes).toContain(
      '1 configuration of which some evaluations have no result: a search that draws one has a failed trial',
    );
  });

  it('belong to architectures in parts: cut at signs, lists, and several columns', () => {
    const sizes = read(csv('arch,acc', '8:16:8,1', '16:8:24,2', '24:8:8,3'), { genes: 'arch' });
    expect(sizes.genes).toBe('parts');
    expect(sizes.space.map(({ path, domain }) => [path, domain.kind])).toEqual([
      ['arch 1', 'int'],
      ['arch 2', 'ordinal'],
      ['arch 3', 'ordinal'],
    ]);
    const words = read(csv('arch,acc', 'conv3-bn_pool-x,1', 'conv5-bn_pool-y,2'), { genes: 'arch' });
    expect(words.space.map(({ path }) => path)).toEqual(['arch 1', 'arch 3']);
    const graph = csv(
      'matrix,ops,acc',
      '"[[0, 1], [0, 0]]","[\'in\', \'out\']",1',
      "\"[[0, 1, 1], [0, 0, 1], [0, 0, 0]]\",\"['in', 'conv', 'out']\",2",
      "\"[[0, 1, 0], [0, 0, 1], [0, 0, 0]]\",\"['in', 'pool', 'out']\",3",
    );
    const { configurations, space } = read(graph, { genes: ['matrix', 'ops'] });
    expect(configurations).toHaveLength(3);
    expect(space.map(({ path }) => path)).toEqual(['ops 2', 'matrix 1.3']);
    // With settings beside it.
    const both = read(csv('arch,lr,acc', '1:2,0.1,1', '2:1,0.1,2', '1:2,0.2,3'), { genes: ['arch'], settings: ['lr'] });
    expect(both.space.map(({ path }) => path)).toEqual(['arch 1', 'arch 2', 'lr']);
  });

  it('of NAS-Bench-201 are read by cell', () => {
    const cell = (first: string) => `|${first}~0|+|none~0|skip_connect~1|+|nor_conv_1x1~0|nor_conv_3x3~1|none~2|`;
    const table = read(csv('arch,n,acc', `${cell('avg_pool_3x3')},1,2`, `${cell('none')},2,3`), { genes: 'arch' });
    expect(table.genes).toBe('cell201');
    expect(table.space).toEqual([{ path: 'e01', domain: { kind: 'choice', values: ['avgPool3x3', 'none'] } }]);
  });
});

describe('a table is refused', () => {
  const sparse = csv('a,b,c,acc', ...Array.from({ length: 300 }, (_, i) => `${i * i},${(i * 7) ** 2},${i ** 3},${i}`));
  it.each([
    ['an empty file', ' ', {}, 'replay-file'],
    ['no header', '1,2\n3,4', {}, 'replay-file'],
    ['two columns of one name', 'a,a,acc\n1,2,3', {}, 'replay-file'],
    ['more cells than names', 'a,acc\n1,2,3', {}, 'replay-file'],
    ['JSON that is none', '{"a": ', {}, 'replay-file'],
    ['JSON of something else', '{"name": "x"}', {}, 'replay-file'],
    ['a list of no objects', '[1, 2]', {}, 'replay-file'],
    ['no rows', 'a,acc', {}, 'replay-file'],
    ['a column that is not there', 'a,b\n1,2', {}, 'replay-column'],
    ['no result named', 'a,acc\n1,2\n2,3', { values: [] }, 'replay-no-value'],
    ['no direction', 'a,acc\n1,2\n2,3', { values: [{ column: 'acc' }] }, 'replay-direction'],
    ['words as results', 'a,acc\n1,good\n2,3', {}, 'replay-value'],
    ['no result at all', 'a,acc\n1,\n2,nan', {}, 'replay-no-result'],
    ['one configuration', 'a,acc\n1,2\n1,3', {}, 'replay-few'],
    ['genes of several lengths', '{"01": {"acc": 1}, "011": {"acc": 2}}', {}, 'replay-genes'],
    ['a strange cell', 'g,acc\n|x~0|,1\n|y~0|,2', { genes: 'g' }, 'replay-genes'],
    ['a sample taken for a grid', sparse, {}, 'replay-sparse'],
    ['no curve', 'a,acc\n1,2\n2,3', { curve: 'loss' }, 'replay-curve'],
    [
      'curves of several lengths',
      '[{"a":1,"acc":1,"c":[1,2]},{"a":2,"acc":1,"c":[1]}]',
      { curve: 'c' },
      'replay-curve',
    ],
    ['too many words', csv('a,acc', ...Array.from({ length: 1001 }, (_, i) => `w${i},${i}`)), {}, 'replay-many'],
  ] as const)('for %s', (_name, text, more, code) => {
    expect(thrownCode(() => read(text, more as Partial<TableChoices>))).toBe(code);
  });

  it('for more than it may hold', () => {
    const columns = Array.from({ length: 1001 }, (_, i) => `c${i}`).join();
    expect(thrownCode(() => readRows('t', `${columns}\n1`))).toBe('replay-size');
    expect(thrownCode(() => readRows('t', `a\n${'1\n'.repeat(200_001)}`))).toBe('replay-size');
  });
});
