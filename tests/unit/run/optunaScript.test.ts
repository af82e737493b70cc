// The scripts as a whole against kept files that were run (Optuna 5.0.0, Ray 2.60.0, Keras Tuner 1.4.8), and their strings.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { optunaScript, scriptParts } from '$core/run/optunaScript';
import { list, pyFloat, pyString } from '$core/run/python';
import { kerasTunerScript } from '$core/run/kerasTunerScript';
import { rayScript } from '$core/run/rayScript';
import { hostileFront, hostileStudy } from '../../support/hostileStudy';

const script = optunaScript(hostileStudy);

const kept = (name: string) => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8');

test('the whole Optuna script', () => {
  expect(script).toBe(kept('optuna_study.py'));
});

test('the whole Ray Tune and Keras Tuner scripts', () => {
  const ray = rayScript(hostileStudy);
  const keras = kerasTunerScript(hostileStudy);
  for (const text of [ray, keras]) expect(text).toMatch(/^[\x20-\x7e\n]*$/);
  expect(ray).toBe(kept('ray_study.py'));
  expect(keras).toBe(kept('keras_tuner_study.py'));
});

test.each([
  ['optuna', optunaScript],
  ['ray', rayScript],
  ['keras_tuner', kerasTunerScript],
])('the whole %s script of several objectives with limits and rules', (name, script) => {
  const text = script(hostileFront);
  expect(text).toBe(kept(`${name}_front.py`));
  expect(text).toMatch(/^[\x20-\x7e\n]*$/);
});

test('numbers without end are Python too', () => {
  expect(list([1, -Infinity, NaN, 0.5])).toBe('[1, float("-inf"), float("nan"), 0.5]');
  expect([2, Infinity, 1e21].map(pyFloat)).toEqual(['2.0', 'float("inf")', '1e+21']);
});

test('choices of mixed kinds go to Keras Tuner by number, and so do conditions on them', () => {
  const text = kerasTunerScript({
    ...hostileStudy,
    trials: [],
    space: [
      { path: 'a', domain: { kind: 'choice', values: ['x', 2, true] } },
      { path: 'b', domain: { kind: 'int', low: 1, high: 3 }, when: { path: 'a', in: [true, 'x'] } },
      { path: 'c', domain: { kind: 'fixed', value: 'k' } },
      { path: 'd', domain: { kind: 'float', low: 0, high: 1 }, when: { path: 'c', in: ['k'] } },
    ],
  });
  expect(text).toContain('params["a"] = ["x", 2, True][hp.Choice("a", [0, 1, 2])]');
  expect(text).toContain(
    'with hp.conditional_scope("a", [2, 0]):\n        if everything or params.get("a") in [True, "x"]:',
  );
  expect(text).toContain('    if params.get("c") in ["k"]:\n        params["d"] = hp.Float("d", 0.0, 1.0)');
});

test('strings are printable ASCII and cannot end early', () => {
  expect(pyString('a"b\\c')).toBe('"a\\"b\\\\c"');
  expect(pyString('\u00fc\n\u{1f427}\u2028')).toBe('"\\u00fc\\u000a\\U0001f427\\u2028"');
  expect(pyString('a\ud800b')).toBe('"a\\ufffdb"');
  expect(script).toMatch(/^[\x20-\x7e\n]*$/);
});

test('a study without trials or varying settings is still a script', () => {
  const empty = optunaScript({
    title: '',
    space: [],
    trials: [],
    objective: { metric: 'loss', direction: 'minimize' },
    seed: 1,
  });
  expect(empty).toContain('    params = {}\n    return params\n');
  expect(empty).toContain('TRIALS = [\n]\n');
});

test.each([0, 1, 50, 51, 120])('in parts a script is the same: %d trials', (count) => {
  const trials = Array.from({ length: count }, (_, i) => ({ ...hostileStudy.trials[i % 6], index: count - i }));
  const question = { ...hostileStudy, trials };
  expect([...scriptParts(optunaScript, question)].join('')).toBe(optunaScript(question));
  expect([...scriptParts(rayScript, question)].join('')).toBe(rayScript(question));
  expect([...scriptParts(kerasTunerScript, question, false)].join('')).toBe(kerasTunerScript(question));
  const numbers = [...scriptParts(optunaScript, question)].map((part) => part.split('\n').length - 1);
  expect(Math.max(...numbers.slice(1, -1), 0)).toBeLessThanOrEqual(50);
});
