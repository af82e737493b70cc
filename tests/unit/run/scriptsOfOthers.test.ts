// Scripts of studies that have no limits of their own: imported ones, and searches over architectures. What Keras Tuner is told of
// a space and of its trials; the same scripts ran in Keras Tuner 1.4.8 (docs/methods/reading-a-study.md).
import { expect, test } from 'vitest';
import type { InputSpec } from '$core/model/spec';
import { archSpaceDefs, archSpaceOptions } from '$core/nas/spaces/registry';
import { kerasTunerScript } from '$core/run/kerasTunerScript';
import { optunaScript, type ScriptQuestion } from '$core/run/optunaScript';
import { rayScript } from '$core/run/rayScript';
import type { TrialRecord } from '$core/run/types';
import type { Space } from '$core/space/space';

const trial = (index: number, violations?: readonly number[]) =>
  ({
    index,
    params: { x: 0.5 },
    state: 'done',
    value: index,
    curve: [],
    ...(violations ? { violations } : {}),
  }) as unknown as TrialRecord;
const question: ScriptQuestion = {
  title: 'x',
  space: [{ path: 'x', domain: { kind: 'float', low: 0, high: 1 } }],
  trials: [trial(0, [0.25, -1]), trial(1, [0, 3]), trial(2)],
  objective: { metric: 'value', direction: 'minimize' },
  seed: 1,
};

test.each([
  ['Optuna', optunaScript],
  ['Ray', rayScript],
])('%s: how far trials of an imported study break its limits goes along', (_name, script) => {
  const text = script({ ...question, toldLimits: 2 });
  expect(text).toContain('LIMITS = ["limit 1", "limit 2"]\n');
  expect(text).toContain('("COMPLETE", 0.0, {"x": 0.5}, {}, {"limit 1": 0.25, "limit 2": -1.0}),');
  expect(text).toContain('("COMPLETE", 2.0, {"x": 0.5}, {}, {}),');
  expect(text).toContain('    for state, value, params, curve, far in TRIALS:');
  expect(text).toContain('constraints=far');
  expect(script(question)).not.toContain('constraints');
});

test('Keras Tuner keeps them in the rows, and what is lost stands in every script as one line of ASCII', () => {
  expect(kerasTunerScript({ ...question, toldLimits: 2 })).toContain('{"limit 1": 0.25, "limit 2": -1.0}),');
  for (const script of [optunaScript, rayScript, kerasTunerScript]) {
    const text = script({ ...question, lost: ['Genes\nimport os', 'Größe.'] });
    expect(text).toContain('\n# Genes?import os\n# Gr??e.\n\n');
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
  }
});

const some = (params: object, index: number, value: number, more: object = {}) =>
  ({ index, params, state: 'done', value, curve: [], ...more }) as unknown as TrialRecord;

test("trials that lack a setting or lie outside of the space are left out, and are nobody's defaults", () => {
  const { space } = question;
  const trials = [some({ x: 0.75 }, 0, 3), some({}, 1, 1), some({ x: 7 }, 2, 2), some({ x: 0.25 }, 3, 4)];
  for (const script of [optunaScript, rayScript, kerasTunerScript]) {
    const text = script({ ...question, trials });
    expect(text).toContain('    # Trial 1 is left out: it has no value of "x".\n');
    expect(text).toContain('    # Trial 2 is left out: its "x" is outside of the space.\n');
    expect(text.match(/"COMPLETE", /g)).toHaveLength(2);
  }
  expect(kerasTunerScript({ ...question, trials })).toContain('hp.Float("x", 0.0, 1.0, default=0.75)');
  // With several objectives one that lacks a finite value of any has failed, however good its first is.
  const goals = [
    { metric: 'value', direction: 'minimize' },
    { metric: 'other', direction: 'minimize' },
  ] as const;
  const front = [some({ x: 0.75 }, 0, 3, { values: [3, 1] }), some({ x: 0.5 }, 1, 1, { values: [1, NaN] })];
  expect(kerasTunerScript({ ...question, space, goals, trials: front })).toContain('default=0.75)');
});

