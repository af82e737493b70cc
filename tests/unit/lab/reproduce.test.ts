// Every example gives on the SIMD engine, here in Node, the bits that its link promises to browsers.
import { expect, test } from 'vitest';
import { compareExpected, expectedOf } from '$core/lab/expected';
import type { Expected } from '$core/lab/document';
import { examples } from '$core/lab/examples/registry';
import { runStep } from '../../support/runLab';

/** The step that a person should compare: the last one is the lab's conclusion, for the moons the one that works, for names the search. */
const told: Readonly<Record<string, string>> = { moons: 'right', folds: 'compare', names: 'nas' };

test('the promised digests are what the engine computes', async () => {
  const promises: Record<string, Expected> = {};
  for (const { id, lab } of examples) {
    const step = told[id] ?? lab.steps.at(-1)!.id;
    const { trials, value } = await runStep(lab, step);
    expect(trials.map(({ state }) => state)).toEqual(trials.map(() => 'done'));
    const metric = lab.steps.find((s) => s.id === step)!;
    const name = metric.type === 'train' ? 'loss' : metric.config.objective.metric;
    const finished = { executor: 'simd', trials, value };
    promises[id] = await expectedOf(step, name, finished);
    expect(await compareExpected(promises[id], finished)).toEqual({ outcome: 'reproduced', by: 'bits' });
  }
  const file = '../../../src/core/lab/examples/expected.json';
  await expect(`${JSON.stringify(promises, null, 2)}\n`).toMatchFileSnapshot(file);
}, 120_000);
