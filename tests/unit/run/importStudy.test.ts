// Studies of other programs. The files were written by Optuna 5.0.0 (tests/oracle/optuna_files.py), and what is read of them is
// held to what Optuna reads itself.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { defaultFeatures, defaultSplit, type Lab } from '$core/lab/document';
import { importedRun, proposePaths } from '$core/run/importStudy/asRun';
import { readStudyFile } from '$core/run/importStudy/read';
import { importLimits } from '$core/run/importStudy/study';
import type { ImportedStudy } from '$core/run/importStudy/study';
import { contains } from '$core/space/domains';
import type { Space } from '$core/space/space';

const folder = new URL('../../oracle/optuna/files/', import.meta.url);
const bytes = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
const read = (name: string) => readStudyFile(bytes(name), name);
const readText = (text: string, name = 'trials.csv') => readStudyFile(new TextEncoder().encode(text), name);

interface Expected {
  number: number;
  state: 'COMPLETE' | 'PRUNED' | 'FAIL';
  values: string[] | null;
  params: Record<string, number | string | boolean | null>;
  steps: Record<string, string>;
}
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<string, Expected[]>;
const python = (text: string) => ({ inf: Infinity, '-inf': -Infinity, nan: NaN })[text] ?? Number(text);

const one = { index: 0, state: 'done', params: { rate: 0.1 }, value: 0.5, metrics: { loss: 0.5 }, curve: [] };
const saved = (trials: readonly object[], more: object = {}) => {
  const space = [{ path: 'rate', domain: { kind: 'float', low: 0.01, high: 1, log: true } }];
  const config = { space, objective: { metric: 'loss', direction: 'minimize' }, ...more };
  return JSON.stringify({ run: { id: 'r' }, config, trials }, null, 1);
};

test('saved trials come back: the space as it was searched, states, values and curves', () => {
  const curve = [0.9, NaN, 0.5].map((loss, epoch) => ({ epoch, loss: 1, validation: { loss } }));
  const trials = [
    { ...one, index: 2, state: 'failed', value: null },
    { ...one, curve, violations: [0.5], seconds: 2, startedAt: 1e12 },
    { ...one, index: 1, state: 'pruned' },
    { ...one, index: 3, state: 'running' },
    { ...one, index: 4, value: null },
  ];
  const [study] = readText(saved(trials), 'mine.json');
  expect(study).toMatchObject({ source: 'Saved trials', name: 'mine', directions: ['minimize'], objectives: 1 });
  expect(study.space).toEqual([{ path: 'rate', domain: { kind: 'float', low: 0.01, high: 1, log: true } }]);
  expect(study.trials.map(({ number, state, values }) => [number, state, values])).toEqual([
    [0, 'done', [0.5]],
    [1, 'pruned', null],
    [2, 'failed', null],
    [4, 'failed', null],
  ]);
  expect(study.trials[0]).toMatchObject({ violations: [0.5], seconds: 2, startedAt: 1e12 });
  expect(study.trials[0].curve).toEqual([
    [0, 0.9],
    [2, 0.5],
  ]);
  expect(study.notes[0]).toBe('1 trial had not ended and is left out.');
  const two = saved([{ ...one, values: [0.5, 7] }], { objectives: [{ metric: 'parameters', direction: 'minimize' }] });
  expect(readText(two)[0].trials[0].values).toEqual([0.5, 7]);
});

