// Studies with limits and with conditions upon conditions, as Optuna 3.6.2, 4.6.0 and 5.0.0 write them (optuna_limits.py).
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { spaceOf } from '$core/run/importStudy/conditions';
import { importedRun } from '$core/run/importStudy/asRun';
import { readStudyFile } from '$core/run/importStudy/read';
import { leaderboard } from '$core/run/leaderboard';
import { optunaScript } from '$core/run/optunaScript';
import { isPoint } from '$core/space/points';
import type { Domain, ParamValues } from '$core/space/space';
import { defaultFeatures, defaultSplit } from '$core/lab/document';

const folder = new URL('../../oracle/optuna/files/', import.meta.url);
const read = (name: string) => readStudyFile(new Uint8Array(readFileSync(new URL(name, folder))), name);
const versions = ['3.6.2', '4.6.0', '5.0.0'];
interface Known {
  readonly params: ParamValues;
  readonly value: number | null;
  readonly constraints: readonly (number | 'inf')[];
}
const known = JSON.parse(readFileSync(new URL('limits.json', folder), 'utf8')) as Record<string, Known[]>;

const conditions = {
  units_1: { path: 'n_layers', in: [2, 3] },
  units_2: { path: 'n_layers', in: [3] },
  momentum: { path: 'optimizer', in: ['sgd'] },
  rate: { path: 'momentum', in: [true] },
};

