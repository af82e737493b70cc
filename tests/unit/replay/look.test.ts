// What the columns of a table are most likely, and the worker's service that searches it.
import { describe, expect, it } from 'vitest';
import { choicesOf, lookAt, type Role } from '$core/replay/look';
import { readRows } from '$core/replay/rows';
import type { ReplayedSearch } from '$workers/replay.api';
import { ReplayService } from '../../../workers/lib/replay/service';

const rolesOf = (text: string) => {
  const { columns, direction } = lookAt(readRows('t', text));
  return { direction, roles: Object.fromEntries(columns.map(({ name, role }) => [name, role])) };
};

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