describe('an Optuna journal', () => {
  test.each(['net', 'front'])('gives the trials of "%s" as Optuna reads them', (name) => {
    const study = read('journal.jsonl').find((one) => one.name === name)!;
    const words = { COMPLETE: 'done', PRUNED: 'pruned', FAIL: 'failed' } as const;
    expect(study.trials.map(({ number }) => number)).toEqual(expected[name].map(({ number }) => number));
    study.trials.forEach((trial, i) => {
      const { state, values, params, steps } = expected[name][i];
      expect(trial.state).toBe(words[state]);
      expect(trial.values).toEqual(state === 'COMPLETE' ? values!.map(python) : null);
      // On their steps: 0.3 where Python adds up 0.30000000000000004.
      const plain = (key: string, value: number | string | boolean | null) =>
        key === 'dropout' ? Number((value as number).toPrecision(12)) : (value ?? 'None');
      const named = Object.entries(params).map(([key, value]) => [key, plain(key, value)]);
      expect(trial.params).toEqual(Object.fromEntries(named));
      expect(Object.fromEntries(trial.curve)).toEqual(
        Object.fromEntries(Object.entries(steps).map(([step, value]) => [step, python(value)])),
      );
    });
  });

  test('has ranges, scales, steps, choices and directions, and a condition where one explains what is missing', () => {
    const [net, front] = read('journal.jsonl');
    expect(net.directions).toEqual(['maximize']);
    expect(front.directions).toEqual(['minimize', 'maximize']);
    const domain = (path: string) => net.space.find((param) => param.path === path)?.domain;
    expect(domain('learning_rate')).toEqual({ kind: 'float', low: 1e-5, high: 0.1, log: true });
    expect(domain('units')).toEqual({ kind: 'int', low: 4, high: 64, step: 4 });
    expect(domain('dropout')).toEqual({ kind: 'float', low: 0, high: 0.5, step: 0.1 });
    expect(domain('norm')).toEqual({ kind: 'bool' });
    expect(domain('optimizer')).toEqual({ kind: 'choice', values: ['adam', 'sgd', 'None'] });
    // One trial was added without most parameters, which no condition explains.
    const whole = { ...net, trials: net.trials.filter(({ params }) => 'optimizer' in params) };
    expect(whole.trials.length).toBe(net.trials.length - 1);
    expect(net.notes.join()).toContain('2 trials had not ended');
  });

  test('finds the value of another parameter with which one exists', () => {
    const csv =
      'number,value,params_opt,params_momentum,state\n0,1,sgd,0.5,COMPLETE\n1,2,adam,,COMPLETE\n2,3,sgd,0.9,COMPLETE\n';
    const [study] = readText(csv);
    expect(study.space.find(({ path }) => path === 'momentum')?.when).toEqual({ path: 'opt', in: ['sgd'] });
  });

  test('may end within its last line, as one that is still being written', () => {
    const text = new TextDecoder().decode(bytes('journal.jsonl')).trimEnd();
    const cut = readText(text.slice(0, -30), 'journal.jsonl');
    expect(cut.map(({ name }) => name)).toEqual(['net', 'front']);
    expect(cut[1].trials).toHaveLength(3);
    const lines = text.split('\n').length;
    for (const { notes } of cut)
      expect(notes).toContain(`The file ends within line ${lines}, which is left out: 1 of its ${lines} lines.`);
    for (const { notes } of readText(`${text}\n`, 'journal.jsonl'))
      expect(notes.join()).not.toContain('left out: 1 of');
  });
});