test('a fraction that is off its step by rounding is in the space', () => {
  const space: Space = [{ path: 'x', domain: { kind: 'float', low: 0, high: 1, step: 0.1 } }];
  const trials = [some({ x: 0.1 + 0.2 }, 0, 1), some({ x: 0.35 }, 1, 1), some({ x: 1.1 }, 2, 1)];
  const text = optunaScript({ ...question, space, trials });
  expect(text).toContain('("COMPLETE", 1.0, {"x": 0.30000000000000004}');
  expect(text).toContain('# Trial 1 is left out');
  expect(text).toContain('# Trial 2 is left out');
});

test('a reversed logarithm stands in the mirror in what Optuna reads, and as it is for Keras Tuner', () => {
  const space: Space = [{ path: 'x', domain: { kind: 'float', low: 0.5, high: 1, log: true, reverse: true } }];
  const trials = [some({ x: 0.625 }, 0, 1)];
  expect(optunaScript({ ...question, space, trials })).toContain('{"x": 0.875}');
  expect(optunaScript({ ...question, space, trials })).toMatch(
    /min\(max\(0\.5 \+ 1\.0 - trial\.suggest_float\(.*\), 0\.5\), 1\.0\)/,
  );
  expect(rayScript({ ...question, space, trials })).toContain('{"x": 0.875}');
  const text = kerasTunerScript({ ...question, space, trials });
  expect(text).toContain('{"x": 0.625}');
  expect(text).toContain('default=0.625)');
});

test.each(archSpaceDefs.map((def) => [def.type, def] as const))(
  'Keras Tuner is told all settings of the space "%s" at once, and looks for none by building',
  (_type, def) => {
    const inputs = {
      table: [{ id: 'features', shape: [8] }],
      sequence: [{ id: 'codes', shape: [20] }],
    }[def.type] ?? [{ id: 'features', shape: [28, 28, 1] }];
    const space = def.genes(archSpaceOptions(def, {}), inputs as unknown as InputSpec[]);
    const text = kerasTunerScript({ ...question, space, trials: [] });
    // Every scope is entered whatever the values are, and what is in it is asked for.
    const scopes = text.match(/with hp\.conditional_scope\(/g) ?? [];
    expect(text.match(/if everything or params\.get\(/g) ?? []).toHaveLength(scopes.length);
    expect(scopes.length > 0).toBe(space.some(({ when }) => when !== undefined));
    expect(text).not.toMatch(/ if params\.get\(/);
    expect(text).toContain('        hyperparameters=settings(),\n');
    expect(text).toMatch(/tuner = Tuner\(oracle, \*\*more\)\n.*\n {4}tuner\.hypermodel = model\n/);
  },
);

test('Keras Tuner starts with the trials, their settings as it has them', () => {
  const space: Space = [
    { path: 'mixed', domain: { kind: 'choice', values: ['a', 1, true] } },
    { path: 'step', domain: { kind: 'float', low: 0.25, high: 1, step: 0.25 }, when: { path: 'mixed', in: ['a'] } },
    { path: 'odd', domain: { kind: 'ordinal', values: [0, 0.5] } },
    { path: 'plain', domain: { kind: 'choice', values: [1, 2] } },
    { path: 'one', domain: { kind: 'int', low: 3, high: 3 } },
  ];
  const text = kerasTunerScript({ ...question, space, trials: [] });
  expect(text).toContain(`HELD = {
    "mixed": lambda value: [repr(one) for one in ["a", 1, True]].index(repr(value)),
    "step": lambda value: round((value - 0.25) / 0.25),
    "odd": float,
}
`);
  // Of one that is not active it gives None.
  expect(text).toContain('float("%.12g" % (0.25 + 0.25 * (hp.Int("step", 0, 3) or 0)))');
  expect(text).toContain('max_trials=len(KNOWN) + max_trials,');
});

test('Keras Tuner: a range of very many whole numbers is not listed', () => {
  const domain = { kind: 'int', low: 0, high: 2_000_000_000 } as const;
  const known = { ...trial(0), params: { x: 7 } };
  const text = kerasTunerScript({ ...question, space: [{ path: 'x', domain }], trials: [known] });
  expect(text).toContain('hp.Int("x", 0, 2000000000, default=7)');
});
