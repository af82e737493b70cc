// What the columns of a table are most likely, and the worker's service that searches it.
import { describe, expect, it } from 'vitest';
import { choicesOf, lookAt, type Role } from '$core/replay/look';
import { joined } from '$core/replay/joined';
import { readRows } from '$core/replay/rows';
import type { ReplayedSearch } from '$workers/replay.api';
import { ReplayService } from '../../../workers/lib/replay/service';

const rolesOf = (text: string) => {
  const { columns, direction } = lookAt(readRows('t', text));
  return { direction, roles: Object.fromEntries(columns.map(({ name, role }) => [name, role])) };
};

const joinedLook = (text: string) => lookAt(joined(readRows('t', text)));

const lines = (n: number, line: (i: number) => string) => Array.from({ length: n }, (_, i) => line(i));

describe('a look at the columns', () => {
  it('finds the result by its name, else takes the last number', () => {
    expect(rolesOf('units,val_loss,on\n1,0.3,true\n2,0.2,false')).toEqual({
      direction: 'minimize',
      roles: { units: 'setting', val_loss: 'result', on: 'setting' },
    });
    expect(rolesOf('a,kind,b\n1,x,3\n2,y,4').roles).toEqual({ a: 'setting', kind: 'setting', b: 'result' });
  });

  it('finds results among which some are missing, in whatever words', () => {
    const gaps = ['nan', 'NaN', '-nan', 'null', 'NA', 'n/a', 'None', '', 'inf'];
    const rows = gaps.map((gap, i) => `${i},${gap}`).join('\n');
    expect(rolesOf(`units,value\n${rows}\n20,0.5`).roles).toEqual({ units: 'setting', value: 'result' });
    const { columns } = lookAt(readRows('t', 'units,value\n1,nan\n2,0.5'));
    expect(columns[1]).toMatchObject({ kind: 'number', example: '0.5' });
    // Nothing but gaps is no result, and codes and words are none.
    for (const cells of ['nan', '007', 'x'])
      expect(rolesOf(`units,loss,value\n1,0.5,${cells}\n2,0.4,${cells}`).roles).toMatchObject({ loss: 'result' });
  });

  it('takes names of networks for the genes, and leaves out what was measured beside', () => {
    const json =
      '{"01": {"mean_acc": 3, "params": 2, "test_acc": [1, 2]}, "10": {"mean_acc": 4, "params": 1, "test_acc": [2]}}';
    expect(rolesOf(json).roles).toEqual({ mean_acc: 'out', params: 'out', test_acc: 'result', genes: 'genes' });
    const cell = '|none~0|+|none~0|none~1|+|none~0|none~1|none~2|';
    expect(rolesOf(`n,cell,acc\n1,${cell},2\n2,${cell},3`).roles).toEqual({ n: 'out', cell: 'genes', acc: 'result' });
  });

  it('takes results of the validation rows before those of the test rows, and neither for a setting', () => {
    const text = [
      'layer2,test_acc,val_acc,train_acc,acc_std',
      ...lines(20, (i) => `${i % 3},${i},${i + 1},${i + 2},0.${i}`),
    ];
    expect(rolesOf(text.join('\n')).roles).toEqual({
      layer2: 'setting',
      test_acc: 'out',
      val_acc: 'result',
      train_acc: 'out',
      acc_std: 'out',
    });
  });

  it('leaves out what is counted, named or measured beside', () => {
    const header = 'config_id,n,params_lr,params,FLOPs (M),latency_ms,seed,time_steps,notes,top-1 accuracy';
    const text = [
      header,
      ...lines(80, (i) => `c_${i},${i},${i % 4},${i % 5},${i % 7},${i % 9},${i % 2},${i % 3},ok,${i}`),
    ];
    const { roles, direction } = rolesOf(text.join('\n'));
    expect(Object.keys(roles).filter((name) => roles[name] === 'setting')).toEqual(['params_lr', 'time_steps']);
    expect([roles['top-1 accuracy'], direction]).toEqual(['result', 'maximize']);
    // Where nothing else is there, it is searched.
    expect(rolesOf('id,acc\n1,3\n2,4').roles).toEqual({ id: 'setting', acc: 'result' });
  });

  it('finds percentages, words for a failure and decimal commas among results', () => {
    const percent = rolesOf('depth,accuracy,latency\n1,88.7%,3\n2,90 %,4\n3,OOM,2\n4,failed,\n5,-,7');
    expect(percent.roles).toEqual({ depth: 'setting', accuracy: 'result', latency: 'out' });
    expect(rolesOf('depth;rate;error\n1;0,1;0,25\n2;0,01;0,24').roles).toMatchObject({ error: 'result' });
    expect(lookAt(readRows('t', 'depth;rate;error\n1;0,1;0,25\n2;0,01;0,24')).columns[1]).toMatchObject({
      kind: 'number',
      example: '0.1',
    });
  });

  it('finds architectures that are written out', () => {
    const widths = lines(100, (i) => `${[8, 16, 24][i % 3]}:${[8, 16][i % 2]}:${8 * (1 + (i % 50))},${i}`);
    expect(rolesOf(['channels,acc', ...widths].join('\n')).roles).toEqual({ channels: 'genes', acc: 'result' });
    const hashes = lines(100, (i) => `${((i + 1) * 2654435761).toString(16).padStart(12, '0')},${i % 4},${i}`);
    expect(rolesOf(['module,depth,acc', ...hashes].join('\n')).roles).toMatchObject({
      module: 'out',
      depth: 'setting',
    });
    const few = lines(100, (i) => `"(${[8, 16][i % 2]}, ${[8, 16, 32][i % 3]})",${i % 4},${i}`);
    expect(rolesOf(['hidden,depth,acc', ...few].join('\n')).roles).toMatchObject({
      hidden: 'setting',
      depth: 'setting',
    });
  });

  it('takes a column that says how long a row was trained for that, beside architectures or by its name', () => {
    const words = lines(
      100,
      (i) => `${['aa', 'ab', 'ba', 'bb'][i % 4]}${'abcdefghijklmnop'[i % 16]},${[4, 12][i % 2]},${i}`,
    );
    expect(rolesOf(['arch,epochs,acc', ...words].join('\n')).roles).toEqual({
      arch: 'setting',
      epochs: 'setting',
      acc: 'result',
    });
    const many = lines(128, (i) => `${(i >> 1).toString(2).padStart(6, '0')},${[4, 12][i % 2]},${i}`);
    expect(rolesOf(['arch,epochs,acc', ...many].join('\n')).roles).toEqual({
      arch: 'genes',
      epochs: 'epochs',
      acc: 'result',
    });
    expect(rolesOf('units,epoch,acc\n8,1,1\n8,2,3\n9,1,2\n9,2,5').roles).toEqual({
      units: 'setting',
      epoch: 'epochs',
      acc: 'result',
    });
  });

  it('takes long lists for learning curves, and lists of codes for architectures', () => {
    const curve = (end: number) => Array.from({ length: 12 }, (_, i) => (end * i) / 11);
    const list = JSON.stringify([
      { units: 4, acc: curve(1) },
      { units: 8, acc: curve(2) },
    ]);
    expect(rolesOf(list).roles).toEqual({ units: 'setting', acc: 'curve' });
    const codes = JSON.stringify([
      { arch: [0, 1, 2], acc: 3 },
      { arch: [0, 2, 2], acc: 4 },
    ]);
    expect(rolesOf(codes).roles).toEqual({ arch: 'genes', acc: 'result' });
  });

  it('sees one setting in columns for its values, and one result in columns for seeds', () => {
    const ops = ['none', 'conv_1x1', 'conv_3x3'];
    const header = [...ops.map((op) => `edge0_${op}`), ...ops.map((op) => `edge1_${op}`), 'acc_seed0', 'acc_seed1'];
    const rows = lines(9, (i) => {
      const hot = (at: number) => ops.map((_op, k) => (k === at ? 1 : 0));
      return [...hot(i % 3), ...hot(Math.floor(i / 3)), 0.5 + i, 0.6 + i].join(',');
    });
    const look = joinedLook([header.join(','), ...rows].join('\n'));
    expect(look.columns.map(({ name, kind, role }) => [name, kind, role])).toEqual([
      ['edge0', 'word', 'setting'],
      ['edge1', 'word', 'setting'],
      ['acc', 'list', 'result'],
    ]);
    expect(look.columns[0].example).toBe('none');
  });

  it('becomes choices by the roles that a person gives', () => {
    const roles = new Map<string, Role>([
      ['a', 'names'],
      ['b', 'result'],
      ['c', 'out'],
      ['d', 'setting'],
    ]);
    const choices = { values: [{ column: 'b', direction: 'minimize' }], ignore: [], categories: ['a'], nearest: true };
    expect(choicesOf(roles, 'minimize', true)).toEqual({ ...choices, settings: ['a', 'd'] });
  });
});

