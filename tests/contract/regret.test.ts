// How well the samplers search: for each, the geometric mean over problems and seeds of the regret after a budget, against
// the values recorded in regret.json. More than a fifth worse fails. Searches are exact repetitions, so a value moves only
// when an algorithm does. After a deliberate change: RECORD_REGRET=1 npx vitest run --project node tests/contract/regret.test.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { exp, log } from '$core/math/elementary';
import { Study } from '$core/run/study';
import type { TrialRecord } from '$core/run/types';
import { samplerDefs } from '$core/samplers/registry';
import { installNumerics } from '$engine/simd/numerics';
import { problems, scaleOf, type Problem } from '../support/regretProblems';

// The same bits, sooner.
await installNumerics();

const seeds = 10;
const trials = 25;
const width = 2;
/** Share of a problem's scale below which regret no longer counts. */
const floor = 1e-3;

const file = new URL('./regret.json', import.meta.url);
const recording = process.env.RECORD_REGRET === '1';
const recorded = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
const measured: Record<string, number> = {};

/** Populations that would hardly leave their first, random generation in so few trials have longer, and NSGA-II a smaller one. */
const given: Readonly<Record<string, { trials: number; options: Record<string, number> }>> = {
  regularizedEvolution: { trials: 75, options: {} },
  genetic: { trials: 75, options: {} },
  nsga2: { trials: 75, options: { population: 8 } },
};

/** The best value that a study of this problem finds. */
function search({ space, cost }: Problem, type: string, seed: number): number {
  const { trials: budget, options } = given[type] ?? { trials, options: {} };
  const sampler = { type, options };
  const study = new Study({ space, sampler, direction: 'minimize', trials: budget, width, seed });
  let best = Infinity;
  for (let asked = study.next(); asked; asked = study.next()) {
    const value = cost(asked.params);
    best = Math.min(best, value);
    study.tell({ ...asked, state: 'done', value, metrics: {}, curve: [] } as unknown as TrialRecord);
  }
  return best;
}

const scales = new Map(problems.map((problem) => [problem.name, scaleOf(problem)]));

/** Geometric mean over problems and seeds of regret / scale + floor. Problems that the sampler refuses are left out. */
function meanRegret(def: (typeof samplerDefs)[number]): number {
  const logs = problems
    .filter(({ space }) => def.check(space, defaultsFor(def)) === null)
    .flatMap((problem) =>
      Array.from({ length: seeds }, (_, seed) => {
        const regret = search(problem, def.type, seed) - problem.best;
        expect(regret, `${problem.name} has a value below its best`).toBeGreaterThan(-1e-9);
        return log(Math.max(0, regret) / scales.get(problem.name)! + floor);
      }),
    );
  return exp(logs.reduce((sum, value) => sum + value, 0) / logs.length);
}

const defaultsFor = (def: (typeof samplerDefs)[number]) =>
  Object.fromEntries(Object.entries(def.fields).map(([key, field]) => [key, field.default])) as never;

test.each(samplerDefs.map((def) => [def.type, def] as const))('regret of %s', { timeout: 120_000 }, (type, def) => {
  measured[type] = Number(meanRegret(def).toPrecision(4));
  if (recording) return;
  expect(recorded, `record the regret of ${type}`).toHaveProperty(type);
  expect(measured[type]).toBeLessThan(1.2 * recorded[type]);
});

test('the recorded values are of samplers that exist', () => {
  if (!recording) expect(samplerDefs.map(({ type }) => type)).toEqual(expect.arrayContaining(Object.keys(recorded)));
});

afterAll(() => {
  if (recording) writeFileSync(file, `${JSON.stringify(measured, null, 2)}\n`);
});