describe('a table of trials', () => {
  test('may be what this lab saves: settings under their own names, metrics left aside', () => {
    const header =
      'trial,state,value,batchSize,layers.h1.activation,l2,validation loss,validation accuracy,parameters,latency';
    const own = (...rows: string[]) =>
      readText([`${header},best epoch,epochs,seconds,backend,attempts,error`, ...rows].join('\n'));
    const [study] = own(
      '0,done,0.9,32,relu,0.1,0.3,0.9,100,0.5,3,10,1.25,simd,1,',
      '1,failed,,16,tanh,0.2,,,100,,,2,0.5,simd,1,"The loss is NaN, so it stopped"',
      '2,pruned,0.7,8,tanh,0.2,0.5,0.7,100,0.5,2,4,0.5,simd,1,',
    );
    expect(study.space.map(({ path }) => path)).toEqual(['batchSize', 'layers.h1.activation', 'l2']);
    expect(study.trials.map(({ number, state, values }) => [number, state, values])).toEqual([
      [0, 'done', [0.9]],
      [1, 'failed', null],
      [2, 'pruned', null],
    ]);
    expect(study.trials[0]).toMatchObject({ seconds: 1.25, params: { batchSize: 32, 'layers.h1.activation': 'relu' } });
    expect(() => own('0,done,,32,relu,0.1,0.3,0.9,100,0.5,3,10,1.25,simd,1,')).toThrow(
      expect.objectContaining({ code: 'import-study' }),
    );
  });

  test('of pandas gives the values, states and settings', () => {
    const [study] = read('trials.csv');
    const [journal] = read('journal.jsonl');
    expect(study.directions).toBeNull();
    expect(study.trials.map(({ values }) => values)).toEqual(journal.trials.map(({ values }) => values));
    expect(study.trials.map(({ state }) => state)).toEqual(journal.trials.map(({ state }) => state));
    expect(study.trials.map(({ params }) => params['learning_rate'])).toEqual(
      journal.trials.map(({ params }) => params['learning_rate']),
    );
    expect(study.trials[0].seconds).toBeGreaterThan(0);
    // Dates in a table have no zone: only their distances are the same.
    const since = ({ trials }: ImportedStudy) => trials.map(({ startedAt }) => startedAt! - trials[0].startedAt!);
    expect(since(study)).toEqual(since(journal));
    expect(since(journal).at(-1)).toBeGreaterThan(0);
    for (const { params } of study.trials)
      for (const { path, domain } of study.space) if (path in params) expect(contains(domain, params[path])).toBe(true);
    expect(study.space.find(({ path }) => path === 'learning_rate')?.domain).toMatchObject({
      kind: 'float',
      log: true,
    });
  });
  test('of several objectives gives all of them', () => {
    const [study] = read('front.csv');
    expect(study.objectives).toBe(2);
    expect(study.trials[0].values).toHaveLength(2);
  });
  test.each(['trials', 'front'])('of pandas gives the same with a head of two rows: %s', (file) => {
    const [plain] = read(`${file}.csv`);
    const [two] = read(`${file}-two-rows.csv`);
    const known = ({ objectives, space, trials }: ImportedStudy) => ({
      objectives,
      space,
      trials: trials.map(({ number, state, params, values }) => ({ number, state, params, values })),
    });
    expect(known(two)).toEqual(known(plain));
  });
  test('with a head of two rows counts both of them where a row is wrong', () => {
    expect(() => readText('number,value,params,state\n,,x,\n0,1,2,COMPLETE\n1,1,2,LOST\n')).toThrow(/row 4 /);
  });
  test('needs no more than a value and one setting', () => {
    const [study] = readText('params_x,value\n1,0.5\n2,\n3,nan\n');
    expect(study.trials.map(({ state }) => state)).toEqual(['done', 'failed', 'failed']);
  });
  test('that was cut off within a row says so', () => {
    const short = (csv: string) => readText(csv)[0].notes.filter((note) => note.includes('fewer cells'));
    expect(short('params_x,value\n1,0.5\n2')).toEqual([
      '1 row has fewer cells than the head: what is missing is empty.',
    ]);
    expect(short('params_x,value\n1,0.5\n2,1')).toEqual([]);
  });
});

