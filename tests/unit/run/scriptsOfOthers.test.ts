// Scripts of studies that have no limits of their own: imported ones, and searches over architectures.
import { expect, test } from 'vitest';
import { kerasTunerScript } from '$core/run/kerasTunerScript';
import { optunaScript, type ScriptQuestion } from '$core/run/optunaScript';
import { rayScript } from '$core/run/rayScript';
import type { TrialRecord } from '$core/run/types';

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