describe('the service', () => {
  const text = 'a,b,acc\n1,x,1\n2,x,4\n3,x,2\n1,y,0.5\n2,y,7\n3,y,5';
  const table = { name: 't.csv', text };
  const choices = choicesOf(
    new Map<string, Role>([
      ['a', 'setting'],
      ['b', 'setting'],
      ['acc', 'result'],
    ]),
    'maximize',
    false,
  );
  const options = {
    samplers: ['random', 'grid'],
    strategies: ['localSearch'],
    pruners: [],
    trials: 6,
    seeds: 3,
    width: 1,
  };

  it('says who can search the table', async () => {
    const service = new ReplayService();
    expect((await service.look(table)).rows).toBe(6);
    const { notes, samplers, strategies, configurations } = await service.describe(table, choices);
    expect(configurations).toBe(6);
    expect(notes).toContain('all 6 combinations are in the table');
    expect((await service.describe(table, choices)).best).toEqual({ params: { a: 2, b: 'y' }, value: 7 });
    expect(samplers.find(({ type }) => type === 'tpe')?.problem).toBeNull();
    expect(strategies.find(({ type }) => type === 'localSearch')?.problem).toBeNull();
  });

  it('searches seed by seed, and stops where it is told to', async () => {
    const service = new ReplayService();
    const found: ReplayedSearch[] = [];
    await service.replay(
      table,
      choices,
      options,
      () => undefined,
      (search) => found.push(search),
    );
    expect(found.map(({ seed, contender }) => [seed, contender])).toEqual(
      [0, 1, 2].flatMap((seed) => [0, 1, 2].map((contender) => [seed, contender])),
    );
    expect(found.map(({ regrets }) => regrets.at(-1))).toEqual(new Array(9).fill(0));
    expect(Array.from(found[1].regrets)).toEqual([6, 6, 3, 0, 0, 0]);
    const some: ReplayedSearch[] = [];
    const stopped = service.replay(
      table,
      choices,
      { ...options, seeds: 500 },
      () => undefined,
      (search) => {
        some.push(search);
        if (some.length === 4) void service.stop();
      },
    );
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    expect(some.length).toBeLessThan(500);
  });
});