test.each([
  ['an empty file', '', 'it is empty'],
  ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0x00]), 'UTF-8'],
  ['JSON of something else', '{"a": 1}', 'neither an Optuna journal nor'],
  ['lines of JSON of something else', '{"a": 1}\n{"a": 2}\n', 'neither an Optuna journal nor'],
  ['JSON that ends too early', '{"a": [1, 2', 'was cut off'],
  ['saved trials that were cut off', '{"run": {"id": "r"}, "config": {', 'cut off or changed'],
  ['saved trials without a space', '{"run": {"id": "r"}, "config": {}, "trials": []}', 'config.space is wrong'],
  ['saved trials, none of which ended', saved([{ ...one, state: 'running' }]), 'none of its trials has ended'],
  ['saved trials with one number twice', saved([one, one]), 'one number'],
  ['saved trials outside of their space', saved([{ ...one, params: { rate: 2 } }]), 'not in its space'],
  ['saved trials of another setting', saved([{ ...one, params: { other: 1 } }]), 'not in its space'],
  ['a table without settings', 'a,value\n1,2\n', 'params_'],
  ['a table without values', 'params_a,b\n1,2\n', '"value"'],
  ['a table with a header only', 'params_a,value\n', 'no row'],
  ['an unknown state', 'params_a,value,state\n1,2,HUNG\n', 'hung'],
  ['one number twice', 'number,params_a,value\n1,1,2\n1,2,3\n', 'one number'],
  ['a quote that never closes', 'params_a,value\n"1,2\n', 'quote'],
  ['a journal cut in the middle', '{"op_code":0,"study_name":"a"\n{"op_code":4}\n', 'line 1'],
  ['a trial of no study', '{"op_code":4,"study_id":7}\n', 'line 1'],
  [
    'a parameter of no trial',
    '{"op_code":5,"trial_id":3,"param_name":"a","param_value_internal":1,"distribution":"{}"}\n',
    '',
  ],
  [
    'a value beyond its choices',
    '{"op_code":0,"study_name":"a","directions":[1]}\n{"op_code":4,"study_id":0}\n{"op_code":5,"trial_id":0,"param_name":"c","param_value_internal":9,' +
      '"distribution":"{\\"name\\": \\"CategoricalDistribution\\", \\"attributes\\": {\\"choices\\": [1]}}"}\n',
    'none of its choices',
  ],
  ['a state by a name that every object has', 'params_a,value,state\n1,2,constructor\n', 'unknown'],
  [
    'choices nested deeply',
    '{"op_code":0,"study_name":"a","directions":[1]}\n{"op_code":4,"study_id":0}\n{"op_code":5,"trial_id":0,"param_name":"c","param_value_internal":0,' +
      `"distribution":"{\\"name\\": \\"CategoricalDistribution\\", \\"attributes\\": {\\"choices\\": [${'['.repeat(4900)}${']'.repeat(4900)}]}}"}\n`,
    'too deeply',
  ],
  // Quadratic work on these blanks would take minutes.
  ['a line of blanks without end', `{"op_code":0,x${' '.repeat(400_000)}}\n{"op_code":0}\n`, 'line 1'],
  ['a study without ended trials', '{"op_code":0,"study_name":"a","directions":[1]}\n', 'has ended'],
])('%s is refused in words', (_, given, words) => {
  const file = typeof given === 'string' ? new TextEncoder().encode(given) : given;
  expect(() => readStudyFile(file, 'x')).toThrow(
    expect.objectContaining({ code: 'import-study', message: expect.stringContaining(words) as string }) as Error,
  );
});

test("Python's NaN counts as no value, and stays where it is text", () => {
  const [study] = readText(
    '{"op_code":0,"study_name":"all, NaN, \\"-Infinity\\"","directions":[1]}\n{"op_code":4,"study_id":0}\n' +
      '{"op_code":6,"trial_id":0,"state":1,"values":[NaN],"of":"a, NaN, b"}\n{"op_code":4,"study_id":0}\n' +
      '{"op_code":6,"trial_id":1,"state":1,"values":[-Infinity]}\n',
    'journal.log',
  );
  expect(study.name).toBe('all, NaN, "-Infinity"');
  expect(study.trials.map(({ values }) => values)).toEqual([null, [-Infinity]]);
});

test('a file above the limit is not even decoded', () => {
  const file = { length: importLimits.bytes + 1 } as Uint8Array;
  expect(() => readStudyFile(file, 'x')).toThrow(expect.objectContaining({ code: 'import-study-size' }) as Error);
});

test('names become paths, and stay apart', () => {
  const [study] = readText('value,params_a b,params_a/b,params___proto__\n1,2,3,4\n2,3,4,5\n');
  expect(study.space.map(({ path }) => path)).toEqual(['a_b', 'a_b_2', '__proto___']);
  expect(Object.keys(study.trials[0].params)).toContain('a_b_2');
  expect(study.notes).toContain(
    'Names here have letters of English, digits, _ $ . and -: "a b" is a_b, "a/b" is a_b_2, "__proto__" is __proto___.',
  );
  expect(readText('value,params_a\n1,2\n2,3\n')[0].notes.join()).not.toContain('Names here');
});