describe.each(versions)('the journal of Optuna %s', (version) => {
  const [study] = read(`limits-${version}.jsonl`);

  test('says how far trials break their limits', () => {
    expect(study.trials.map(({ violations = [] }) => violations)).toEqual(
      known.limits.map(({ constraints }) => constraints),
    );
    const broken = known.limits.filter(({ constraints }) => constraints.some((far) => far !== 'inf' && far > 0));
    expect(study.notes).toEqual([`${broken.length} trials break a limit, and stand behind those that keep them.`]);
  });

  test('gives conditions upon conditions, and those on a number of layers', () => {
    const found = study.space.flatMap(({ path, when }) => (when ? [[path, when] as const] : []));
    expect(Object.fromEntries(found)).toEqual(conditions);
    const order = study.space.map(({ path }) => path);
    for (const [path, when] of found) expect(order.indexOf(when.path)).toBeLessThan(order.indexOf(path));
    // Also values that Python adds up to 0.8999999999999999 are on their steps.
    for (const { state, params } of study.trials) if (state === 'done') expect(isPoint(study.space, params)).toBe(true);
  });

  test('leads with the best trial that keeps the limits', async () => {
    const lab = {
      format: 'tablab' as const,
      version: 1 as const,
      title: 'x',
      seed: 1,
      data: { kind: 'bundled' as const, id: 'penguins' },
      roles: { target: 'species', task: 'multiclass' as const, exclude: [] },
      features: defaultFeatures,
      split: defaultSplit,
      executor: 'simd' as const,
      steps: [],
    };
    const wishes = { lab, labId: 'lab', step: 'tune', datasetSha256: '0'.repeat(64), paths: {}, id: 'run', at: 5 };
    const { events, info } = await importedRun(study, { ...wishes, directions: ['maximize'] });
    const trials = events.flatMap((event) => (event.type === 'told' ? [event.trial] : []));
    const kept = known.limits.flatMap(({ value, constraints }, i) =>
      value !== null && constraints.every((far) => far !== 'inf' && far <= 0) ? [{ i, value }] : [],
    );
    const best = kept.reduce((a, b) => (b.value > a.value ? b : a));
    expect(info.best).toEqual({ trial: best.i, metric: 'value', value: best.value });
    expect(leaderboard(trials, 'maximize')[0].index).toBe(best.i);

    // The failed trial has not all settings: in a script it would stop all others.
    const question = { title: 'x', space: study.space, trials, seed: 1 };
    const script = optunaScript({ ...question, objective: { metric: 'value', direction: 'maximize' } });
    expect(script).toContain('    # Trial 4 is left out: it has no value of "lr".\n');
    expect(script.match(/^ {4}\("COMPLETE"/gm)).toHaveLength(25);
  });
});

test('limits by name: one that a trial says nothing of is kept, one without end is broken', () => {
  const named = read('limits-5.0.0.jsonl').find(({ name }) => name === 'named')!;
  expect(known.named.map(({ constraints }) => constraints)).toEqual([[-1, -1], [0, -1], [-1], [2, 'inf']]);
  expect(named.trials.map(({ violations }) => violations!.map((far) => Math.sign(far)))).toEqual([
    [-1, -1],
    [0, -1],
    [0, -1],
    [1, 1],
  ]);
  expect(named.trials.flatMap(({ violations }) => violations).every(Number.isFinite)).toBe(true);
});

test('the table of trials has the same limits and conditions', () => {
  const [table] = read('limits.csv');
  const [journal] = read('limits-5.0.0.jsonl');
  expect(table.trials.map(({ violations }) => violations)).toEqual(journal.trials.map(({ violations }) => violations));
  expect(table.notes).toContain(journal.notes[0]);
  const found = table.space.flatMap(({ path, when }) => (when ? [[path, when] as const] : []));
  expect(Object.fromEntries(found)).toEqual(conditions);
});

test('a table that this lab saved keeps its limits', () => {
  const text = [
    'trial,state,value,batchSize,validation accuracy,violation 1,violation 2,best epoch',
    '0,done,0.9,16,0.9,0.5,-1,3',
    '1,done,0.8,32,0.8,-0.5,-1,3',
    '2,failed,,8,,,,',
  ].join('\n');
  const [{ trials, space }] = readStudyFile(new TextEncoder().encode(text), 'trials.csv');
  expect(space.map(({ path }) => path)).toEqual(['batchSize']);
  expect(trials.map(({ violations }) => violations)).toEqual([[0.5, -1], [-0.5, -1], undefined]);
});

describe('what is missing', () => {
  const counts: Domain = { kind: 'int', low: 1, high: 4 };
  const real: Domain = { kind: 'float', low: 0, high: 1 };
  const done = (params: ParamValues) => ({ state: 'done' as const, params });
  const domains = new Map<string, Domain>([
    ['n', counts],
    ['x', real],
  ]);

  test('is not put down to a number by chance, or where no one limit parts it', () => {
    const at = (values: readonly number[], having: (n: number) => boolean) =>
      spaceOf(
        domains,
        values.map((n) => done({ n, ...(having(n) ? { x: 0.5 } : {}) })),
      )[1].when;
    const many = [1, 1, 1, 2, 2, 3, 3, 4, 4, 4];
    expect(at(many, (n) => n > 2)).toEqual({ path: 'n', in: [3, 4] });
    expect(at(many, (n) => n < 2)).toEqual({ path: 'n', in: [1] });
    expect(at(many, (n) => n === 2 || n === 3)).toBeUndefined();
    expect(at([1, 1, 4], (n) => n > 2)).toBeUndefined();
  });

  test('from failed trials alone says nothing of conditions', () => {
    const kind: Domain = { kind: 'choice', values: ['a', 'b'] };
    const trials = [
      done({ kind: 'a', x: 0.1 }),
      done({ kind: 'a', x: 0.2 }),
      { state: 'failed' as const, params: { kind: 'b' } },
    ];
    const space = spaceOf(
      new Map<string, Domain>([
        ['kind', kind],
        ['x', real],
      ]),
      trials,
    );
    expect(space.map(({ when }) => when)).toEqual([undefined, undefined]);
  });

  test('that nothing explains stays open, and its parameter may still explain others', () => {
    const flag: Domain = { kind: 'bool' };
    const trials = [done({}), done({ flag: true, x: 0.5 }), done({ flag: false }), done({ flag: true, x: 0.2 })];
    const space = spaceOf(
      new Map<string, Domain>([
        ['x', real],
        ['flag', flag],
      ]),
      trials,
    );
    expect(space.find(({ path }) => path === 'x')?.when).toEqual({ path: 'flag', in: [true] });
  });
});