const lab: Lab = {
  format: 'tablab',
  version: 1,
  title: 'x',
  seed: 1,
  data: { kind: 'bundled', id: 'penguins' },
  roles: { target: 'species', task: 'multiclass', exclude: [] },
  features: defaultFeatures,
  split: defaultSplit,
  executor: 'simd',
  steps: [],
};
const wishes = {
  lab,
  labId: 'lab',
  step: 'tune',
  datasetSha256: '0'.repeat(64),
  directions: ['maximize'] as const,
  paths: { learning_rate: 'optimizer.learningRate' },
  id: 'run',
  at: 5,
};

test('becomes a finished run with a digest, its best trial and its curves', async () => {
  const [study] = read('journal.jsonl');
  const { events, info } = await importedRun(study, wishes);
  expect(info).toMatchObject({ state: 'done', stepType: 'tune', trialsDone: study.trials.length });
  expect(info.digest).toMatch(/^[0-9a-f]{64}$/);
  // Trial 6 has an infinite value, which counts as none.
  expect(info.best).toMatchObject({ metric: 'value', trial: 14, value: 0.5 });
  const told = events.flatMap((event) => (event.type === 'told' ? [event.trial] : []));
  expect(told[0].params).toHaveProperty(['optimizer.learningRate']);
  expect(told[0].curve.map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
  expect((await importedRun(study, { ...wishes, id: 'other', at: 9 })).info.digest).toBe(info.digest);
  await expect(importedRun(study, { ...wishes, paths: { units: 'dropout' } })).rejects.toMatchObject({
    code: 'import-study',
  });
});

test('settings are recognised by their names where only one fits', () => {
  const study = read('journal.jsonl')[0] as ImportedStudy;
  const space: Space = [
    { path: 'optimizer.learningRate', domain: { kind: 'float', low: 1e-4, high: 1, log: true } },
    { path: 'layers.h1.units', domain: { kind: 'int', low: 4, high: 64 } },
    { path: 'layers.h2.units', domain: { kind: 'int', low: 4, high: 64 } },
    { path: 'optimizer.type', domain: { kind: 'choice', values: ['adam', 'sgd'] } },
  ];
  expect(proposePaths(study, space)).toEqual({
    learning_rate: 'optimizer.learningRate',
    optimizer: 'optimizer.type',
  });
});

test('a column of a few numbers that come again and again holds choices or steps, one of many a range', () => {
  const rows = Array.from({ length: 60 }, (_, i) => [
    i,
    [16, 32, 64][i % 3],
    [8, 16, 24][i % 3],
    [0.1, 0.5][i % 2],
    i * i,
    i / 59,
  ]);
  const header = 'number,value,params_batch,params_even,params_two,params_many,params_share';
  const text = [header, ...rows.map((row) => [row[0], 1, ...row.slice(1)].join(','))].join('\n');
  const [{ space, trials }] = readText(text);
  expect(space.map(({ path, domain }) => [path, domain])).toEqual([
    ['batch', { kind: 'ordinal', values: [16, 32, 64] }],
    ['even', { kind: 'int', low: 8, high: 24, step: 8 }],
    ['two', { kind: 'ordinal', values: [0.1, 0.5] }],
    ['many', { kind: 'int', low: 0, high: 3481 }],
    ['share', { kind: 'float', low: 0, high: 1 }],
  ]);
  expect(trials[1].params.batch).toBe(32);
  // Too few rows say nothing of that.
  const few = readText([header, ...rows.slice(0, 9).map((row) => [row[0], 1, ...row.slice(1)].join(','))].join('\n'));
  expect(few[0].space[0].domain).toEqual({ kind: 'int', low: 16, high: 64 });
});
